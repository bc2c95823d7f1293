import { readFileSync } from 'node:fs';
import path from 'node:path';
import { answerTo } from '../../whole-lab/meaning-cases';

/* What the pages on services and on policies show can be written just like that. */

/** Parts of these pages that are about something else than keys, and have no example. */
const WITHOUT = ['What goes wrong', 'What there is not', 'On its own'];
/** What an example leaves out: a lab that works, in which nothing else is to be said. */
const REST: Readonly<Record<string, unknown>> = {
  domain: 'domain: lab.frank.dev',
  gitops: 'gitops: { repoURL: https://github.com/frank/homelab.git }',
  tls: 'tls: { email: frank@frank.dev, route53: { hostedZoneID: Z0123456789ABCDEFGHIJ } }',
  namespaces: 'namespaces: [{ name: my-app }, { name: shop }]',
};

describe.each(['services', 'policy'])('docs/%s.md', (name) => {
  const page = readFileSync(path.join(__dirname, `../../../docs/${name}.md`), 'utf8').replaceAll('\r\n', '\n');
  const examples = [...page.matchAll(/^## (.*)\n|^```yaml\n([\s\S]*?)^```/gm)].reduce<{ heading: string; found: [string, string][] }>(
    ({ heading, found }, [, next, yaml]) => yaml === undefined
      ? { heading: next ?? heading, found } : { heading, found: [...found, [heading, yaml]] }, { heading: 'the usual case', found: [] },
  ).found;

  test.each(examples)('the example of "%s" is a lab of which nothing is to be said', (_, yaml) => {
    // GIVEN
    const rest = Object.entries(REST).filter(([key]) => !yaml.split('\n').some((line) => line.startsWith(`${key}:`)));
    // THEN
    const lab = [...rest.map(([, line]) => String(line)), yaml].join('\n');
    expect(answerTo({ name: 'example', lab })).toEqual({ says: [], warns: [] });
  });

  test('every part of the page has one', () => {
    const parts = [...page.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading).filter((heading) => !WITHOUT.includes(heading));
    expect([...new Set(examples.map(([heading]) => heading))]).toEqual(['the usual case', ...parts]);
  });
});
