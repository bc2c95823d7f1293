import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';

/** Most bytes of a file. The API server takes 3 MiB for one object, and etcd half of that; a larger file is no manifest. */
const LARGEST = 32 * 1024 * 1024;

/** A file that is no text of a manifest; the message goes after its name. */
export class NoText extends Error {}

/**
 * The text of a file, or of standard input for 0.
 *
 * @throws NoText if it is too large, or no UTF-8
 * @throws Error of the system if it cannot be read
 */
export function readText(file: string | 0): string {
  const handle = file === 0 ? 0 : openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    if (size > LARGEST) { throw new NoText(`is larger than ${LARGEST / 1024 / 1024} MiB, which no manifest is`); }
    return decode(readFileSync(handle));
  } finally {
    if (file !== 0) { closeSync(handle); }
  }
}

function decode(bytes: Buffer): string {
  if (bytes.length > LARGEST) { throw new NoText(`is larger than ${LARGEST / 1024 / 1024} MiB, which no manifest is`); }
  // Windows PowerShell 5.1 writes UTF-16 with `>`.
  if (bytes.subarray(0, 1024).includes(0)) { throw new NoText('is saved as UTF-16, or is no text; save it as UTF-8'); }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new NoText('has bytes that are no UTF-8 text; save it as UTF-8');
  }
}
