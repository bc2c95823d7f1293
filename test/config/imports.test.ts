import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');

/** What a file imports or exports again; with `types`, also what is gone once it runs. */
function importsOf(file: string, types: boolean): string[] {
  const statements = readFileSync(path.join(ROOT, file), 'utf8').matchAll(/^(?:import|export) (type )?[^;']*?from '([^']+)';$/gm);
  return [...statements].filter(([, isType]) => types || isType === undefined).map(([, , from]) => from ?? '');
}

/** A file of this repository that another imports, from the root; undefined for a package. */
function resolved(file: string, from: string): string | undefined {
  if (!from.startsWith('.')) { return undefined; }
  const target = path.posix.join(path.posix.dirname(file), from);
  return [`${target}.ts`, `${target}/index.ts`].find((each) => existsSync(path.join(ROOT, each)));
}

/** A file and all that it loads. */
function reachable(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) { return seen; }
  seen.add(file);
  for (const from of importsOf(file, false)) {
    const target = resolved(file, from);
    if (target !== undefined) { reachable(target, seen); }
  }
  return seen;
}

test('config imports nothing of this repository but itself', () => {
  const files = readdirSync(path.join(ROOT, 'config'), { recursive: true, encoding: 'utf8' })
    .map((file) => `config/${file.replaceAll('\\', '/')}`).filter((file) => file.endsWith('.ts'));
  const imports = files.flatMap((file) => importsOf(file, true).map((from) => ({ file, from, target: resolved(file, from) })));
  const outside = imports.filter(({ from, target }) => from.startsWith('.') && !target?.startsWith('config/'));
  expect(files.length).toBeGreaterThan(20);
  expect(outside).toEqual([]);
});

test('the checks of layers load no construct, so that reading a configuration stays cheap', () => {
  const files = [...reachable('charts/load-config.ts')];
  const checks = readdirSync(path.join(ROOT, 'charts')).map((layer) => `charts/${layer}/config-checks.ts`)
    .filter((file) => existsSync(path.join(ROOT, file)));
  const packages = new Set(files.flatMap((file) => importsOf(file, false).filter((from) => !from.startsWith('.'))));
  expect(files).toEqual(expect.arrayContaining(checks));
  expect([...packages].filter((name) => /^(cdk8s|constructs)/.test(name)).sort()).toEqual(['cdk8s/lib/duration', 'cdk8s/lib/size']);
});
