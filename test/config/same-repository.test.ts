import { isSameRepository } from '../../config/same-repository';

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
