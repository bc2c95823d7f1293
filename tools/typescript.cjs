'use strict';
/*
 * node --require ./tools/typescript.cjs FILE.ts runs the sources as they stand: esbuild strips the types of all of them in one go, and a
 * `require` of one gets the result. There is no cache to go stale, so a first run is as fast as any. tsx does the same for any project; it looks into
 * every file of every dependency for it, and that takes longer than a synth (npm run bench).
 */
const { readdirSync } = require('node:fs');
const { dirname, extname, join, resolve } = require('node:path');
const Module = require('node:module');
const { buildSync } = require('esbuild');

const ROOT = resolve(__dirname, '..');
/** Folders with no sources that run; tests are jest's. */
const SKIPPED = new Set(['node_modules', 'dist', 'scripts', 'test', 'docs', 'coverage', 'schemas']);

/** @returns {string[]} every source below a folder */
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.') || SKIPPED.has(entry.name)) { return []; }
    const path = join(folder, entry.name);
    if (entry.isDirectory()) { return sources(path); }
    return extname(path) === '.ts' && !path.endsWith('.d.ts') ? [path] : [];
  });
}

const options = { outdir: ROOT, outbase: ROOT, write: false, bundle: false, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'error', sourcesContent: false, sourcemap: 'inline' };
const strip = (files, more = {}) => buildSync({ ...options, ...more, entryPoints: files }).outputFiles;

// Without this, the lines in a stack trace would be those of the stripped text.
process.setSourceMapsEnabled(true);
const stripped = new Map(strip(sources(ROOT)).map(({ path, text }) => [path.replace(/\.js$/, '.ts'), text]));

Module._extensions['.ts'] = (module, file) => {
  module._compile(stripped.get(file) ?? strip([file], { outbase: dirname(file), outdir: dirname(file) })[0].text, file);
};
