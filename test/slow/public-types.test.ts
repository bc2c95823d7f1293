import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/*
 * What a compiler says of the package as a lab sees it, and of the examples in docs/: test/docs/ runs those, which asks nobody about types.
 */

const ROOT = path.resolve(__dirname, '../..');
const ENTRIES = ['index.ts', 'testing.ts'].map((file) => path.join(ROOT, file));
/** The type of a checked homelab.yaml, which is computed out of the schema: nobody writes its parts by name. */
const COMPUTED = 'HomelabConfig';

/** The example that another one imports under the name it has in a lab. */
const HOMELAB = 'own-code.md.0';
/** The examples, each as a file that stands beside index.ts. */
const EXAMPLES = new Map(readdirSync(path.join(ROOT, 'docs')).filter((page) => page.endsWith('.md'))
  .flatMap((page) => examplesOf(readFileSync(path.join(ROOT, 'docs', page), 'utf8'))
    .map((text, index): [string, string] => {
      const name = `${page}.${index}`;
      return [path.join(ROOT, `${name === HOMELAB ? 'homelab' : name}.ts`), text];
    })));

const program = ts.createProgram([...ENTRIES, ...EXAMPLES.keys()], compilerOptions(), host());
const checker = program.getTypeChecker();
const exported = new Map(ENTRIES.flatMap((entry) => exportsOf(checker.getSymbolAtLocation(program.getSourceFile(entry)!)!)));

function examplesOf(page: string): string[] {
  return [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text).filter((text) => text.includes("'homelab-synth"));
}

/** The files of this repository, and the examples. */
function host(): ts.CompilerHost {
  const files = ts.createCompilerHost(compilerOptions());
  return {
    ...files,
    fileExists: (file) => EXAMPLES.has(file) || files.fileExists(file),
    readFile: (file) => EXAMPLES.get(file) ?? files.readFile(file),
    getSourceFile: (file, ...rest) => {
      const text = EXAMPLES.get(file);
      return text === undefined ? files.getSourceFile(file, ...rest) : ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
    },
  };
}

function compilerOptions(): ts.CompilerOptions {
  const read = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as { readonly config: object };
  return ts.parseJsonConfigFileContent(read.config, ts.sys, ROOT).options;
}

/** What a symbol stands for, whatever name it was imported by. */
function target(symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** Everything that a module exports, and what its namespaces hold. */
function exportsOf(module: ts.Symbol): [ts.Symbol, string][] {
  return checker.getExportsOfModule(module).flatMap((symbol): [ts.Symbol, string][] => {
    const meant = target(symbol);
    return [[meant, symbol.name], ...meant.flags & ts.SymbolFlags.ValueModule ? exportsOf(meant) : []];
  });
}

/** The types that a declaration names where somebody who uses the package sees them. */
function named(declaration: ts.Node): ts.Symbol[] {
  if (ts.isBlock(declaration) || isPrivate(declaration)) { return []; }
  const children: ts.Symbol[] = [];
  ts.forEachChild(declaration, (child) => { children.push(...named(child)); });
  const name = nameOf(declaration);
  const symbol = name && checker.getSymbolAtLocation(name);
  return symbol ? [target(symbol), ...children] : children;
}

function nameOf(node: ts.Node): ts.Node | undefined {
  if (ts.isTypeReferenceNode(node)) { return node.typeName; }
  return ts.isExpressionWithTypeArguments(node) ? node.expression : undefined;
}

/** A private member. A parameter of a constructor that becomes one is still a parameter. */
function isPrivate(node: ts.Node): boolean {
  return ts.canHaveModifiers(node) && !ts.isParameter(node)
    && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
}

function isType(node: ts.Node): boolean {
  return [ts.isClassDeclaration, ts.isInterfaceDeclaration, ts.isTypeAliasDeclaration, ts.isFunctionDeclaration].some((is) => is(node));
}

/** Whether a symbol is declared in this repository; a type parameter is at home where it stands. */
function isOwn({ declarations = [] }: ts.Symbol): boolean {
  return declarations.some((each) => !ts.isTypeParameterDeclaration(each) && !each.getSourceFile().fileName.includes('/node_modules/'));
}

test('every type that an exported one names is exported too, and none is generated', () => {
  const missing = [...exported].filter(([, name]) => name !== COMPUTED).flatMap(([symbol, name]) => (symbol.declarations ?? [])
    .filter(isType)
    .flatMap(named)
    .filter((each) => isOwn(each) && !exported.has(each))
    .map((each) => `${name} names ${each.name}`));
  expect([...new Set(missing)].sort()).toEqual([]);
});

test.each([...EXAMPLES.keys()].map((file) => path.basename(file)))('the example %s has no error of types', (name) => {
  const source = program.getSourceFile(path.join(ROOT, name));
  const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  expect(diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});
