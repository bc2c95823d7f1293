import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { networkInterfaces, totalmem } from 'node:os';
import path from 'node:path';
import { IPv4 } from 'ipaddr.js';

/** What the folder and the machine show; every proposed answer comes from this. */
export interface Facts {
  /** Address of the git remote `origin` of the folder. @default - it has no remote */
  readonly remote?: string;
  /** The default git branch of the remote, else the one that is checked out. @default - there is no git repository yet */
  readonly branch?: string;
  /** E-mail address of the git user. @default - git has none */
  readonly email?: string;
  /** IPv4 networks that this machine has an address in, in CIDR form. */
  readonly networks: readonly string[];
  /** Memory of this machine in bytes. */
  readonly memory: number;
}

/**
 * Collects the facts.
 *
 * @param folder - absolute path of the future lab, which need not exist
 */
export function readFacts(folder: string): Facts {
  const own = existsSync(path.join(folder, '.git'));
  const email = git(nearest(folder), 'config', '--get', 'user.email');
  return {
    ...own ? repositoryFacts(folder) : {},
    ...email === undefined ? {} : { email },
    networks: Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.flatMap(({ family, cidr }) => {
      return family === 'IPv4' && cidr !== null ? [networkOf(cidr)] : [];
    })),
    memory: totalmem(),
  };
}

/** Root of the git repository around a folder; undefined if there is none, or the folder is the root itself. */
export function enclosingRepository(folder: string): string | undefined {
  const parent = path.dirname(folder);
  if (existsSync(path.join(folder, '.git')) || parent === folder) { return undefined; }
  return existsSync(path.join(parent, '.git')) ? parent : enclosingRepository(parent);
}

function repositoryFacts(folder: string): Pick<Facts, 'remote' | 'branch'> {
  const remote = git(folder, 'config', '--get', 'remote.origin.url');
  const branch = git(folder, 'symbolic-ref', '--short', 'refs/remotes/origin/HEAD')?.replace(/^origin\//, '')
    ?? git(folder, 'symbolic-ref', '--short', 'HEAD');
  return { ...remote === undefined ? {} : { remote }, ...branch === undefined ? {} : { branch } };
}

/** The nearest folder that exists. */
function nearest(folder: string): string {
  return existsSync(folder) || path.dirname(folder) === folder ? folder : nearest(path.dirname(folder));
}

/** What git answers; undefined if it has no answer, or is not installed. */
function git(folder: string, ...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const answer = status === 0 ? stdout.trim() : '';
  return answer === '' ? undefined : answer;
}

/** `192.168.1.0/24` for an address with its prefix length, such as `192.168.1.5/24`. */
function networkOf(cidr: string): string {
  return `${IPv4.networkAddressFromCIDR(cidr).toString()}/${cidr.split('/')[1] ?? ''}`;
}
