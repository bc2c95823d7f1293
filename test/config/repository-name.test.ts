import { gitUrl } from '../../config/repository';
import { isSameRepository, mayBeSame, repositoryName } from '../../config/repository-name';

/** Forms of one address each, as hosts show them and as people write them. */
const ALIKE: readonly (readonly string[])[] = [
  [
    'https://github.com/frank/homelab.git', 'https://github.com/frank/homelab', 'https://github.com/Frank/Homelab.git/',
    'git@github.com:frank/homelab.git', 'ssh://git@github.com/frank/homelab', 'ssh://git@ssh.github.com:443/frank/homelab.git',
    'https://x-access-token:ghp_abc@github.com/frank/homelab', 'github.com:frank/homelab.git', 'git@work:frank/homelab.git',
  ],
  ['https://gitlab.com/a/b/c.git', 'git@gitlab.com:a/b/c.git', 'ssh://git@altssh.gitlab.com:443/a/b/c.git'],
  ['https://git.frank.dev:3000/frank/lab', 'ssh://git@git.frank.dev:2222/frank/lab.git', 'git@git.frank.dev:/frank/lab.git'],
  ['https://dev.azure.com/org/project/_git/lab', 'git@ssh.dev.azure.com:v3/org/project/lab'],
  ['https://bitbucket.frank.dev/scm/LAB/homelab.git', 'ssh://git@bitbucket.frank.dev:7999/lab/homelab.git'],
  ['https://git.frank.dev/a%20b/c', 'git@git.frank.dev:a b/c.git'],
];

test.each(ALIKE.map((forms) => [forms[0]!, forms] as const))('all forms of %s are one repository', (_, forms) => {
  const named = forms.map((form) => repositoryName(form));
  expect(named).not.toContain(undefined);
  for (const one of named) {
    for (const other of named) { expect(mayBeSame(one!, other!)).toBe(true); }
  }
});

test.each([
  ['https://github.com/frank/homelab', 'https://github.com/frank/homelab2'],
  ['https://github.com/frank/homelab', 'https://github.com/other/homelab'],
  ['https://github.com/frank/homelab', 'https://gitlab.com/frank/homelab'],
  ['git@github.com:frank/homelab.git', 'https://codeberg.org/frank/homelab'],
  ['git@work:frank/homelab.git', 'https://github.com/frank/other'],
])('%s is not %s', (one, other) => {
  expect(mayBeSame(repositoryName(one)!, repositoryName(other)!)).toBe(false);
});

test.each(['/srv/git/lab.git', '../lab.git', 'C:\\lab', 'C:/lab', 'file:///srv/git/lab.git', 'lab', ''])('%s is no address', (address) => {
  expect(repositoryName(address)).toBeUndefined();
});

test.each([
  ['https://github.com/me/homelab.git', 'https://github.com/me/homelab'],
  ['https://github.com/me/homelab.git', 'git@github.com:me/homelab.git'],
  ['https://github.com/me/homelab.git', 'ssh://git@github.com/me/homelab.git'],
  ['https://github.com/Me/Homelab', 'ssh://git@GitHub.com:22/me/homelab.git/'],
])('%s is %s', (one, other) => {
  expect(isSameRepository(one, other)).toBe(true);
});

test.each([
  ['https://github.com/me/homelab.git', 'https://github.com/you/homelab.git'],
  ['https://github.com/me/homelab.git', 'https://gitlab.com/me/homelab.git'],
  ['https://github.com/me/homelab.git', 'https://github.com/me/homelab-2.git'],
  ['git@github.com:me/a.git', 'git@github.com:me/b.git'],
])('%s is not %s', (one, other) => {
  expect(isSameRepository(one, other)).toBe(false);
});

test('a host may be called like what every mapping of JavaScript has', () => {
  expect(repositoryName('https://constructor/lab.git')).toEqual({ host: 'constructor', path: 'lab' });
  expect(gitUrl().safeParse('https://constructor/lab.git').success).toBe(true);
  expect(gitUrl().safeParse('https://github.com/lab.git').success).toBe(false);
});
