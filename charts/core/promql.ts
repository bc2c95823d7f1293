/** A length of time as PromQL writes it: whole numbers, no fractions. */
export type PromDuration = `${number}${'s' | 'm' | 'h' | 'd' | 'w' | 'y'}`;

/** What a label has to be: a text stands for equality. */
export type LabelMatcher = string | { readonly operator: '=' | '!=' | '=~' | '!~'; readonly value: string };

/** Which labels two sides of an operator are paired by. */
export interface VectorMatching {
  readonly on?: readonly string[];
  readonly ignoring?: readonly string[];
  /** The side with many series per partner keeps these labels of the other. */
  readonly groupLeft?: readonly string[];
}

/** What is left of the labels after an aggregation. */
export interface Grouping {
  readonly by?: readonly string[];
  readonly without?: readonly string[];
}

type Operand = Expression | number;

/** A PromQL expression that is put together from typed parts, so that brackets, quotes and label lists are always right. */
export class Expression {
  constructor(private readonly text: string, private readonly atom = true) {}

  public toString(): string { return this.text; }

  public plus(other: Operand, matching?: VectorMatching): Expression { return this.binary('+', other, matching); }
  public minus(other: Operand, matching?: VectorMatching): Expression { return this.binary('-', other, matching); }
  public times(other: Operand, matching?: VectorMatching): Expression { return this.binary('*', other, matching); }
  public dividedBy(other: Operand, matching?: VectorMatching): Expression { return this.binary('/', other, matching); }

  public equals(other: Operand, matching?: VectorMatching): Expression { return this.binary('==', other, matching); }
  public differsFrom(other: Operand, matching?: VectorMatching): Expression { return this.binary('!=', other, matching); }
  public above(other: Operand, matching?: VectorMatching): Expression { return this.binary('>', other, matching); }
  public atLeast(other: Operand, matching?: VectorMatching): Expression { return this.binary('>=', other, matching); }
  public below(other: Operand, matching?: VectorMatching): Expression { return this.binary('<', other, matching); }
  public atMost(other: Operand, matching?: VectorMatching): Expression { return this.binary('<=', other, matching); }

  public and(other: Expression, matching?: VectorMatching): Expression { return this.binary('and', other, matching); }
  public or(other: Expression, matching?: VectorMatching): Expression { return this.binary('or', other, matching); }
  public unless(other: Expression, matching?: VectorMatching): Expression { return this.binary('unless', other, matching); }

  /** The expression as it was some time ago, evaluated over a window: `expr[range:]`. */
  public over(range: PromDuration): string { return this.atom ? `${this.text}[${range}:]` : `(${this.text})[${range}:]`; }

  private binary(operator: string, other: Operand, matching: VectorMatching = {}): Expression {
    const modifiers = [
      ...matching.on ? [` on (${matching.on.join(', ')})`] : [],
      ...matching.ignoring ? [` ignoring (${matching.ignoring.join(', ')})`] : [],
      ...matching.groupLeft ? [` group_left (${matching.groupLeft.join(', ')})`] : [],
    ].join('');
    const right = typeof other === 'number' ? String(other) : other.operand();
    return new Expression(`${this.operand()} ${operator}${modifiers} ${right}`, false);
  }

  private operand(): string { return this.atom ? this.text : `(${this.text})`; }
}

/** The samples of a metric, now or over a window. */
export class Selector extends Expression {
  private readonly selector: string;
  private readonly shift: string;

  constructor(private readonly name: string, private readonly matchers: Readonly<Record<string, LabelMatcher>>, offset?: PromDuration) {
    const labels = Object.entries(matchers).map(([label, matcher]) => `${label}${matcherText(matcher)}`);
    const selector = labels.length === 0 ? name : `${name}{${labels.join(',')}}`;
    const shift = offset ? ` offset ${offset}` : '';
    super(`${selector}${shift}`);
    this.selector = selector;
    this.shift = shift;
  }

  public override over(range: PromDuration): string { return `${this.selector}[${range}]${this.shift}`; }

  /** The same as it was that long ago. */
  public ago(offset: PromDuration): Selector { return new Selector(this.name, this.matchers, offset); }
}

/** `name{label="value"}`. */
export const metric = (name: string, matchers: Readonly<Record<string, LabelMatcher>> = {}): Selector => new Selector(name, matchers);

/** A label that matches a regular expression (RE2, anchored at both ends). */
export const matches = (value: string): LabelMatcher => ({ operator: '=~', value });
/** A label that matches no part of a regular expression. */
export const matchesNot = (value: string): LabelMatcher => ({ operator: '!~', value });
/** A label that has another value. */
export const not = (value: string): LabelMatcher => ({ operator: '!=', value });

export const time = (): Expression => new Expression('time()');
export const vector = (value: number): Expression => new Expression(`vector(${value})`);
export const absent = (of: Expression): Expression => call('absent', of);
export const abs = (of: Expression): Expression => call('abs', of);
export const changes = (of: Expression, range: PromDuration): Expression => windowed('changes', of, range);
export const delta = (of: Expression, range: PromDuration): Expression => windowed('delta', of, range);
export const increase = (of: Expression, range: PromDuration): Expression => windowed('increase', of, range);
export const rate = (of: Expression, range: PromDuration): Expression => windowed('rate', of, range);
export const deriv = (of: Expression, range: PromDuration): Expression => windowed('deriv', of, range);
export const minOverTime = (of: Expression, range: PromDuration): Expression => windowed('min_over_time', of, range);
export const maxOverTime = (of: Expression, range: PromDuration): Expression => windowed('max_over_time', of, range);
export const lastOverTime = (of: Expression, range: PromDuration): Expression => windowed('last_over_time', of, range);
export const predictLinear = (of: Expression, range: PromDuration, seconds: number): Expression =>
  new Expression(`predict_linear(${of.over(range)}, ${seconds})`);
export const histogramQuantile = (quantile: number, of: Expression): Expression =>
  new Expression(`histogram_quantile(${quantile}, ${of.toString()})`);

export const sum = (of: Expression, grouping?: Grouping): Expression => aggregate('sum', of, grouping);
export const min = (of: Expression, grouping?: Grouping): Expression => aggregate('min', of, grouping);
export const max = (of: Expression, grouping?: Grouping): Expression => aggregate('max', of, grouping);
export const count = (of: Expression, grouping?: Grouping): Expression => aggregate('count', of, grouping);

function call(name: string, of: Expression): Expression {
  return new Expression(`${name}(${of.toString()})`);
}

function windowed(name: string, of: Expression, range: PromDuration): Expression {
  return new Expression(`${name}(${of.over(range)})`);
}

function aggregate(name: string, of: Expression, { by, without }: Grouping = {}): Expression {
  const grouping = by ? ` by (${by.join(', ')}) ` : without ? ` without (${without.join(', ')}) ` : '';
  return new Expression(`${name}${grouping}(${of.toString()})`);
}

function matcherText(matcher: LabelMatcher): string {
  const { operator, value } = typeof matcher === 'string' ? { operator: '=', value: matcher } : matcher;
  // PromQL's double-quoted strings follow Go's escapes, of which JSON's are a part.
  return `${operator}${JSON.stringify(value)}`;
}
