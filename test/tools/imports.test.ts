import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { writeBindings } from '../../tools/crds/bindings';
import { EMBEDDED, INSTALLED } from '../../tools/crds/installed';
import { KINDS, kindName } from '../../tools/crds/kinds';
import type { IndexEntry } from '../../tools/crds/output';
import type { JsonObject } from '../../tools/crds/prose';
import { parsePinned } from '../../tools/crds/sources';
import { CORE_KINDS } from '../../tools/openapi/kinds';

/* The committed results: nothing was edited by hand, and nothing was pinned without an import after it. */

const ROOT = path.resolve(__dirname, '..', '..');
const read = (...parts: string[]): string => readFileSync(path.join(ROOT, ...parts), 'utf8');
const indexOf = (folder: string): IndexEntry[] => JSON.parse(read('schemas', folder, 'index.json')) as IndexEntry[];
const [index, coreIndex] = [indexOf('crds'), indexOf('core')];
const pins = (load(read('cdk8s.yaml')) as { imports: string[] }).imports.map(parsePinned);

test('the indexes hold exactly the kinds in use', () => {
  expect(index.map(kindName)).toEqual(KINDS.map(kindName));
  expect(coreIndex.map(kindName)).toEqual(CORE_KINDS.map(kindName));
});

test.each([
  ...index.map((entry) => [kindName(entry), 'crds', entry] as const),
  ...coreIndex.map((entry) => [kindName(entry), 'core', entry] as const),
])('the schema of %s is as imported, and from the release now pinned', (_, folder, { file, sha256, source }) => {
  expect(createHash('sha256').update(read('schemas', folder, file)).digest('hex')).toBe(sha256);
  expect(pins.map(({ repository, revision }) => `${repository}@${revision}`)).toContain(source);
});

test("the schemas of Kubernetes' own kinds stay small enough to come along with every installation", () => {
  expect(coreIndex.reduce((total, { file }) => total + read('schemas', 'core', file).length, 0)).toBeLessThan(2_000_000);
});

test('the bindings are what cdk8s makes of those schemas', () => {
  const chosen = KINDS
    .map((kind, at) => ({ ...index[at]!, ...kind, schema: JSON.parse(read('schemas', 'crds', index[at]!.file)) as JsonObject }));
  const scratch = mkdtempSync(path.join(tmpdir(), 'bindings-'));
  try {
    const made = path.join(scratch, 'imports');
    writeBindings(chosen, made, scratch);
    expect(readdirSync(path.join(ROOT, 'imports'))).toEqual(readdirSync(made));
    // Compared as booleans: a difference is best read with npm run import and git diff, not in a test log.
    for (const file of readdirSync(made)) {
      expect([file, readFileSync(path.join(made, file), 'utf8') === read('imports', file)]).toEqual([file, true]);
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
}, 60_000);

test('every imported project has a release to compare its types with, or is part of another', () => {
  const known = [...Object.keys(INSTALLED), ...EMBEDDED];
  expect([...new Set(pins.map(({ repository }) => repository))].filter((repository) => !known.includes(repository))).toEqual([]);
  expect(known.filter((repository) => !pins.some((pin) => pin.repository === repository))).toEqual([]);
});
