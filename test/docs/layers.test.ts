import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { put, temporaryFolder } from '../output/folder';

/** A layer's folder below charts/, its page, its tests and its example have one name. The examples run, all of them in one process. */

const ROOT = path.join(__dirname, '..', '..');
const LAYERS = readdirSync(path.join(ROOT, 'charts'), { withFileTypes: true })
  .flatMap((entry) => entry.isDirectory() && entry.name !== 'core' ? [entry.name] : []);
/** What an example may import; a lab has all of it. */
const PACKAGES = ['homelab-synth', 'homelab-synth/testing', 'cdk8s', 'constructs', 'node:assert/strict'];
/** Opposites of the functions of node:assert that examples use. */
const OPPOSITES: Readonly<Record<string, string>> = {
  equal: 'notEqual', deepEqual: 'notDeepEqual', throws: 'doesNotThrow', match: 'doesNotMatch',
};

/** The example of a page: the one block of its section "On its own"; undefined if it has none. */
function exampleOf(layer: string): string | undefined {
  const page = path.join(ROOT, 'docs', `${layer}.md`);
  if (!existsSync(page)) { return undefined; }
  const [, section = ''] = readFileSync(page, 'utf8').replaceAll('\r\n', '\n').split(/^## On its own\n/m);
  const [, example] = /^```ts\n([\s\S]*?)^```$/m.exec(section) ?? [];
  return example;
}

/** The example once for each assertion in it, with that one turned round. */
function opposites(example: string): string[] {
  return [...example.matchAll(/\bassert\.(\w+)\(/g)].map(({ index, 0: call, 1: name = '' }) =>
    `${example.slice(0, index)}assert.${OPPOSITES[name] ?? name}(${example.slice(index + call.length)}`);
}

/** What ended an example. */
interface Failure {
  readonly name: string;
  readonly message: string;
}

/** Runs files as a lab would, and gives for each the error that ended it. */
function run(files: Readonly<Record<string, string>>): Map<string, Failure | null> {
  const folder = temporaryFolder();
  try {
    mkdirSync(path.join(folder, 'node_modules'));
    symlinkSync(ROOT, path.join(folder, 'node_modules/homelab-synth'), 'junction');
    for (const name of ['cdk8s', 'constructs']) {
      symlinkSync(path.join(ROOT, 'node_modules', name), path.join(folder, 'node_modules', name), 'junction');
    }
    put(folder, { 'run.mjs': RUNNER, ...files });
    const { stdout, stderr } = spawnSync(process.execPath, ['run.mjs', ...Object.keys(files)], { cwd: folder, encoding: 'utf8' });
    if (stderr !== '') { throw new Error(stderr); }
    return new Map(JSON.parse(stdout) as [string, Failure | null][]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const RUNNER = `
import { createJiti } from ${JSON.stringify(pathToFileURL(path.join(ROOT, 'node_modules/jiti/lib/jiti.mjs')).href)};
const jiti = createJiti(import.meta.url, { fsCache: false });
const results = [];
for (const file of process.argv.slice(2)) {
  const error = await jiti.import('./' + file).then(() => null, (thrown) => ({ name: thrown.name, message: thrown.message }));
  results.push([file, error]);
}
console.log(JSON.stringify(results));
`;

test.each(LAYERS)('%s has a page of its name, with an example', (layer) => {
  expect(exampleOf(layer)).toBeDefined();
});

test.each(LAYERS)('%s has a test that makes it alone, as authors of layers do', (layer) => {
  const tests = path.join(ROOT, 'test/charts', layer);
  const files = existsSync(tests) ? readdirSync(tests).filter((file) => file.endsWith('.test.ts')) : [];
  expect(files.filter((file) => readFileSync(path.join(tests, file), 'utf8').includes("from '../../../testing'"))).not.toEqual([]);
});

test.each(LAYERS)('the example of %s imports nothing but what a lab has', (layer) => {
  const imported = [...(exampleOf(layer) ?? '').matchAll(/^import .* from '(.+)';$/gm)].map(([, name]) => name);
  expect(imported).toContain('homelab-synth');
  expect(imported.filter((name = '') => !PACKAGES.includes(name))).toEqual([]);
});

describe('the examples', () => {
  const examples = LAYERS.map((layer): [string, string] => [`${layer}.ts`, exampleOf(layer) ?? '']);
  const broken = examples.flatMap(([file, text]) => opposites(text)
    .map((opposite, index): [string, string] => [file.replace('.ts', `.${index}.ts`), opposite]));
  const results = run(Object.fromEntries([...examples, ...broken]));

  test.each(examples)('%s runs', (file) => {
    expect(results.get(file)).toBeNull();
  });

  test.each(examples)('%s asserts something, and nothing that would hold of anything', (file, text) => {
    const variants = broken.filter(([name]) => name.startsWith(file.replace('.ts', '.')));
    expect(variants.length).toBeGreaterThan(0);
    expect(variants.filter(([, opposite]) => opposite === text)).toEqual([]);
    expect(variants.map(([name]) => results.get(name)?.name)).toEqual(variants.map(() => 'AssertionError'));
  });
});
