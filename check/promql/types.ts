import { matchesNothing, prometheusRegexProblem } from '../core/regex';
import { durationLength } from './duration';
import { operatorOf, type Expression, type ExpressionKind } from './expression';
import { AGGREGATIONS, FUNCTIONS, type ValueType } from './functions';
import { childOf, childrenOf, type Node } from './grammar';
import type { Features, PromqlProblem } from './problem';
import { NAME, readSelector, type Matcher } from './selector';

/** What an expression gives, as a message calls it. */
const CALLED: Readonly<Record<ValueType, string>> = {
  vector: 'an instant vector', range: 'a range vector', scalar: 'a number', string: 'a text',
};
/** What may stand behind a selector beside others of these. */
const MODIFIERS: readonly ExpressionKind[] = ['offset', 'at', 'extended'];
const SET_OPERATORS = ['And', 'Or', 'Unless'];
const COMPARISONS = ['Eql', 'Neq', 'Gtr', 'Gte', 'Lss', 'Lte'];
/** Go counts nanoseconds in 63 bits, here in seconds. */
const LONGEST_SECONDS = 2 ** 63 / 1e9;

/** What an expression gives, and what does not fit together in it. */
export interface TypedExpression {
  /** The type of its value. */
  readonly type: ValueType;
  /** What Prometheus would refuse. */
  readonly problems: readonly PromqlProblem[];
}

/** Checks that the parts of an expression without mistakes fit together. */
export function checkTypes(expression: Expression, text: string, features: Features): TypedExpression {
  const checker = new Checker(text, features);
  const type = checker.typeOf(expression);
  return { type, problems: checker.problems };
}

class Checker {
  public readonly problems: PromqlProblem[] = [];

  constructor(private readonly text: string, private readonly features: Features) {}

  public typeOf(expression: Expression): ValueType {
    switch (expression.kind) {
      case 'selector': return this.selector(expression);
      case 'range': return this.range(expression);
      case 'subquery': return this.subquery(expression);
      case 'offset': return this.behindSelector(expression, 'offset');
      case 'at': return this.behindSelector(expression, '@');
      case 'extended': return this.extended(expression);
      case 'binary': return this.binary(expression);
      case 'unary': return this.unary(expression);
      case 'aggregation': return this.aggregation(expression);
      case 'call': return this.call(expression);
      case 'brackets': return this.only(expression);
      case 'number': return 'scalar';
      case 'text': return 'string';
    }
  }

  private say(at: number, what: string): void { this.problems.push({ at, what }); }

  private only({ parts: [inner] }: Expression): ValueType { return inner ? this.typeOf(inner) : 'vector'; }

  private selector({ node, from }: Expression): ValueType {
    const selector = readSelector(node, this.text);
    for (const matcher of selector.matchers) { this.matcher(matcher); }
    // Beside a name in front of the braces no condition on the name may stand, whatever its operator.
    const names = [...selector.name === undefined ? [] : [selector.name], ...selector.matchers.flatMap(({ label, operator, value }) =>
      label === NAME && (operator === '=' || selector.name !== undefined) ? [value] : [])];
    if (names.length > 1) { this.say(from, `the metric is named twice: ${names.slice(0, 2).join(' and ')}`); }
    if (selector.name === undefined && selector.matchers.every(takesAbsent) && !this.isOfInfo(node)) {
      this.say(from, 'at least one matcher must ask for a label that is there: this selects every series');
    }
    return 'vector';
  }

  private matcher({ operator, value, at }: Matcher): void {
    const problem = operator.endsWith('~') ? prometheusRegexProblem(value) : undefined;
    if (problem !== undefined) { this.say(at, `this is no regular expression of RE2: ${problem}`); }
  }

  /** The second argument of info() may leave all labels open. */
  private isOfInfo(node: Node): boolean {
    const call = node.parent?.parent;
    const name = call?.name === 'FunctionCall' ? childOf(call, 'FunctionIdentifier') : undefined;
    return name !== undefined && this.text.slice(name.from, name.to) === 'info';
  }

  private range({ node, parts: [inner], from }: Expression): ValueType {
    if (inner) { this.typeOf(inner); }
    this.duration(childOf(node, 'DurationExpr'));
    if (inner?.kind === 'offset') { this.say(from, 'offset stands behind the range: metric[5m] offset 1h'); }
    if (inner?.kind === 'at') { this.say(from, '@ stands behind the range: metric[5m] @ 0'); }
    if (inner && !['selector', 'offset', 'at'].includes(inner.kind)) {
      this.say(from, 'only a selector has a range; of anything else a subquery is made, as in (a + b)[5m:]');
    }
    return 'range';
  }

  private subquery({ node, parts: [inner], from }: Expression): ValueType {
    const type = inner ? this.typeOf(inner) : 'vector';
    if (type !== 'vector') { this.say(from, `a subquery is made of an instant vector, and this is ${CALLED[type]}`); }
    for (const duration of childrenOf(node).filter(({ name }) => name === 'DurationExpr')) { this.duration(duration); }
    return 'range';
  }

  /** A duration without a calculation in it has to be one that lasts. */
  private duration(node: Node | undefined): void {
    if (!node) { return; }
    const text = this.text.slice(node.from, node.to).replaceAll(/\s/g, '');
    const [, sign, written = ''] = /^([+-]?)(.*)$/.exec(text) ?? [];
    const seconds = written === '' ? Number.NaN : (durationLength(written) ?? Number(written) * 1000) / 1000;
    if (/^(?:inf|nan)$/i.test(written) || Math.abs(seconds) >= LONGEST_SECONDS) {
      this.say(node.from, 'a duration is shorter than 292 years'); return;
    }
    if (seconds === 0 || (sign === '-' && seconds > 0)) { this.say(node.from, 'this duration must be greater than 0'); }
  }

  private behindSelector(expression: Expression, word: string): ValueType {
    const { kind, node, parts: [inner], from } = expression;
    const target = inner && withoutModifiers(inner);
    if (target && !['selector', 'range', 'subquery'].includes(target.kind)) {
      this.say(from, `${word} stands behind a selector, its range or a subquery; put it there inside of the expression`);
    }
    if (inner && hasModifier(inner, kind)) { this.say(from, `${word} may stand there once`); }
    const time = kind === 'at' ? childOf(node, 'NumberDurationLiteral') : undefined;
    if (time && /inf|nan/i.test(this.text.slice(time.from, time.to))) { this.say(time.from, 'a point in time is a number of seconds'); }
    return this.only(expression);
  }

  private extended(expression: Expression): ValueType {
    const { node, from } = expression;
    const word = node.name === 'AnchoredExpr' ? 'anchored' : 'smoothed';
    const feature = 'promql-extended-range-selectors';
    if (!this.features.includes(feature)) { this.say(from, experimental(word, feature)); }
    return this.only(expression);
  }

  private unary(expression: Expression): ValueType {
    const type = this.only(expression);
    if (type !== 'scalar' && type !== 'vector') {
      this.say(expression.from, `a sign stands before numbers and instant vectors, and this is ${CALLED[type]}`);
    }
    return type;
  }

  private aggregation({ node, parts, from }: Expression): ValueType {
    const operator = childOf(node, 'AggregateOp');
    const name = operator ? this.text.slice(operator.from, operator.to).toLowerCase() : '';
    const { parameter } = AGGREGATIONS.get(name) ?? {};
    const wanted: ValueType[] = parameter ? [parameter, 'vector'] : ['vector'];
    const types = parts.map((each) => this.typeOf(each));
    if (parts.length !== wanted.length) {
      this.say(from, `${name}() takes ${counted(wanted.length)}, and there ${parts.length === 1 ? 'is' : 'are'} ${parts.length}`);
      return 'vector';
    }
    wanted.forEach((type, index) => { this.expect(parts[index], types[index], type, name); });
    return 'vector';
  }

  private call({ node, parts, from }: Expression): ValueType {
    const identifier = childOf(node, 'FunctionIdentifier');
    const name = identifier ? this.text.slice(identifier.from, identifier.to) : '';
    const known = FUNCTIONS.get(name);
    const types = parts.map((each) => this.typeOf(each));
    if (!known) { return 'vector'; }
    const { takes, least, most, gives } = known;
    if (parts.length < least || parts.length > most) {
      this.say(from, `${name}() takes ${argumentsOf(least, most)}, and there ${parts.length === 1 ? 'is' : 'are'} ${parts.length}`);
      return gives;
    }
    parts.forEach((part, index) => { this.expect(part, types[index], takes[index] ?? takes.at(-1) ?? 'vector', name); });
    return gives;
  }

  private expect(part: Expression | undefined, type: ValueType | undefined, wanted: ValueType, name: string): void {
    if (!part || !type || type === wanted) { return; }
    const hint = wanted === 'range' && type === 'vector' ? ', such as metric[5m]' : '';
    this.say(part.from, `${name}() takes ${CALLED[wanted]} here${hint}, and this is ${CALLED[type]}`);
  }

  private binary({ node, parts: [left, right], from }: Expression): ValueType {
    const operator = operatorOf(node);
    if (!left || !right || !operator) { return 'vector'; }
    const [leftType, rightType] = [this.typeOf(left), this.typeOf(right)];
    const vectors = leftType === 'vector' && rightType === 'vector';
    const written = this.text.slice(operator.from, operator.to);
    for (const [side, type] of [[left, leftType], [right, rightType]] as const) {
      if (type === 'scalar' || type === 'vector') { continue; }
      this.say(side.from, `"${written}" goes with numbers and instant vectors, and this is ${CALLED[type]}`);
    }
    this.modifiers(node, operator, vectors, from);
    const numbers = leftType === 'scalar' && rightType === 'scalar';
    if (numbers && COMPARISONS.includes(operator.name) && !childOf(node, 'BoolModifier')) {
      this.say(operator.from, `two numbers are compared with "${written} bool"`);
    }
    if (SET_OPERATORS.includes(operator.name) && (leftType === 'scalar' || rightType === 'scalar')) {
      this.say(operator.from, `"${written}" goes with instant vectors, and not with a number`);
    }
    return numbers ? 'scalar' : 'vector';
  }

  private modifiers(node: Node, operator: Node, vectors: boolean, from: number): void {
    const [isSet, written] = [SET_OPERATORS.includes(operator.name), this.text.slice(operator.from, operator.to)];
    if (childOf(node, 'BoolModifier') && !COMPARISONS.includes(operator.name)) {
      this.say(operator.from, `bool goes with comparisons, and not with "${written}"`);
    }
    const matching = childOf(node, 'MatchingModifierClause');
    const lists = matching ? childrenOf(matching).filter(({ name }) => name === 'GroupingLabels') : [];
    const [labels = [], kept = []] = lists.map((list) => this.labels(list));
    const grouped = matching && childOf(matching, 'GroupLeft', 'GroupRight');
    const twice = matching && childOf(matching, 'On') ? labels.find((label) => kept.includes(label)) : undefined;
    if (twice !== undefined && grouped) {
      this.say(operator.from, `the label ${twice} is both in on() and in ${this.text.slice(grouped.from, grouped.to)}()`);
    }
    if (labels.length > 0 && !vectors) { this.say(from, 'on() and ignoring() go with two instant vectors'); }
    if (isSet && vectors && grouped) { this.say(operator.from, `group_left and group_right do not go with "${written}"`); }
    this.fill(node, isSet, vectors, from);
  }

  private fill(node: Node, isSet: boolean, vectors: boolean, from: number): void {
    const fill = childOf(node, 'FillModifier');
    const feature = 'promql-binop-fill-modifiers';
    if (!fill) { return; }
    if (!this.features.includes(feature)) { this.say(fill.from, experimental('fill', feature)); }
    if (isSet || !vectors) { this.say(from, 'fill goes with arithmetic and comparisons of two instant vectors'); }
  }

  private labels(node: Node): string[] {
    return childrenOf(node).filter(({ name }) => name.endsWith('LabelName')).map(({ from, to }) => this.text.slice(from, to));
  }
}

/** True for a condition that a series without the label meets. */
function takesAbsent({ operator, value }: Matcher): boolean {
  switch (operator) {
    case '=': return value === '';
    case '!=': return value !== '';
    case '=~': return matchesNothing(value);
    case '!~': return !matchesNothing(value);
  }
}

function withoutModifiers(expression: Expression): Expression {
  const [inner] = expression.parts;
  return MODIFIERS.includes(expression.kind) && inner ? withoutModifiers(inner) : expression;
}

function hasModifier(expression: Expression, kind: ExpressionKind): boolean {
  const [inner] = expression.parts;
  if (!MODIFIERS.includes(expression.kind)) { return false; }
  return expression.kind === kind || (inner !== undefined && hasModifier(inner, kind));
}

function experimental(word: string, feature: string): string {
  return `${word} is experimental: it needs ${feature} in enableFeatures of Prometheus`;
}

function argumentsOf(least: number, most: number): string {
  if (least === most) { return counted(least); }
  return most === Infinity ? `${counted(least)} or more` : `${least} to ${counted(most)}`;
}

function counted(number: number): string { return `${number} argument${number === 1 ? '' : 's'}`; }

