import { readFileSync } from 'node:fs';
import { asSynthError, errorCode } from '../errors';
import { replaceFile } from '../output/replace-file';

/** Name of the list of checksums, in the lab's folder. */
export const CHECKSUMS_FILE = 'charts.sha256';

/**
 * Reads a list of checksums as sha256sum writes it. A file that does not exist is an empty list.
 *
 * @returns SHA-256 in hexadecimal digits, by the name of the archive
 * @throws SystemRefusal if it cannot be read
 */
export function readChecksums(file: string): Map<string, string> {
  try {
    return parseChecksums(readFileSync(file, 'utf8'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') { return new Map(); }
    throw asSynthError(error, 'no chart was rendered');
  }
}

/**
 * Writes the list if it says something new, the whole of it or nothing.
 *
 * @returns true if the file has changed
 * @throws SystemRefusal if it cannot be written
 */
export function saveChecksums(file: string, sums: ReadonlyMap<string, string>, before: ReadonlyMap<string, string>): boolean {
  const text = formatChecksums(sums);
  if (text === formatChecksums(before)) { return false; }
  try {
    replaceFile(file, text);
  } catch (error) {
    throw asSynthError(error, 'the checksums of the charts were not recorded');
  }
  return true;
}

/** The list that a text holds; what is no checksum with a name is skipped. */
export function parseChecksums(text: string): Map<string, string> {
  return new Map([...text.matchAll(/^([0-9a-f]{64}) [ *](\S.*?)\s*$/gm)].map(([, sum = '', name = '']) => [name, sum]));
}

/** A list as text, in the order of names. */
export function formatChecksums(sums: ReadonlyMap<string, string>): string {
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => `${sum}  ${name}\n`).join('');
}
