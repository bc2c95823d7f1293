import type * as Promql from '@prometheus-io/lezer-promql' with { 'resolution-mode': 'import' };

/** A parsed expression. */
export type Tree = ReturnType<typeof Promql.parser.parse>;
/** A part of one. */
export type Node = Tree['topNode'];

/** The tree of an expression. It is always complete: what is wrong stands in it as nodes of their own. */
export function parsePromql(expression: string): Tree {
  return load().parser.parse(expression);
}

/** The parts that a part consists of, without its brackets and commas. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) { children.push(child); }
  return children;
}

/** The first part with one of these names. */
export function childOf(node: Node, ...names: readonly string[]): Node | undefined {
  return childrenOf(node).find(({ name }) => names.includes(name));
}

/** Loaded when first needed: a lab without rules, and most commands, never do. */
function load(): typeof Promql {
  // Its CommonJS build is declared to Node.js only, and not to TypeScript.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('@prometheus-io/lezer-promql') as typeof Promql;
}
