import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import { describeOtherCharts, importCharts } from './charts/import';
import { writeBindings } from './crds/bindings';
import type { SourcedDefinition } from './crds/definition';
import { chooseKinds } from './crds/definitions';
import { describeOtherMinors } from './crds/installed';
import { KINDS, kindName } from './crds/kinds';
import { describeChanges, describeDropped, movedPins, schemaFiles, type IndexEntry } from './crds/output';
import { parsePinned, readFolder, readUpstream } from './crds/sources';
import { requireEnumerations } from './openapi/definitions';
import { CORE_KINDS } from './openapi/kinds';

/*
 * npm run import: regenerates imports/, schemas/crds/ and schemas/core/ from the addresses pinned in cdk8s.yaml, and schemas/charts/ from
 * the charts pinned in versions.ts (docs/imports.md). Each folder is replaced as a whole, and only when everything before that went well.
 * With --charts only the last is done. With --check nothing is read or written but versions: it says which types are of another minor
 * release than what versions.ts installs, and exits with 1 if there are any.
 */

const ROOT = path.resolve(__dirname, '..');
const BINDINGS = path.join(ROOT, 'imports');
const SCHEMAS = path.join(ROOT, 'schemas');
/** The project whose documents define Kubernetes' own kinds, and no custom ones. */
const KUBERNETES = 'kubernetes/kubernetes@';

async function main(): Promise<void> {
  if (process.argv.includes('--charts')) {
    report(await importCharts(path.join(SCHEMAS, 'charts'), process.env['CHART_DIR'], progress));
    return;
  }
  const { imports } = z.object({ imports: z.array(z.string()) }).parse(load(readFileSync(path.join(ROOT, 'cdk8s.yaml'), 'utf8')));
  const addresses = imports.map(parsePinned);
  const others = [...describeOtherMinors(addresses), ...describeOtherCharts(path.join(SCHEMAS, 'charts'))];
  if (process.argv.includes('--check')) {
    report(others.length > 0 ? others : ['Types and values are of the releases that versions.ts installs.']);
    process.exitCode = others.length > 0 ? 1 : 0;
    return;
  }
  const folder = process.env['CRD_DIR'];
  const doubts: string[] = [];
  const read = folder ? readFolder(folder, addresses, (line) => doubts.push(line)) : await readUpstream(addresses);
  const isCore = ({ source }: SourcedDefinition): boolean => source.startsWith(KUBERNETES);
  const custom = chooseKinds(KINDS, read.filter((each) => !isCore(each)));
  const core = chooseKinds(CORE_KINDS, read.filter(isCore));
  requireEnumerations(core.chosen);

  const folders = [
    { name: 'crds', files: schemaFiles(custom.chosen) },
    { name: 'core', files: schemaFiles(core.chosen) },
  ];
  const before = folders.flatMap(({ name }) => committedIndex(name));
  const after = folders.flatMap(({ files }) => JSON.parse(files.get('index.json') ?? '[]') as IndexEntry[]);
  const moved = movedPins(before, after);
  if (moved.length > 0 && !process.argv.includes('--accept')) {
    throw new Error(moved.map((entry) => `${kindName(entry)}: ${entry.source} is not what it was at the last import`).join('\n')
      + '\nA release does not change. Find out why; if this tool changed how schemas are written, run it again with -- --accept.');
  }

  const scratch = mkdtempSync(path.join(tmpdir(), 'import-'));
  try {
    const bindings = path.join(scratch, 'imports');
    writeBindings(custom.chosen, bindings, scratch);
    replaceFolder(BINDINGS, (target) => { cpSync(bindings, target, { recursive: true }); });
    for (const { name, files } of folders) {
      replaceFolder(path.join(SCHEMAS, name), (target) => {
        for (const [file, text] of files) {
          mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
          writeFileSync(path.join(target, file), text);
        }
      });
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
  const bound = custom.chosen.filter(({ schemaOnly }) => !schemaOnly);
  report([
    ...doubts,
    ...describeChanges(before, after),
    ...describeDropped([...custom.dropped, ...core.dropped]),
    ...others,
    `${custom.chosen.length} kinds written to schemas/crds/, ${bound.length} of them to imports/ too.`,
    `${core.chosen.length} kinds written to schemas/core/.`,
    ...await importCharts(path.join(SCHEMAS, 'charts'), process.env['CHART_DIR'], progress),
  ]);
}

function committedIndex(name: string): IndexEntry[] {
  const file = path.join(SCHEMAS, name, 'index.json');
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

function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
