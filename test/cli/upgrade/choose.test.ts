import { choose, parseTarget, pinnedVersion, runsOn, type Answers, type Choice } from '../../../cli/upgrade/choose';
import type { Pin } from '../../../cli/upgrade/pin';

const commit = (digit: string): string => digit.repeat(40);
const REGISTRY: Pin = { kind: 'registry', version: '0.2.0' };
const GIT: Pin = { kind: 'git', prefix: 'github:a/b', url: 'https://github.com/a/b.git', commit: commit('2') };
const TARBALL: Pin = { kind: 'tarball', file: '/lab/vendor/x-0.2.0.tgz' };

const VERSIONS: Answers = { versions: ['0.1.0', '0.2.0', '0.2.1', '0.10.0', '1.0.0-rc.1', 'odd'] };
const TAGS: Answers = {
  tags: new Map([['v0.1.0', commit('1')], ['v0.2.0', commit('2')], ['v0.3.0', commit('3')], ['v1.0.0-rc.1', commit('4')],
    ['nightly', commit('5')]]),
};

/** The choice in a few words. */
function said(choice: Choice): string {
  switch (choice.kind) {
    case 'current': return `current ${choice.newest}`;
    case 'refusal': return choice.why;
    case 'move': {
      const { source, version = '?' } = choice.candidate;
      const what = { registry: '', git: source.kind === 'git' ? ` ${source.commit.slice(0, 2)}` : '', tarball: ' file',
        remote: ' address' }[source.kind];
      return `${choice.direction} ${version}${what}`;
    }
  }
}

function chosen(pin: Pin, current: string, target: string | undefined, answers: Answers): string {
  const aim = target === undefined ? undefined : parseTarget(target);
  if (target !== undefined) { expect(aim).toBeDefined(); }
  return said(choose(pin, current, aim, answers));
}

test.each<[string, string, string | undefined, string]>([
  ['the newest, by number and not by letter', '0.2.0', undefined, 'up 0.10.0'],
  ['nothing where there is nothing newer', '0.10.0', undefined, 'current 0.10.0'],
  ['no prerelease by itself', '0.10.0', undefined, 'current 0.10.0'],
  ['nothing older than a prerelease that is in use', '1.0.0-rc.1', undefined, 'current 1.0.0-rc.1'],
  ['a prerelease that is named', '0.2.0', '1.0.0-rc.1', 'up 1.0.0-rc.1'],
  ['an older version that is named', '0.2.0', 'v0.1.0', 'down 0.1.0'],
  ['nothing where the named one is in use', '0.2.0', '0.2.0', 'current 0.2.0'],
  ['no version that the registry does not have', '0.2.0', '0.9.9',
    'the registry has no version 0.9.9; it has 1.0.0-rc.1, 0.10.0, 0.2.1, 0.2.0, 0.1.0'],
  ['no tag', '0.2.0', 'nightly', 'the lab is pinned to a version in a registry; name a version such as 1.2.3, or a tarball'],
])('of a registry is chosen %s', (_, current, target, choice) => {
  expect(chosen(REGISTRY, current, target, VERSIONS)).toBe(choice);
});

test.each<[string, string | undefined, string]>([
  ['the newest tag that is a version', undefined, 'up 0.3.0 33'],
  ['a version that is named', '0.3.0', 'up 0.3.0 33'],
  ['a tag that is named', 'v1.0.0-rc.1', 'up 1.0.0-rc.1 44'],
  ['a tag that is no version', 'nightly', 'unknown ? 55'],
  ['an older tag that is named', 'v0.1.0', 'down 0.1.0 11'],
  ['a commit', commit('9'), 'unknown ? 99'],
  ['nothing where the named tag is in use', 'v0.2.0', 'current 0.2.0'],
  ['nothing where the named commit is in use', commit('2'), 'current 0.2.0'],
  ['no branch', 'main', 'the repository has no tag main, and a branch can move; name a tag or a full commit. '
    + 'Its tags: 1.0.0-rc.1, 0.3.0, 0.2.0, 0.1.0'],
])('of a git repository is chosen %s', (_, target, choice) => {
  expect(chosen(GIT, '0.2.0', target, TAGS)).toBe(choice);
});

test('a repository without tags has nothing newer', () => {
  expect(chosen(GIT, '0.2.0', undefined, { tags: new Map() })).toBe('current 0.2.0');
  expect(chosen(GIT, '0.2.0', '0.3.0', { tags: new Map() })).toMatch(/Its tags: none$/);
});

test.each<[string, Answers, string]>([
  ['a newer one', { tarball: { file: '/x.tgz', version: '0.2.1', isSame: false } }, 'up 0.2.1 file'],
  ['an older one', { tarball: { file: '/x.tgz', version: '0.1.0', isSame: false } }, 'down 0.1.0 file'],
  ['another build of the same version', { tarball: { file: '/x.tgz', version: '0.2.0', isSame: false } }, 'unknown 0.2.0 file'],
  ['nothing for the very file', { tarball: { file: '/x.tgz', version: '0.2.0', isSame: true } }, 'current 0.2.0'],
])('of tarballs is chosen %s, whatever the pin', (_, answers, choice) => {
  for (const pin of [REGISTRY, GIT, TARBALL]) { expect(chosen(pin, '0.2.0', './x.tgz', answers)).toBe(choice); }
});

test('nobody knows a newer file', () => {
  expect(chosen(TARBALL, '0.2.0', undefined, {}))
    .toBe('the lab is pinned to a file, so newer versions cannot be looked up; name the new file: homelab upgrade FILE.tgz');
  expect(chosen({ kind: 'remote', url: 'https://x.example/a.tgz' }, '0.2.0', undefined, {}))
    .toMatch(/^the lab is pinned to the address of a file/);
  expect(chosen({ kind: 'remote', url: 'https://x.example/a.tgz' }, '0.2.0', 'https://x.example/b.tgz', {})).toBe('unknown ? address');
  expect(chosen(TARBALL, '0.2.0', '0.2.1', VERSIONS)).toBe('up 0.2.1');
});

test('a folder is what it is', () => {
  expect(chosen({ kind: 'folder', folder: '/tool' }, '0.2.0', undefined, {}))
    .toBe('the lab is linked to /tool; what is built there is what it uses');
});

test.each([
  ['0.2.1', { kind: 'version', version: '0.2.1' }],
  ['v1.0.0-rc.1', { kind: 'version', version: '1.0.0-rc.1' }],
  [commit('a'), { kind: 'commit', commit: commit('a') }],
  ['release/2026.1', { kind: 'tag', tag: 'release/2026.1' }],
  ['../x.tgz', { kind: 'file', file: '../x.tgz' }],
  ['C:\\Downloads\\a b.tar.gz', { kind: 'file', file: 'C:\\Downloads\\a b.tar.gz' }],
  ['https://x.example/a.tgz', { kind: 'address', url: 'https://x.example/a.tgz' }],
])('%s is read as what it is', (text, target) => {
  expect(parseTarget(text)).toEqual(target);
});

test.each(['--registry=x', '-g', '1.2.3 && calc', 'a..b', '$(calc)', '`calc`', 'a;b', 'a\nb.tgz', 'tag^', '', '^1.2.3', '&calc', '%PATH%',
  '"'])(
  '%j is nothing to go to', (text) => { expect(parseTarget(text)).toBeUndefined(); });

test('the version of a pin is what it says, or what its commit is tagged with', () => {
  expect(pinnedVersion(REGISTRY, {})).toBe('0.2.0');
  expect(pinnedVersion({ kind: 'registry' }, {})).toBeUndefined();
  expect(pinnedVersion(GIT, TAGS)).toBe('0.2.0');
  expect(pinnedVersion({ ...GIT, commit: commit('5') }, TAGS)).toBeUndefined();
  expect(pinnedVersion(TARBALL, {})).toBeUndefined();
});

test.each<[string | undefined, string, boolean]>([
  [undefined, 'v20.19.0', true], ['>=20.19', 'v20.19.0', true], ['>=22', 'v20.19.0', false], ['^22.22.2 || >=24', 'v24.12.0', true],
  ['>=26', 'v26.0.0-nightly20260101', true],
])('engines %s and Node %s: %s', (node, version, runs) => {
  expect(runsOn(node, version)).toBe(runs);
});
