import { childrenOf, type Node } from './grammar';

/** What a part of an expression is. */
export type ExpressionKind =
  'selector' | 'range' | 'subquery' | 'offset' | 'at' | 'extended' | 'binary' | 'unary' | 'aggregation' | 'call' | 'brackets' | 'number'
  | 'text';

/** A part of an expression, with the parts that it is made of. */
export interface Expression {
  /** What it is. */
  readonly kind: ExpressionKind;
  /** The node of the grammar that says the rest: names, operators, modifiers. */
  readonly node: Node;
  /** Operands or arguments. */
  readonly parts: readonly Expression[];
  /** Where it begins. */
  readonly from: number;
  /** Where it ends. */
  readonly to: number;
}

const KINDS: Readonly<Record<string, ExpressionKind | undefined>> = {
  VectorSelector: 'selector', MatrixSelector: 'range', SubqueryExpr: 'subquery', OffsetExpr: 'offset', StepInvariantExpr: 'at',
  AnchoredExpr: 'extended', SmoothedExpr: 'extended', BinaryExpr: 'binary', UnaryExpr: 'unary', AggregateExpr: 'aggregation',
  FunctionCall: 'call', ParenExpr: 'brackets', NumberDurationLiteral: 'number', StringLiteral: 'text',
};

/** What stands behind its operand. */
const BEHIND: readonly (ExpressionKind | undefined)[] = ['range', 'subquery', 'offset', 'at', 'extended'];

/** How strongly operators bind: https://prometheus.io/docs/prometheus/latest/querying/operators/#binary-operator-precedence. */
const STRENGTH: readonly (readonly string[])[] = [
  ['Or'], ['And', 'Unless'], ['Eql', 'Neq', 'Gtr', 'Gte', 'Lss', 'Lte', 'TrimUpper', 'TrimLower'], ['Add', 'Sub'],
  ['Mul', 'Div', 'Mod', 'Atan2'], ['Pow'],
];
const OF_SIGN = STRENGTH.findIndex((operators) => operators.includes('Mul'));
const OF_POWER = STRENGTH.length - 1;

/** A piece of a chain of operators that is not grouped yet. */
type Piece = { readonly operand: Expression } | { readonly sign: Node } | { readonly operator: Node };

/**
 * The expression that a tree without mistakes stands for. The grammar is one for editors: in `a + b offset 5m` it takes the offset for one
 * of the sum, which Prometheus does not. So chains of operators are grouped here.
 */
export function expressionOf(top: Node): Expression | undefined {
  const [node] = operandsOf(top);
  return node ? group(piecesOf(node)) : undefined;
}

/** The name of the grammar for the operator of a binary expression, such as `Add`. */
export function operatorOf(node: Node): Node | undefined {
  return childrenOf(node).find(({ name }) => STRENGTH.some((operators) => operators.includes(name)));
}

function operandsOf(node: Node): Node[] {
  return childrenOf(node).filter(({ name }) => KINDS[name] !== undefined);
}

function piecesOf(node: Node): Piece[] {
  const kind = KINDS[node.name];
  const [first, second] = operandsOf(node);
  if (kind === 'binary' && first && second) { return [...piecesOf(first), { operator: node }, ...piecesOf(second)]; }
  if (kind === 'unary' && first) { return [{ sign: node }, ...piecesOf(first)]; }
  if (BEHIND.includes(kind) && first) {
    const pieces = piecesOf(first);
    const last = pieces.pop();
    return last && 'operand' in last ? [...pieces, { operand: part(node, [last.operand], last.operand.from) }] : pieces;
  }
  return [{ operand: part(node, argumentsOf(node).flatMap((each) => group(piecesOf(each)) ?? [])) }];
}

/** Arguments stand in a node of their own. */
function argumentsOf(node: Node): Node[] {
  return childrenOf(node).flatMap((child) => child.name === 'FunctionCallBody' ? operandsOf(child) : [child])
    .filter(({ name }) => KINDS[name] !== undefined);
}

function part(node: Node, parts: readonly Expression[], from = node.from, to = node.to): Expression {
  return { kind: KINDS[node.name] ?? 'brackets', node, parts, from, to };
}

/** Puts the pieces of a chain together, those that bind most strongly first. */
function group(pieces: readonly Piece[]): Expression | undefined {
  let at = 0;
  const operand = (): Expression | undefined => {
    const piece = pieces[at++];
    if (!piece || 'operator' in piece) { return undefined; }
    if ('operand' in piece) { return piece.operand; }
    const of = chain(OF_SIGN + 1);
    return of && part(piece.sign, [of], piece.sign.from, of.to);
  };
  const chain = (weakest: number): Expression | undefined => {
    let left = operand();
    for (;;) {
      const piece = pieces[at];
      if (!left || !piece || !('operator' in piece)) { return left; }
      const strength = strengthOf(piece.operator);
      if (strength < weakest) { return left; }
      at++;
      // Powers are grouped from the right, all others from the left.
      const right = chain(strength === OF_POWER ? strength : strength + 1);
      left = right && part(piece.operator, [left, right], left.from, right.to);
    }
  };
  return chain(0);
}

function strengthOf(node: Node): number {
  const name = operatorOf(node)?.name ?? '';
  return STRENGTH.findIndex((operators) => operators.includes(name));
}
