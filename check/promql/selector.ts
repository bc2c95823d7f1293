import { childOf, childrenOf, parsePromql, type Node } from './grammar';
import { readTextLiteral } from './text-literal';

/** A condition on a label. */
export interface Matcher {
  /** The label; `__name__` for the name of the metric. */
  readonly label: string;
  /** Equality, inequality, and the same for regular expressions. */
  readonly operator: '=' | '!=' | '=~' | '!~';
  /** What the label is compared with. */
  readonly value: string;
  /** Where the text of the value begins. */
  readonly at: number;
}

/** Samples by name and labels, as in `up{job="a"}`. */
export interface PromqlSelector {
  /** The name in front of the braces. @default - there is none */
  readonly name?: string;
  /** What stands in the braces, a quoted name without a label included. */
  readonly matchers: readonly Matcher[];
  /** Where it begins. */
  readonly from: number;
  /** The functions whose argument it is, or is a part of, such as `absent`, from the inside out. */
  readonly within: readonly string[];
}

/** The label that holds the name of a metric. */
export const NAME = '__name__';

/** The selectors of an expression; of one with mistakes, those that can be made out. */
export function selectorsOf(expression: string): PromqlSelector[] {
  const selectors: PromqlSelector[] = [];
  parsePromql(expression).iterate({
    enter: ({ name, node }) => { if (name === 'VectorSelector') { selectors.push(readSelector(node, expression)); } },
  });
  return selectors;
}

/** A selector of an expression. */
export function readSelector(node: Node, expression: string): PromqlSelector {
  const name = childOf(node, 'Identifier');
  const braces = childOf(node, 'LabelMatchers');
  return {
    ...name ? { name: expression.slice(name.from, name.to) } : {},
    matchers: braces ? childrenOf(braces).flatMap((each) => readMatcher(each, expression)) : [],
    from: node.from,
    within: functionsAround(node, expression),
  };
}

function readMatcher(node: Node, expression: string): Matcher[] {
  const textOf = (part: Node): string => {
    const text = readTextLiteral(expression.slice(part.from, part.to));
    return 'value' in text ? text.value : '';
  };
  if (node.name === 'QuotedLabelName') { return [{ label: NAME, operator: '=', value: textOf(node), at: node.from }]; }
  const label = childOf(node, 'LabelName', 'QuotedLabelName');
  const operator = childOf(node, 'MatchOp');
  const value = childOf(node, 'StringLiteral');
  if (!label || !operator || !value) { return []; }
  return [{
    label: label.name === 'LabelName' ? expression.slice(label.from, label.to) : textOf(label),
    operator: expression.slice(operator.from, operator.to) as Matcher['operator'],
    value: textOf(value),
    at: value.from,
  }];
}

function functionsAround(node: Node, expression: string): string[] {
  const names: string[] = [];
  for (let around = node.parent; around; around = around.parent) {
    const name = around.name === 'FunctionCall' && childOf(around, 'FunctionIdentifier');
    if (name) { names.push(expression.slice(name.from, name.to)); }
  }
  return names;
}
