import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { writeBindings } from '../../tools/crds/bindings';
import { KINDS, kindName } from '../../tools/crds/kinds';
import type { IndexEntry } from '../../tools/crds/output';
import type { JsonObject } from '../../tools/crds/prose';
import { parsePinned } from '../../tools/crds/sources';
import { CHARTS, CRD_FOLDERS } from '../../versions';

/* The committed results: nothing was edited by hand, and nothing was pinned without an import after it. */

const ROOT = path.resolve(__dirname, '..', '..');
const read = (...parts: string[]): string => readFileSync(path.join(ROOT, ...parts), 'utf8');
const index = JSON.parse(read('schemas', 'crds', 'index.json')) as IndexEntry[];
const pins = (load(read('cdk8s.yaml')) as { imports: string[] }).imports.map(parsePinned);

test('the index holds exactly the kinds in use', () => {
  expect(index.map(kindName)).toEqual(KINDS.map(kindName));
});

test.each(index.map((entry) => [kindName(entry), entry] as const))('the schema of %s is as imported, and from the release now pinned', (_, { file, sha256, source }) => {
  expect(createHash('sha256').update(read('schemas', 'crds', file)).digest('hex')).toBe(sha256);
  expect(pins.map(({ repository, revision }) => `${repository}@${revision}`)).toContain(source);
});

test('the bindings are what cdk8s makes of those schemas', () => {
  const chosen = KINDS.map((kind, at) => ({ ...index[at]!, ...kind, schema: JSON.parse(read('schemas', 'crds', index[at]!.file)) as JsonObject }));
  const scratch = mkdtempSync(path.join(tmpdir(), 'bindings-'));
  try {
    const made = path.join(scratch, 'imports');
    writeBindings(chosen, made, scratch);
    expect(readdirSync(path.join(ROOT, 'imports'))).toEqual(readdirSync(made));
    // Compared as booleans: a difference is best read with npm run import and git diff, not in a test log.
    for (const file of readdirSync(made)) { expect([file, readFileSync(path.join(made, file), 'utf8') === read('imports', file)]).toEqual([file, true]); }
  } finally {
    rmSync(scratch, { recursive: true });
  }
}, 60_000);

/** Both sides are raised by a bot, one pull request each; a minor release may add fields that the other side does not know. */
test.each([
  ['kubernetes-sigs/gateway-api', CRD_FOLDERS.gatewayApi.revision],
  ['prometheus-operator/prometheus-operator', CRD_FOLDERS.prometheusOperator.revision],
  ['cert-manager/cert-manager', CHARTS['cert-manager'].version],
  ['metallb/metallb', CHARTS.metallb.version],
  ['istio/istio', CHARTS['istio-base'].version],
])('the types of %s are of the minor release that is installed', (repository, installed) => {
  const minor = (version: string): string => /^v?(\d+\.\d+)\./.exec(version)?.[1] ?? version;
  const imported = pins.filter((pin) => pin.repository === repository);
  expect(imported.length).toBeGreaterThan(0);
  for (const { revision } of imported) { expect(minor(revision)).toBe(minor(installed)); }
});
