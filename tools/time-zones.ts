import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/*
 * npm run time-zones -- FILE: writes config/time-zones.ts from the time zones that Go embeds. FILE is lib/time/zoneinfo.zip of a Go
 * release, or any program that has it inside, such as kube-apiserver: Kubernetes and Alertmanager look names up there.
 */

const TARGET = path.join(__dirname, '..', 'config', 'time-zones.ts');
/** Go's list has some six hundred names; another archive in the same program has far fewer or far more. */
const [FEWEST, MOST] = [500, 1000];
/** Signatures of the format zip (APPNOTE.TXT, 4.3): the end of the directory, and an entry of it. */
const [END, ENTRY] = [Buffer.from('PK\x05\x06'), Buffer.from('PK\x01\x02')];

/** The names in the first zip archive inside a file that can be Go's list. @throws Error if there is none */
function zonesIn(bytes: Buffer): string[] {
  for (let end = bytes.indexOf(END); end >= 0; end = bytes.indexOf(END, end + 1)) {
    const [count, size] = [bytes.readUInt16LE(end + 10), bytes.readUInt32LE(end + 12)];
    if (count < FEWEST || count > MOST || size > end) { continue; }
    const names: string[] = [];
    for (let at = end - size; bytes.indexOf(ENTRY, at) === at;) {
      const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field));
      names.push(bytes.toString('utf8', at + 46, at + 46 + name!));
      at += 46 + name! + extra! + comment!;
    }
    const files = names.filter((name) => !name.endsWith('/'));
    if (names.length === count && files.includes('Etc/UTC')) { return files.sort(); }
  }
  throw new Error('there is no list of time zones in this file');
}

/** Words in lines of at most 120 characters. */
function wrapped(words: readonly string[]): string[] {
  return words.reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    return last !== undefined && last.length + word.length < 120 ? [...lines.slice(0, -1), `${last} ${word}`] : [...lines, word];
  }, []);
}

const [file, ...rest] = process.argv.slice(2);
if (file === undefined || rest.length > 0) { throw new Error('usage: npm run time-zones -- FILE'); }
const bytes = readFileSync(file);
const zones = zonesIn(bytes);
// A program says which Go made it; the archive alone does not.
const release = /\bgo1\.\d+(?:\.\d+)?\b/.exec(bytes.toString('latin1'))?.[0] ?? 'Go';
writeFileSync(TARGET, [
  `/* Written by npm run time-zones from the time zones inside ${release}, which are those of the IANA database, old names included. */`,
  '',
  '/** Every name that Go finds without the files of an operating system, which are the same names on a Linux that has them all. */',
  'export const GO_TIME_ZONES: ReadonlySet<string> = new Set(`',
  ...wrapped(zones),
  '`.trim().split(/\\s+/));',
  '',
].join('\n'));
process.stdout.write(`${zones.length} time zones of ${release}\n`);
