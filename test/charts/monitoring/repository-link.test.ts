import { repositoryLink } from '../../../charts/monitoring/repository-link';

test.each([
  ['https://github.com/me/lab.git', 'https://github.com/me/lab/blob/main/docs/x.md'],
  ['https://github.com/me/lab/', 'https://github.com/me/lab/blob/main/docs/x.md'],
  ['git@github.com:me/lab.git', 'https://github.com/me/lab/blob/main/docs/x.md'],
  ['ssh://git@github.com/me/lab.git', 'https://github.com/me/lab/blob/main/docs/x.md'],
  ['ssh://git@git.example.com:2222/me/lab.git', 'https://git.example.com/me/lab/blob/main/docs/x.md'],
  ['https://git.example.com:8443/me/lab', 'https://git.example.com:8443/me/lab/blob/main/docs/x.md'],
  ['https://gitlab.com/group/sub/lab.git', 'https://gitlab.com/group/sub/lab/-/blob/main/docs/x.md'],
  ['git@gitlab.home.example:me/lab.git', 'https://gitlab.home.example/me/lab/-/blob/main/docs/x.md'],
  ['https://codeberg.org/me/lab.git', 'https://codeberg.org/me/lab/src/branch/main/docs/x.md'],
  ['https://gitea.example.com/me/lab.git', 'https://gitea.example.com/me/lab/src/branch/main/docs/x.md'],
  ['git@bitbucket.org:me/lab.git', 'https://bitbucket.org/me/lab/src/main/docs/x.md'],
])('%s is read at %s', (repoURL, link) => {
  expect(repositoryLink(repoURL, 'main', 'docs/x.md')).toBe(link);
});

test('letters that an address cannot have are encoded', () => {
  expect(repositoryLink('https://github.com/me/lab', 'main', 'my labs/caf\u00e9 #1/x.md'))
    .toBe('https://github.com/me/lab/blob/main/my%20labs/caf%C3%A9%20%231/x.md');
});

const HOMELESS = [
  'lab',
  '/srv/lab.git',
  'https://github.com',
  'https://github.com/',
  'oci://registry.example.com/lab',
  'git@host',
  'ssh://host',
  '',
];
test.each(HOMELESS)('%j has no page on the web', (repoURL) => {
  expect(repositoryLink(repoURL, 'main', 'x.md')).toBeUndefined();
});
