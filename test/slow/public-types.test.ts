import path from 'node:path';
import ts from 'typescript';

/** What a compiler says of the package as a lab sees it. */

const ROOT = path.resolve(__dirname, '../..');
const ENTRIES = ['index.ts', 'testing.ts'].map((file) => path.join(ROOT, file));
/** The type of a checked homelab.yaml, which is computed out of the schema: nobody writes its parts by name. */
const COMPUTED = 'HomelabConfig';

const program = ts.createProgram(ENTRIES, compilerOptions());
const checker = program.getTypeChecker();
const exported = new Map(ENTRIES.flatMap((entry) => exportsOf(checker.getSymbolAtLocation(program.getSourceFile(entry)!)!)));

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
