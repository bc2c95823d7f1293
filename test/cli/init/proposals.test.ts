import { proposeEmail, proposeMemory, proposeNetwork, proposeRepository } from '../../../cli/init/proposals';

const GIB = 1024 ** 3;

test.each([
  // Machine, proposal: Windows keeps 6 GiB, a large machine half of itself.
  [4, 6], [8, 6], [12, 6], [16, 10], [18, 12], [24, 12], [32, 16], [64, 32], [4096, 1024],
])('of %d GiB the node is offered %d', (total, proposed) => {
  expect(proposeMemory(total * GIB)).toBe(proposed);
});

test('what firmware keeps of the last GiB is no GiB less', () => {
  expect(proposeMemory(15.7 * GIB)).toBe(10);
});

describe('the network', () => {
  test('is the default one where that is free', () => {
    expect(proposeNetwork([])).toBe('192.168.100.0/24');
    expect(proposeNetwork(['127.0.0.0/8', '192.168.1.0/24', '172.17.0.0/16', '10.0.0.0/24'])).toBe('192.168.100.0/24');
  });

  test('is the next free one where it is not', () => {
    expect(proposeNetwork(['192.168.100.0/24'])).toBe('192.168.101.0/24');
    expect(proposeNetwork(['192.168.100.128/25', '192.168.101.0/24'])).toBe('192.168.102.0/24');
    expect(proposeNetwork(['192.168.0.0/16'])).toBe('10.100.0.0/24');
    expect(proposeNetwork(['192.168.0.0/16', '10.0.0.0/8'])).toBe('172.30.100.0/24');
  });

  test('is left to its owner where every candidate is taken', () => {
    expect(proposeNetwork(['192.168.0.0/16', '10.0.0.0/8', '172.16.0.0/12'])).toBeUndefined();
  });
});

test.each([
  ['https://github.com/me/lab.git', 'https://github.com/me/lab.git'],
  ['https://user:token@github.com/me/lab.git', 'https://github.com/me/lab.git'],
  ['https://token@github.com/me/lab.git', 'https://github.com/me/lab.git'],
  ['git@github.com:me/lab.git', 'git@github.com:me/lab.git'],
  [undefined, undefined],
])('the remote %s is proposed as %s', (remote, proposed) => {
  expect(proposeRepository(remote)).toBe(proposed);
});

test.each([
  ['me@example.org', 'me@example.org'],
  ['12345+me@users.noreply.github.com', undefined],
  ['root@machine.local', undefined],
  ['me@localhost', undefined],
  [undefined, undefined],
])('of %s in git\'s settings, %s is proposed', (email, proposed) => {
  expect(proposeEmail(email)).toBe(proposed);
});
