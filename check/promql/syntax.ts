import { nearest } from '../../config/nearest';
import { durationProblem } from './duration';
import { AGGREGATIONS, FUNCTIONS } from './functions';
import type { Node, Tree } from './grammar';
import type { Features, PromqlProblem } from './problem';
import { readTextLiteral } from './text-literal';

/** A word, number, text or sign of an expression. */
interface Token {
  readonly kind: 'word' | 'number' | 'text' | 'sign';
  readonly text: string;
  readonly at: number;
  /** True where durations are calculated: between [ and ], and in brackets behind `offset`. */
  readonly ofDuration: boolean;
}

/** Other blanks than these are none for Prometheus, and come with what is copied from a page. */
const SPACE = /(?:[ \t\r\n]|#[^\n]*)+/y;
const TOKENS: readonly (readonly [kind: Token['kind'], form: RegExp])[] = [
  ['text', /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`/y],
  ['word', /[A-Za-z_:][\w:]*/y],
  ['number', /0[xX][\da-fA-F]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?(?!\w)|\.\d+(?:[eE][+-]?\d+)?|\d[\w.]*/y],
  ['sign', /=~|!~|==|!=|>=|<=|<\/|>\/|[^\s]/y],
];

/** What a list of labels stands behind. */
const LISTED = ['by', 'without', 'on', 'ignoring', 'group_left', 'group_right'];
/** Words before a bracket that are no functions. */
const KEYWORDS = [
  ...LISTED,
  'and', 'or', 'unless', 'atan2', 'bool', 'offset', 'fill', 'fill_left', 'fill_right',
];

/** What durations may be calculated with. */
const OF_DURATIONS = ['step', 'range', 'min_of', 'max_of'];

/** What the grammar wants in the part that a mistake stands in. */
const WANTED: Readonly<Record<string, string | undefined>> = {
  LabelMatchers: 'matchers with commas between them, such as {job="a", pod=~"b.*"},',
  UnquotedLabelMatcher: 'a label, one of = != =~ !~ and a text in quotes',
  QuotedLabelMatcher: 'a label, one of = != =~ !~ and a text in quotes',
  GroupingLabels: 'labels in brackets, such as (job, pod),',
  AggregateModifier: 'labels in brackets, such as (job, pod),',
  AggregateExpr: 'what is aggregated, in brackets,',
  MatrixSelector: 'a duration and "]"',
  SubqueryExpr: 'a duration, ":", perhaps another duration, and "]"',
  DurationExpr: 'a duration such as 5m',
  OffsetExpr: 'a duration such as 5m',
  OffsetDurationExpr: 'a duration such as 5m',
  StepInvariantExpr: 'a time in seconds, start() or end()',
  BinaryExpr: 'an expression on the right of the operator',
  UnaryExpr: 'an expression',
  FunctionCallBody: 'an argument, "," or ")"',
  ParenExpr: 'an expression and ")"',
};

/** The first thing by which a text is no PromQL; undefined if it is. */
export function syntaxProblem(expression: string, tree: Tree, features: Features): PromqlProblem | undefined {
  const { tokens, problem } = tokensOf(expression);
  if (tokens.length === 0 && !problem) { return { at: 0, what: 'there is no expression' }; }
  const found = [
    ...problem ? [problem] : [],
    ...tokens.flatMap((token, index) =>
      wordProblem(token, tokens[index - 1], tokens[index + 1], features) ?? literalProblem(token) ?? []),
    // Behind a text that does not end there is nothing to look at.
    ...problem ? [] : mistakeProblem(expression, tree, tokens),
  ];
  return found.reduce<PromqlProblem | undefined>((first, each) => first && first.at <= each.at ? first : each, undefined);
}

function tokensOf(expression: string): { readonly tokens: readonly Token[]; readonly problem?: PromqlProblem } {
  const tokens: Token[] = [];
  const around: boolean[] = [];
  for (let at = 0; at < expression.length;) {
    SPACE.lastIndex = at;
    const space = SPACE.exec(expression);
    if (space) { at += space[0].length; continue; }
    const [kind, text] = tokenAt(expression, at);
    if (kind === 'sign' && '"\'`'.includes(text)) {
      return { tokens, problem: { at, what: `the text that begins here has no closing ${text}` } };
    }
    const ofDuration = (around.at(-1) ?? false) || tokens.at(-1)?.text.toLowerCase() === 'offset';
    tokens.push({ kind, text, at, ofDuration });
    if (text === '[' || text === '(') { around.push(text === '[' || ofDuration); }
    if (text === ']' || text === ')') { around.pop(); }
    at += text.length;
  }
  return { tokens };
}

function tokenAt(expression: string, at: number): readonly [kind: Token['kind'], text: string] {
  for (const [kind, form] of TOKENS) {
    form.lastIndex = at;
    const [text] = form.exec(expression) ?? [];
    if (text !== undefined) { return [kind, text]; }
  }
  return ['sign', expression[at] ?? ''];
}

/** A function that Prometheus does not have, or not without a flag. */
function wordProblem(
  { kind, text, at, ofDuration }: Token, before: Token | undefined, next: Token | undefined, features: Features,
): PromqlProblem | undefined {
  const word = text.toLowerCase();
  if (kind !== 'word') { return undefined; }
  const aggregation = AGGREGATIONS.get(word);
  const aggregates = aggregation && (next?.text === '(' || ['by', 'without'].includes(next?.text.toLowerCase() ?? ''));
  if (next?.text !== '(' && !aggregates) { return undefined; }
  const isTime = before?.text === '@' && (word === 'start' || word === 'end');
  if (isTime || (ofDuration && OF_DURATIONS.includes(text)) || KEYWORDS.includes(word)) { return undefined; }
  const known = aggregation ?? FUNCTIONS.get(text);
  // What is wrong after `by` is that its list has no brackets.
  if (!known && LISTED.includes(before?.text.toLowerCase() ?? '')) { return undefined; }
  if (!known) { return { at, what: `there is no function ${text}()${suggestion(text)}` }; }
  if (known.feature === undefined || features.includes(known.feature)) { return undefined; }
  return { at, what: `${text}() is experimental: it needs ${known.feature} in enableFeatures of Prometheus` };
}

function suggestion(text: string): string {
  if (text === 'holt_winters') { return '; since Prometheus 3 it is called double_exponential_smoothing()'; }
  const near = nearest(text, [...FUNCTIONS.keys(), ...AGGREGATIONS.keys()]);
  return near === undefined ? '' : `; did you mean ${near}()?`;
}

/** A number with units that is no duration, a text with a broken escape, or a blank that is none. */
function literalProblem({ kind, text, at }: Token): PromqlProblem | undefined {
  if (kind === 'sign' && text.trim() === '') {
    const code = text.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    return { at, what: `this blank is not a plain one (U+${code})` };
  }
  if (kind === 'number' && /^\d[\d.]*[a-z]/i.test(text) && !/^(?:0x[\da-f]+|[\d.]+e[+-]?\d+)$/i.test(text)) {
    const what = durationProblem(text);
    return what === undefined ? undefined : { at, what };
  }
  const read = kind === 'text' ? readTextLiteral(text) : { value: '' };
  return 'why' in read ? { at: at + read.wrongAt, what: read.why } : undefined;
}

/** The first mistake that the grammar finds. */
function mistakeProblem(expression: string, tree: Tree, tokens: readonly Token[]): PromqlProblem[] {
  const mistakes: Node[] = [];
  tree.iterate({ enter: ({ type, node }) => { if (type.isError) { mistakes.push(node); } } });
  const [mistake] = mistakes;
  if (!mistake) { return []; }
  const token = tokens.find(({ at, text }) => at + text.length > mistake.from);
  const bracket = bracketProblem(tokens);
  // A bracket that is missing at the end or superfluous is the better reason, if nothing else is wrong before it.
  if (bracket && (token === undefined || token.at === bracket.seenAt)) { return [bracket.problem]; }
  const wanted = WANTED[mistake.parent?.name ?? ''] ?? 'an operator, or the end of the expression,';
  if (!token) { return [{ at: expression.trimEnd().length, what: `the expression ends where ${wanted} is expected` }]; }
  const before = tokens[tokens.indexOf(token) - 1];
  if (token.text === ')' && before?.text === ',') { return [{ at: before.at, what: 'behind this comma an argument is missing' }]; }
  if (token.text === '=') {
    return [{ at: token.at, what: '"=" compares a label with a text inside of { }; values are compared with ==' }];
  }
  return [{ at: token.at, what: `${JSON.stringify(token.text)} stands where ${wanted} is expected` }];
}

const CLOSING: Readonly<Record<string, string | undefined>> = { '(': ')', '[': ']', '{': '}' };

/** A bracket without its partner. `seenAt`: where that is noticed; at the end if not given. */
function bracketProblem(tokens: readonly Token[]): { readonly problem: PromqlProblem; readonly seenAt?: number } | undefined {
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.kind !== 'sign') { continue; }
    if (CLOSING[token.text] !== undefined) { open.push(token); }
    if (!')]}'.includes(token.text)) { continue; }
    const last = open.pop();
    if (!last) { return { problem: { at: token.at, what: `"${token.text}" closes nothing` }, seenAt: token.at }; }
    const wanted = CLOSING[last.text] ?? '';
    if (wanted !== token.text) {
      const what = `"${token.text}" stands where "${wanted}" has to close the "${last.text}" before`;
      return { problem: { at: token.at, what }, seenAt: token.at };
    }
  }
  const last = open.at(-1);
  return last && { problem: { at: last.at, what: `this "${last.text}" is never closed` } };
}
