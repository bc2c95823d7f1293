import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packaged } from '../paths';

const FOLDER = packaged('host', 'windows');

/** The scripts in host/windows, lab.cmd among them: path below it, with "/", and text with LF. */
export function windowsSources(): Map<string, string> {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ps1|cmd)$/.test(file))
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
  return new Map(files.map((file) => [file, readFileSync(path.join(FOLDER, file), 'utf8').replaceAll('\r\n', '\n')]));
}

/**
 * A script as Windows gets it: with CRLF, without which cmd.exe may miss a label. Windows PowerShell 5.1 reads a file without a byte order
 * mark in the code page of the machine, where the bytes of a UTF-8 dash or quote can end a string.
 *
 * @param file - its name, for the message
 * @throws Error if the script has a character outside ASCII
 */
export function windowsText(file: string, text: string): string {
  const line = text.split('\n').findIndex((each) => /[^\t\u0020-\u007e]/.test(each));
  if (line >= 0) { throw new Error(`${file}:${line + 1} has a character outside ASCII`); }
  return text.replaceAll('\n', '\r\n');
}
