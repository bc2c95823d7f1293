import { execFileSync } from 'node:child_process';
import { totalmem } from 'node:os';
import path from 'node:path';
import { parseNetwork } from '../../../config/address';
import { enclosingRepository, readFacts } from '../../../cli/init/facts';
import { put, temporaryFolder } from '../../output/folder';

function git(folder: string, ...args: readonly string[]): void {
  execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
}

/** A git repository without a commit. */
function repository(branch: string): string {
  const folder = temporaryFolder();
  git(folder, 'init', '-b', branch);
  git(folder, 'config', 'user.email', 'me@example.org');
  return folder;
}

test('a repository says where it is pushed to, its branch, and who commits', () => {
  const folder = repository('trunk');
  git(folder, 'remote', 'add', 'origin', 'git@github.com:me/lab.git');
  expect(readFacts(folder)).toMatchObject({ remote: 'git@github.com:me/lab.git', branch: 'trunk', email: 'me@example.org' });
});

test('the default branch of the remote counts more than the one that is checked out', () => {
  const folder = repository('work');
  git(folder, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
  expect(readFacts(folder).branch).toBe('main');
});

test('the repository around a lab is not the lab\'s', () => {
  const outer = repository('main');
  git(outer, 'remote', 'add', 'origin', 'https://github.com/me/everything.git');
  put(outer, { 'lab/LICENSE': '' });
  for (const folder of [path.join(outer, 'lab'), path.join(outer, 'absent', 'lab')]) {
    expect(readFacts(folder)).not.toHaveProperty('remote');
    expect(readFacts(folder)).not.toHaveProperty('branch');
    expect(enclosingRepository(folder)).toBe(outer);
  }
  expect(enclosingRepository(outer)).toBeUndefined();
});

test('the machine says which networks it is in, and how much memory it has', () => {
  const { networks, memory } = readFacts(path.join(temporaryFolder(), 'absent'));
  expect(memory).toBe(totalmem());
  expect(networks.filter((network) => parseNetwork(network) === undefined)).toEqual([]);
});
