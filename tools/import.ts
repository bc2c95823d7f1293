import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import { writeBindings } from './crds/bindings';
import { chooseKinds } from './crds/definitions';
import { describeOtherMinors } from './crds/installed';
import { KINDS, kindName } from './crds/kinds';
import { describeChanges, describeDropped, movedPins, schemaFiles, type IndexEntry } from './crds/output';
import { parsePinned, readFolder, readUpstream } from './crds/sources';

/*
 * npm run import: regenerates imports/ and schemas/crds/ from the addresses pinned in cdk8s.yaml (docs/imports.md).
 * Both folders are replaced as a whole, and only when everything before that went well. With --check nothing is read or written but
 * versions: it says which types are of another minor release than what versions.ts installs, and exits with 1 if there are any.
 */

const ROOT = path.resolve(__dirname, '..');
const BINDINGS = path.join(ROOT, 'imports');
const SCHEMAS = path.join(ROOT, 'schemas', 'crds');

async function main(): Promise<void> {
  const { imports } = z.object({ imports: z.array(z.string()) }).parse(load(readFileSync(path.join(ROOT, 'cdk8s.yaml'), 'utf8')));
  const addresses = imports.map(parsePinned);
  const others = describeOtherMinors(addresses);
  if (process.argv.includes('--check')) {
    report(others.length > 0 ? others : ['The types are of the minor releases that versions.ts installs.']);
    process.exitCode = others.length > 0 ? 1 : 0;
    return;
  }
  const folder = process.env['CRD_DIR'];
  const doubts: string[] = [];
  const read = folder ? readFolder(folder, addresses, (line) => doubts.push(line)) : await readUpstream(addresses);
  const { chosen, dropped } = chooseKinds(KINDS, read);

  const files = schemaFiles(chosen);
  const before = committedIndex();
  const after = JSON.parse(files.get('index.json') ?? '[]') as IndexEntry[];
  const moved = movedPins(before, after);
  if (moved.length > 0 && !process.argv.includes('--accept')) {
    throw new Error(moved.map((entry) => `${kindName(entry)}: ${entry.source} is not what it was at the last import`).join('\n')
      + '\nA release does not change. Find out why; if this tool changed how schemas are written, run it again with -- --accept.');
  }

  const scratch = mkdtempSync(path.join(tmpdir(), 'import-'));
  try {
    const bindings = path.join(scratch, 'imports');
    writeBindings(chosen, bindings, scratch);
    replaceFolder(BINDINGS, (target) => { cpSync(bindings, target, { recursive: true }); });
    replaceFolder(SCHEMAS, (target) => {
      for (const [file, text] of files) {
        mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
        writeFileSync(path.join(target, file), text);
      }
    });
  } finally {
    rmSync(scratch, { recursive: true });
  }
  report([
    ...doubts,
    ...describeChanges(before, after),
    ...describeDropped(dropped),
    ...others,
    `${chosen.length} kinds written to schemas/crds/, ${chosen.filter(({ schemaOnly }) => !schemaOnly).length} of them to imports/ too.`,
  ]);
}

function committedIndex(): IndexEntry[] {
  const file = path.join(SCHEMAS, 'index.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as IndexEntry[] : [];
}

function replaceFolder(folder: string, fill: (folder: string) => void): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  fill(folder);
}

function report(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
