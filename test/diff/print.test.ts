import { compareLabs, type LabDiff } from '../../diff/compare-labs';
import { toMarkdown } from '../../diff/markdown';
import { compareAllowances } from '../../diff/outside/allowances';
import { toText } from '../../diff/text';
import { clusterObject, labDiff, object, ownApplication, tree, type Sketch } from './sketch';
import { diffOf } from './states';

const owner = ['root', ownApplication('folder')] as const;
const diff = labDiff(
  tree(owner, clusterObject('v1', 'Namespace', 'gone'), object('v1', 'X', 'a', { spec: { 'odd key': 'old', 'x': 1 } })),
  tree(owner, object('v1', 'X', 'a', { spec: { 'odd key': 'n`e``w\u001b[31m\u202e', 'x': 1 } }), object('v1', 'Y', '<img>')),
);
const repeated = (repository: string): Map<string, string> => tree(...['a', 'b', 'c', 'd', 'e'].map((name) =>
  object('v1', 'Policy', name, { spec: { links: [`${repository}/${name}`, `${repository}/x`] } })));
const folded: LabDiff = {
  ...labDiff(repeated('https://x.example/before'), repeated('https://x.example/after')),
  outside: [{ tree: 'scripts', title: 'scripts/, outside the cluster', objects: ['a', 'b', 'c', 'd',
    'e'].map((name) => ({ kind: 'changed', name: `file scripts/${name}`, fields: [], hazards: [] })) }],
  notCompared: ['monitoring'],
};

describe('for people', () => {
  test('what can hurt comes first', () => {
    expect(toText(diff, false)).toBe([
      '1 added, 1 changed, 1 removed; 1 danger.', '',
      'DANGER  Namespace gone: everything in the namespace is deleted with it, volumes included', '',
      'folder', '  - Namespace gone',
      '  ~ X somewhere/a', '      spec["odd key"]: "old" -> "n`e``w\\u001b[31m\\u202e"',
      '  + Y somewhere/<img>',
    ].join('\n'));
  });

  test('a change that repeats is there once, with where it is', () => {
    expect(toText(folded, false)).toBe([
      '10 changed.', 'Not compared, because the earlier state does not have it: monitoring.', '',
      'The same change in several places', '  spec.links: "...before..." -> "...after..."',
        '      in 5 Policies (somewhere/a, somewhere/b, somewhere/c and 2 more)', '',
      'scripts/, outside the cluster', '  5 changed: 5 files (scripts/a, scripts/b, scripts/c and 2 more)',
    ].join('\n'));
  });

  test('a folder with a dot in its name is a folder, and a file is a file', () => {
    const changed = (name: string): Map<string, string> => new Map([['a.txt', name]]);
    const { outside } = compareLabs(new Map([['mon.itoring', changed('a')]]), new Map([['mon.itoring', changed('b')]]));
    const allowances = compareAllowances('homelab.yaml', [], ['x']);
    const said = { ...labDiff(new Map(), new Map()), outside: [...outside, ...allowances] };
    expect(toText(said, false)).toMatch(/^mon\.itoring\/, outside the cluster$/m);
    expect(toText(said, false)).toMatch(/^homelab\.yaml$/m);
    expect(toMarkdown(said)).toContain('<b>mon.itoring/, outside the cluster</b>');
  });

  test('in colour where the terminal has it', () => {
    expect(toText(diff, true)).toContain('\u001b[32m+ Y somewhere/<img>\u001b[0m');
    expect(toText(diff, true)).toContain('\u001b[31mDANGER \u001b[0m Namespace gone');
  });

  test('nothing is one line', () => {
    expect(toText(labDiff(new Map(), new Map()), false)).toBe('Nothing changes.');
  });
});

describe('for a pull request', () => {
  test('nothing in it can break out', () => {
    expect(toMarkdown(diff)).toBe(`### What this changes

1 added, 1 changed, 1 removed; 1 danger.

- 🛑 \`Namespace gone\`: everything in the namespace is deleted with it, volumes included

<details><summary><b>folder</b>: 1 added, 1 changed, 1 removed</summary>

- removed \`Namespace gone\`
- changed \`X somewhere/a\`
  - \`spec["odd key"]\`: \`"old"\` → \`\`\` "n\`e\`\`w\\u001b[31m\\u202e" \`\`\`
- added \`Y somewhere/<img>\`
</details>
`);
  });

  test('a change that repeats is there once', () => {
    const text = toMarkdown(folded);
    expect(text)
      .toContain('- `spec.links`: `"...before..."` → `"...after..."` in 5 Policies (somewhere/a, somewhere/b, somewhere/c and 2 more)\n');
    expect(text.match(/spec\.links/g)).toHaveLength(1);
    expect(text).toContain('- changed `file scripts/e`');
  });

  test('a long one is cut, and says so', () => {
    const many = Array.from({ length: 3000 }, (_, index): [string, Sketch] => [
      `folder-${index % 10}`, object('v1', 'ConfigMap', `object-${index}`, { data: { x: 'y'.repeat(50) } }),
    ]);
    const text = toMarkdown(labDiff(new Map(), tree(...many)));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/\d+ part\(s\) left out for length; `homelab diff` shows everything\./);
  });
});

test('the first edits of a new lab fit on a page', () => {
  // GIVEN the domain, repository, e-mail and zone that everybody has to write, which were 195 lines once
  const edited = 'domain: lab.home.net\ngitops: { repoURL: https://github.com/me/lab.git }\n'
    + 'tls: { email: me@home.net, route53: { hostedZoneID: Z0123456789ABC } }\n';
  // WHEN
  const found = diffOf('', edited);
  const text = toText(found, false);
  // THEN no address is there twice for the same reason
  expect(text.split('\n').length).toBeLessThan(65);
  expect(text.match(/your-name/g)?.length).toBeLessThan(8);
  expect(text).toContain('  spec.source.repoURL: "...your-name/homelab..." -> "...me/lab..."\n      in 18 Applications (');
  // AND nothing is lost for a program
  const fields = found.applications.flatMap(({ objects }) => objects).flatMap((each) => each.fields)
    .filter(({ path }) => path.at(-1) === 'repoURL');
  expect(fields).toHaveLength(18);
  expect(fields[0]).toMatchObject({ before: 'https://github.com/your-name/homelab.git', after: 'https://github.com/me/lab.git' });
});
