import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/**
 * Writes the declarations of the package's entries, and of what those refer to, for the editors and compilers of labs.
 *
 * @param root folder of the sources
 * @param out folder of the declarations; what is in it goes
 * @param entries names of the entries, without extension
 * @param packages packages that are installed beside this one; no declaration may need another
 * @throws Error if one does, or if TypeScript cannot write one
 */
export function emitTypes({ root, out, entries, packages }) {
  const { declarations, diagnostics } = compile(root, out, entries);
  if (diagnostics.length > 0) { throw new Error(ts.formatDiagnostics(diagnostics, formatHost(root))); }
  const needed = new Map();
  const missing = new Set();
  const visit = (file) => {
    const text = declarations.get(file);
    if (text === undefined) { throw new Error(`no declaration was made for ${file}`); }
    if (needed.has(file)) { return; }
    needed.set(file, text);
    const { importedFiles, typeReferenceDirectives } = ts.preProcessFile(text);
    for (const { fileName } of [...importedFiles, ...typeReferenceDirectives]) {
      if (fileName.startsWith('.')) { visit(path.posix.join(path.posix.dirname(file), `${fileName}.d.ts`)); continue; }
      const name = /^(?:@[^/]+\/)?[^/]+/.exec(fileName)[0];
      if (!packages.includes(name)) { missing.add(`${file}: ${fileName}`); }
    }
  };
  entries.forEach((entry) => { visit(`${entry}.d.ts`); });
  if (missing.size > 0) { throw new Error(`public types need packages that a lab does not have:\n${[...missing].join('\n')}`); }
  rmSync(out, { recursive: true, force: true });
  for (const [file, text] of needed) {
    mkdirSync(path.dirname(path.join(out, file)), { recursive: true });
    writeFileSync(path.join(out, file), text);
  }
}

/** Declarations of every file that the entries reach, by their place below `out`. Types are not checked here: `npm run lint` does. */
function compile(root, out, entries) {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
  const options = {
    ...config.compilerOptions, noEmit: false, declaration: true, emitDeclarationOnly: true, noCheck: true, stripInternal: true,
    rootDir: root, outDir: out, newLine: 'lf',
  };
  const parsed = ts.parseJsonConfigFileContent({ compilerOptions: options, files: entries.map((entry) => `${entry}.ts`) }, ts.sys, root);
  const declarations = new Map();
  const { diagnostics } = ts.createProgram(parsed.fileNames, parsed.options).emit(undefined, (file, text) => {
    declarations.set(path.relative(out, file).split(path.sep).join('/'), text);
  }, undefined, true);
  return { declarations, diagnostics: [...parsed.errors, ...diagnostics] };
}

function formatHost(root) {
  return { getCurrentDirectory: () => root, getCanonicalFileName: (file) => file, getNewLine: () => '\n' };
}
