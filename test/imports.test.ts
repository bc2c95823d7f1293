import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/* Which files may import which, as docs/architecture.md says. In a circle no file can be read, tested or moved without the others. */

const ROOT = path.join(__dirname, '..');
const PAGE = readFileSync(path.join(ROOT, 'docs/architecture.md'), 'utf8');
const FOLDERS = ['charts', 'check', 'cli', 'config', 'diff', 'draw', 'host', 'output', 'render', 'synth', 'tools'];

/** Every source file, seen from the root, with "/". */
const FILES = new Set([
  ...readdirSync(ROOT).filter((file) => file.endsWith('.ts')),
  ...FOLDERS.flatMap((folder) => readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')))),
]);

/** The files that a file imports by a relative path, types included. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].flatMap(([, target = '']) => {
    const base = path.posix.join(path.posix.dirname(file), target);
    return [`${base}.ts`, `${base}/index.ts`].filter((each) => FILES.has(each));
  });
}

const IMPORTS: ReadonlyMap<string, readonly string[]> = new Map([...FILES].map((file) => [file, importsOf(file)]));

/** One circle of imports, from a file back to itself; undefined if there is none. */
function circleFrom(start: string, imports: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const visited = new Set<string>();
  const search = (file: string, way: readonly string[]): string[] | undefined => {
    for (const next of imports.get(file) ?? []) {
      if (next === start) { return [...way, next]; }
      if (visited.has(next)) { continue; }
      visited.add(next);
      const found = search(next, [...way, next]);
      if (found) { return found; }
    }
    return undefined;
  };
  return search(start, [start]);
}

/** The first two cells of each row of the table whose head begins with a word: texts in backticks, and whether it says "everything". */
function tableOf(head: string): { readonly from: string[]; readonly to: string[]; readonly all: boolean }[] {
  const [, table = ''] = new RegExp(`^\\| ${head} \\|.*\\n\\|[-|]+\\n((?:\\|.*\\n)+)`, 'm').exec(PAGE) ?? [];
  const words = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
  return table.trim().split('\n').map((row) => {
    const [, from, to] = row.split('|');
    return { from: words(from), to: words(to), all: to?.trim() === 'everything' };
  });
}

const ROOMS = tableOf('folder \\| may import');
const LAYERS = new Map(tableOf('layer \\| may use of others').map(({ from: [layer = ''], to }) => [layer, to]));

/** The row of docs/architecture.md that a file belongs to: `host/`, `charts/core/`, `charts/LAYER/`, or the file itself. */
function roomOf(file: string): string {
  const [folder = '', below = '', rest] = file.split('/');
  if (below === '' || (folder === 'charts' && rest === undefined)) { return file; }
  if (folder !== 'charts') { return `${folder}/`; }
  return below === 'core' ? 'charts/core/' : 'charts/LAYER/';
}

const layerOf = (file: string): string => file.split('/')[1] ?? '';

/** Files that all may import. */
const OPEN = ['versions.ts', 'paths.ts', 'package-info.ts', 'errors.ts'];

function isAllowed(file: string, target: string): boolean {
  const [room, aim] = [roomOf(file), roomOf(target)];
  if (OPEN.includes(target) || (room === aim && room !== 'charts/LAYER/')) { return true; }
  if (room === 'charts/LAYER/' && aim === 'charts/LAYER/') {
    return layerOf(file) === layerOf(target) || (LAYERS.get(layerOf(file)) ?? []).includes(target.slice('charts/'.length));
  }
  return ROOMS.some(({ from, to, all }) => from.includes(room) && (all || to.includes(aim)));
}

test('no file imports itself through others', () => {
  const circles = [...FILES].sort().flatMap((file) => circleFrom(file, IMPORTS)?.join(' -> ') ?? []);
  expect(circles).toEqual([]);
});

test('every import is one that docs/architecture.md allows', () => {
  const others = [...IMPORTS].filter(([file]) => !OPEN.includes(file)).flatMap(([file, targets]) =>
    targets.filter((target) => !isAllowed(file, target)).map((target) => `${file} imports ${target}`));
  expect(others).toEqual([]);
});

test('docs/architecture.md allows layers nothing that they do not use', () => {
  const used = new Set([...IMPORTS].flatMap(([file, targets]) =>
    targets.map((target) => `${layerOf(file)} ${target.slice('charts/'.length)}`)));
  const allowed = [...LAYERS].flatMap(([layer, files]) => files.map((file) => `${layer} ${file}`));
  expect(allowed.filter((each) => !used.has(each))).toEqual([]);
});

test('the tables of docs/architecture.md are read', () => {
  expect(ROOMS.length).toBeGreaterThan(8);
  expect(LAYERS.size).toBeGreaterThan(3);
  expect(isAllowed('draw/lab-page.ts', 'synth/synthesise.ts')).toBe(false);
  expect(isAllowed('charts/metallb/pools.ts', 'charts/routes/route.ts')).toBe(false);
  expect(isAllowed('cli/synth.ts', 'synth/synthesise.ts')).toBe(true);
});

test('the search finds a circle', () => {
  const imports = new Map([['a', ['b']], ['b', ['c', 'd']], ['c', ['a']], ['d', []]]);
  expect(circleFrom('a', imports)).toEqual(['a', 'b', 'c', 'a']);
  expect(circleFrom('d', imports)).toBeUndefined();
});

test('imports are read, those of types too', () => {
  expect(importsOf('cli/init/tool-pin.ts')).toEqual(expect.arrayContaining(['config/problem.ts', 'cli/init/npm-manifest.ts']));
});
