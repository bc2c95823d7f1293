import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { exists } from './ours';
import { errorCode, SystemRefusal } from '../errors';
import { pause } from './retry';

/** How long a second synth waits for the first; one takes about a second. */
const PATIENCE_MS = 10_000;
const POLL_MS = 50;

/**
 * Runs an action while no other process that uses the same lock runs one.
 *
 * The lock is a folder that holds one file, whose name says who the owner is. Taking it is one rename, and so is taking it over from an
 * owner that died, under the very name of that owner: of two that try, one fails. No clock is asked.
 *
 * @param lock - path of the lock; its parent exists
 * @throws SystemRefusal if the owner lives on, or cannot be told dead because it runs on another machine or in another container
 */
export function withLock<T>(lock: string, action: () => T, patience = PATIENCE_MS): T {
  const me = thisProcess();
  for (let waited = 0; !tryTake(lock, me); waited += POLL_MS) {
    const owner = currentOwner(lock);
    const state = owner === undefined ? 'released' : lifeOf(owner, me);
    if (owner !== undefined && state === 'dead' && takeOver(lock, owner, me)) { break; }
    if (owner !== undefined && state === 'unknown') {
      throw new SystemRefusal(`another synth, process ${owner.pid} of another machine or container, holds ${lock}. `
        + 'If it is gone, delete that folder and synthesise again.');
    }
    if (waited >= patience) {
      const who = owner === undefined ? '' : ` (process ${owner.pid})`;
      throw new SystemRefusal(`another synth is running${who}. Wait until it is done, or end it, and synthesise again.`);
    }
    pause(POLL_MS);
  }
  try {
    removeAttempts(lock, me);
    return action();
  } finally {
    rmSync(path.join(lock, fileName(me)), { force: true });
    // Empty already if a waiting process was quicker: it may rename its own lock onto an empty folder.
    try { rmdirSync(lock); } catch { /* it is somebody else's by now */ }
  }
}

interface Owner {
  /** Which machine: pids of one mean nothing on another. */
  readonly machine: string;
  /** Which boot of it: nothing survives a reboot. Empty where the system does not say. */
  readonly boot: string;
  /** Which pid namespace; containers number their processes on their own. */
  readonly namespace: string;
  readonly pid: number;
  /** When the process started, as the system counts it: a pid alone is used again. Empty where the system does not say. */
  readonly started: string;
  readonly token: string;
}

function thisProcess(): Owner {
  const machine = createHash('sha256').update(`${process.platform} ${hostname()}`).digest('hex').slice(0, 12);
  const token = randomBytes(6).toString('hex');
  return { machine, boot: bootId(), namespace: pidNamespace(), pid: process.pid, started: startOf(process.pid), token };
}

function fileName({ machine, boot, namespace, pid, started, token }: Owner): string {
  return [machine, boot, namespace, pid, started, token].join('_');
}

function parseOwner(name: string): Owner | undefined {
  const [machine, boot, namespace, pid, started, token, ...rest] = name.split('_');
  if (machine === undefined || boot === undefined || namespace === undefined) { return undefined; }
  if (started === undefined || token === undefined || rest.length > 0) { return undefined; }
  return { machine, boot, namespace, pid: Number(pid), started, token };
}

function currentOwner(lock: string): Owner | undefined {
  try {
    const [name] = readdirSync(lock);
    return name === undefined ? undefined : parseOwner(name);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') { return undefined; }
    throw error;
  }
}

function tryTake(lock: string, me: Owner): boolean {
  const mine = `${lock}-${fileName(me)}`;
  // Recursive, because a synth that ends takes the folder around the lock away.
  mkdirSync(mine, { recursive: true });
  try {
    writeFileSync(path.join(mine, fileName(me)), '');
    // An empty folder has no owner. Windows does not rename onto one, so it goes first; a folder with an owner in it stays.
    try { rmdirSync(lock); } catch { /* absent, or owned */ }
    renameSync(mine, lock);
    return true;
  } catch (error) {
    rmSync(mine, { recursive: true, force: true });
    // Windows says EPERM where others say ENOTEMPTY.
    if (['ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '') || (errorCode(error) === 'EPERM' && exists(lock))) { return false; }
    throw error;
  }
}

/** Removes what processes that died while they tried have left. */
function removeAttempts(lock: string, me: Owner): void {
  const prefix = `${path.basename(lock)}-`;
  for (const name of readdirSync(path.dirname(lock)).filter((each) => each.startsWith(prefix))) {
    const owner = parseOwner(name.slice(prefix.length));
    if (owner && lifeOf(owner, me) === 'dead') { rmSync(path.join(path.dirname(lock), name), { recursive: true, force: true }); }
  }
}

function takeOver(lock: string, dead: Owner, me: Owner): boolean {
  try {
    renameSync(path.join(lock, fileName(dead)), path.join(lock, fileName(me)));
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') { return false; }
    throw error;
  }
}

function lifeOf(owner: Owner, me: Owner): 'alive' | 'dead' | 'unknown' {
  if (owner.machine !== me.machine) { return 'unknown'; }
  if (owner.boot !== me.boot) { return 'dead'; }
  if (owner.namespace !== me.namespace) { return 'unknown'; }
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (errorCode(error) === 'ESRCH') { return 'dead'; }
  }
  return owner.started === startOf(owner.pid) ? 'alive' : 'dead';
}

/** Linux only; elsewhere a pid has to do. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the command in brackets, may hold spaces and brackets itself; start time is field 22.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function bootId(): string {
  try { return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8); } catch { return ''; }
}

function pidNamespace(): string {
  try { return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? ''; } catch { return ''; }
}
