import { createRequire } from 'node:module';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { build } from 'esbuild';

/*
 * npm run build: compiles the program into lib/, which is what runs. One file holds all of it, so that the command line, a lab's homelab.ts
 * and a test share the same classes, and a start reads one file instead of two hundred. The packages of `dependencies` stay outside: a
 * lab's own code has to meet the same copy of cdk8s and constructs. Everything else is a development dependency that is bundled here, with
 * its licence in lib/THIRD-PARTY.txt. So are two that are dependencies only for the sake of the package's types.
 *
 * Beside it lies lib/kinds.jsonl, what a synth has to know of the pinned schemas (tools/kinds/compile.ts).
 *
 * With --types it also writes lib/types/, which takes ten times as long and which only a lab's homelab.ts needs: what is packed, and what
 * npm prepares from git, has them. The script that prepares is called preprepare, and there is no prepare: npm runs both where it prepares,
 * but it takes a prepare in a tarball for something that each installation has to be asked about, although it never runs it there.
 */

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const LIB = path.join(ROOT, 'lib');
const TYPES = path.join(LIB, 'types');
const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));

/**
 * What is installed beside the package only because its types name it. A lab's own code does not notice the copy in the bundle: it has the
 * typed kinds from there, and what they share with constructs of another copy is cdk8s, which stays outside.
 */
const FOR_TYPES = ['zod', 'cdk8s-plus-28'];
/** Packages that stay outside of the bundle. */
const OUTSIDE = Object.keys(manifest.dependencies).filter((name) => !FOR_TYPES.includes(name));

/** What each entry of the package gives; `main` is the program, the others are its library. */
const ENTRIES = ['index', 'testing'];

async function main({ types }) {
  mkdirSync(LIB, { recursive: true });
  const { metafile } = await build({
    stdin: { contents: [...ENTRIES, 'main'].map((name) => `export * as ${name} from './${name}';`).join('\n'), resolveDir: ROOT },
    outfile: path.join(LIB, 'homelab.js'),
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    external: OUTSIDE.flatMap((name) => [name, `${name}/*`]),
    plugins: [onlyEnglish],
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    minifyWhitespace: true,
    charset: 'ascii',
    logLevel: 'error',
    metafile: true,
  });
  const bundle = createRequire(import.meta.url)(path.join(LIB, 'homelab.js'));
  for (const entry of ENTRIES) { writeFileSync(path.join(LIB, `${entry}.js`), reexport(entry, Object.keys(bundle[entry]))); }
  writeFileSync(path.join(LIB, 'main.js'), program());
  chmodSync(path.join(LIB, 'main.js'), 0o755);
  writeFileSync(path.join(LIB, 'THIRD-PARTY.txt'), licences(metafile));
  writeFileSync(path.join(LIB, 'kinds.jsonl'), await kinds());
  if (!types) { return; }
  // Loading TypeScript alone takes as long as all of the above.
  const { emitTypes } = await import('./types.mjs');
  emitTypes({ root: ROOT, out: TYPES, entries: ENTRIES, packages: Object.keys(manifest.dependencies) });
}

/** zod's own messages in fifty languages take a tenth of a start. The program's messages are its own. */
const onlyEnglish = {
  name: 'only-english',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: "export { default as en } from './en.js';" }));
  },
};

/** The pinned schemas in the form in which every synth checks with them. */
async function kinds() {
  const { outputFiles: [compiler] } = await build({
    entryPoints: [path.join(ROOT, 'tools', 'kinds', 'compile.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  const { compileKinds } = await import(`data:text/javascript;base64,${Buffer.from(compiler.text).toString('base64')}`);
  const read = (...parts) => JSON.parse(readFileSync(path.join(ROOT, 'schemas', ...parts), 'utf8'));
  return compileKinds(['core', 'crds'].flatMap((folder) => read(folder, 'index.json')
    .map(({ file, ...kind }) => ({ ...kind, schema: read(folder, file) }))));
}

/** Written out name by name: that is the form in which Node sees what an ES module may import by name. */
function reexport(entry, names) {
  const lines = names.map((name) => `exports.${name} = entry.${name};\n`).join('');
  const head = "'use strict';\nObject.defineProperty(exports, '__esModule', { value: true });\n";
  return `${head}const { ${entry}: entry } = require('./homelab.js');\n${lines}`;
}

/** What node runs. The compile cache, which Node has from 22.8 on, halves the time of every start but the first. */
function program() {
  const [, major, minor] = /^>=(\d+)\.(\d+)$/.exec(manifest.engines.node);
  const who = JSON.stringify(`${manifest.name} ${manifest.version}`);
  // Written so that a Node of ten years ago reads it too, and for a package of which half is gone: both get a sentence.
  return `#!/usr/bin/env node
'use strict';
var node = process.versions.node.split('.').map(Number);

function refuse(text) {
  process.exitCode = 2;
  process.stderr.on('error', function () {});
  process.stderr.write(${who} + ' ' + text + '\\n');
}

function load() {
  try { require('module').enableCompileCache(); } catch (error) { /* Node before 22.8, or a home that is read-only */ }
  try {
    return require('./homelab.js').main;
  } catch (error) {
    var debug = process.argv.indexOf('--debug') >= 0;
    var what = String(error && error.message || error).split('\\n')[0].replace(/\\.$/, '');
    var more = debug ? '\\n' + error.stack : ' --debug shows where it happened.';
    refuse('cannot start: ' + what + '. Install it again, with npm ci.' + more);
    return undefined;
  }
}

if (node[0] > ${major} || (node[0] === ${major} && node[1] >= ${minor})) {
  var main = load();
  if (main) { main.main(process.argv.slice(2)); }
} else {
  refuse('needs Node.js ${major}.${minor} or later, and this is ' + process.versions.node + '.');
}
`;
}

/** Licence texts of the packages whose code the bundle holds. */
function licences({ inputs }) {
  const folders = new Set(Object.keys(inputs).flatMap((file) => {
    const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file);
    return found ? [found[1]] : [];
  }));
  return [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(ROOT, folder, 'package.json'), 'utf8'));
    return `${name} ${version} (${license})\n\n${licenceText(path.join(ROOT, folder))}\n`;
  }).join(`\n${'-'.repeat(80)}\n\n`);
}

function licenceText(folder) {
  for (const name of ['LICENSE', 'LICENSE.md', 'license', 'LICENSE.txt', 'LICENSE-MIT']) {
    try { return readFileSync(path.join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim(); } catch { /* the next spelling */ }
  }
  return 'The package ships no licence text; its package.json names the licence above.';
}

await main({ types: process.argv.includes('--types') });
