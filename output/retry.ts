import { renameSync } from 'node:fs';
import { errorCode } from '../errors';

/** What Windows answers while a virus scanner, an indexer or an editor has a file open, which lasts a moment. */
const TEMPORARY = new Set(['EPERM', 'EBUSY', 'EACCES']);

/** Pause between two attempts, in milliseconds. */
const PAUSE_MS = 100;

/** With the pause above: two seconds on Windows. Elsewhere these errors mean that permission is missing, which waiting does not change. */
const ATTEMPTS = process.platform === 'win32' ? 20 : 3;

/**
 * Renames a file or folder, and tries again if another program has it open for a moment.
 *
 * @throws the system's error if the last attempt fails
 */
export function renameWithRetry(from: string, to: string): void {
  for (let attempt = 1; ; attempt++) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      if (attempt >= ATTEMPTS || !TEMPORARY.has(errorCode(error) ?? '')) { throw error; }
      pause(PAUSE_MS);
    }
  }
}

/** Blocks the thread for a time; a synth has nothing else to do meanwhile. */
export function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
