import { renameSync } from 'node:fs';
import { errorCode } from '../errors';

/** What Windows answers while a virus scanner, an indexer or an editor looks at a file; it passes. */
const PASSING = new Set(['EPERM', 'EBUSY', 'EACCES']);

/** Renames, with up to two seconds of patience where another program may hold the folder for a moment. */
export function renamePatiently(from: string, to: string, rename = renameSync, attempts = process.platform === 'win32' ? 20 : 3): void {
  for (let attempt = 1; ; attempt++) {
    try {
      rename(from, to);
      return;
    } catch (error) {
      if (attempt >= attempts || !PASSING.has(errorCode(error) ?? '')) { throw error; }
      pause(100);
    }
  }
}

/** Waits without giving up the thread; a synth has nothing else to do. */
export function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
