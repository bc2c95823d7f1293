import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { errorCode, SystemRefusal } from '../errors';
import { exists } from './inventory';
import { pause } from './retry';

/** How long a second synth waits for the first, in milliseconds; one takes about a second. */
const PATIENCE_MS = 10_000;
/** How often it looks, in milliseconds. */
const POLL_MS = 50;

/**
 * Runs an action while no other process that uses the same lock runs one.
 *
 * The lock is a folder that holds one file, whose name says which process the owner is. A process takes it by one rename. It takes it over
 * from an owner that died by a rename too, from the name of that owner: if two processes try, one fails. No clock is read.
 *
 * @param lock - path of the lock; its parent exists
 * @param patience - how long to wait for another owner, in milliseconds
 * @throws SystemRefusal if the owner does not release it in time, or runs on another machine or in another container, so that nothing here
 * can say whether it still runs
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
    // A waiting process may have been quicker: it may rename its own lock onto an empty folder.
    try { rmdirSync(lock); } catch { /* another process has it by now */ }
  }
}

interface Owner {
  /** Which machine: a process id means nothing on another one. */
  readonly machine: string;
  /** Which boot of the machine: no process survives a reboot. Empty where the system does not say. */
  readonly boot: string;
  /** Which process id namespace; each container numbers its processes on its own. */
  readonly namespace: string;
  readonly pid: number;
  /** When the process started, as the system counts it, because process ids are used again. Empty where the system does not say. */
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
  const attempt = `${lock}-${fileName(me)}`;
  // Recursive, because a synth that ends removes the folder around the lock.
  mkdirSync(attempt, { recursive: true });
  try {
    writeFileSync(path.join(attempt, fileName(me)), '');
    // An empty folder has no owner. Windows does not rename onto one, so it is removed first; a folder with an owner in it stays.
    try { rmdirSync(lock); } catch { /* absent, or owned */ }
    renameSync(attempt, lock);
    return true;
  } catch (error) {
    rmSync(attempt, { recursive: true, force: true });
    // Windows answers EPERM where others answer ENOTEMPTY.
    if (['ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '') || (errorCode(error) === 'EPERM' && exists(lock))) { return false; }
    throw error;
  }
}

/** Removes the folders of processes that died while they tried to take the lock. */
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

/** Linux only; elsewhere the process id has to be enough. */
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
