/** A length of time as PromQL writes it: whole numbers, no fractions. */
export type PromDuration = `${number}${'s' | 'm' | 'h' | 'd' | 'w' | 'y'}`;

/** What a label has to be: a text stands for equality. */
export type LabelMatcher = string | { readonly operator: '=' | '!=' | '=~' | '!~'; readonly value: string };

/** Which labels two sides of an operator are paired by. */
export interface VectorMatching {
  /** Only these labels. @default - all */
  readonly on?: readonly string[];
  /** All labels but these. @default - none of them */
  readonly ignoring?: readonly string[];
  /** The side with many series per partner keeps these labels of the other. @default - each series has one partner */
  readonly groupLeft?: readonly string[];
}

/** What is left of the labels after an aggregation. */
export interface Grouping {
  /** These labels only. @default - none */
  readonly by?: readonly string[];
  /** All labels but these. @default - none */
  readonly without?: readonly string[];
}

/** One side of an operator: another expression, or a number. */
export type Operand = Expression | number;

/** A PromQL expression that is put together from typed parts, so that brackets, quotes and label lists are always right. */
export class Expression {
  /**
   * @param text - the expression as PromQL
   * @param atom - whether it needs no brackets as a part of another one @default true
   */
  constructor(private readonly text: string, private readonly atom = true) {}

  /** The expression as PromQL. */
  public toString(): string { return this.text; }

  /** `this + other`. */
  public plus(other: Operand, matching?: VectorMatching): Expression { return this.binary('+', other, matching); }
  /** `this - other`. */
  public minus(other: Operand, matching?: VectorMatching): Expression { return this.binary('-', other, matching); }
  /** `this * other`. */
  public times(other: Operand, matching?: VectorMatching): Expression { return this.binary('*', other, matching); }
  /** `this / other`. */
  public dividedBy(other: Operand, matching?: VectorMatching): Expression { return this.binary('/', other, matching); }

  /** Keeps the series whose value is `other`. */
  public equals(other: Operand, matching?: VectorMatching): Expression { return this.binary('==', other, matching); }
  /** Keeps the series whose value is not `other`. */
  public differsFrom(other: Operand, matching?: VectorMatching): Expression { return this.binary('!=', other, matching); }
  /** Keeps the series above `other`. */
  public above(other: Operand, matching?: VectorMatching): Expression { return this.binary('>', other, matching); }
  /** Keeps the series at or above `other`. */
  public atLeast(other: Operand, matching?: VectorMatching): Expression { return this.binary('>=', other, matching); }
  /** Keeps the series below `other`. */
  public below(other: Operand, matching?: VectorMatching): Expression { return this.binary('<', other, matching); }
  /** Keeps the series at or below `other`. */
  public atMost(other: Operand, matching?: VectorMatching): Expression { return this.binary('<=', other, matching); }

  /** Keeps the series that `other` has too. */
  public and(other: Expression, matching?: VectorMatching): Expression { return this.binary('and', other, matching); }
  /** Adds the series that only `other` has. */
  public or(other: Expression, matching?: VectorMatching): Expression { return this.binary('or', other, matching); }
  /** Keeps the series that `other` does not have. */
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

  /**
   * @param name - name of the metric
   * @param matchers - what its labels have to be
   * @param offset - how long ago @default - now
   */
  constructor(private readonly name: string, private readonly matchers: Readonly<Record<string, LabelMatcher>>, offset?: PromDuration) {
    const labels = Object.entries(matchers).map(([label, matcher]) => `${label}${matcherText(matcher)}`);
    const selector = labels.length === 0 ? name : `${name}{${labels.join(',')}}`;
    const shift = offset ? ` offset ${offset}` : '';
    super(`${selector}${shift}`);
    this.selector = selector;
    this.shift = shift;
  }

  /** The samples of a window that ends now, or at the offset: `metric[range]`. */
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

/** `time()`: when the expression is evaluated, in seconds since 1970. */
export const time = (): Expression => new Expression('time()');
/** `vector(value)`: one series without labels. */
export const vector = (value: number): Expression => new Expression(`vector(${value})`);
/** `absent(of)`: 1 if there is no such series. */
export const absent = (of: Expression): Expression => call('absent', of);
/** `abs(of)`: without the sign. */
export const abs = (of: Expression): Expression => call('abs', of);
/** `changes(of[range])`: how often the value changed. */
export const changes = (of: Expression, range: PromDuration): Expression => windowed('changes', of, range);
/** `delta(of[range])`: how much a gauge changed. */
export const delta = (of: Expression, range: PromDuration): Expression => windowed('delta', of, range);
/** `increase(of[range])`: how much a counter grew. */
export const increase = (of: Expression, range: PromDuration): Expression => windowed('increase', of, range);
/** `rate(of[range])`: growth of a counter per second. */
export const rate = (of: Expression, range: PromDuration): Expression => windowed('rate', of, range);
/** `deriv(of[range])`: slope of a gauge per second. */
export const deriv = (of: Expression, range: PromDuration): Expression => windowed('deriv', of, range);
/** `min_over_time(of[range])`. */
export const minOverTime = (of: Expression, range: PromDuration): Expression => windowed('min_over_time', of, range);
/** `max_over_time(of[range])`. */
export const maxOverTime = (of: Expression, range: PromDuration): Expression => windowed('max_over_time', of, range);
/** `last_over_time(of[range])`: the newest sample of the window. */
export const lastOverTime = (of: Expression, range: PromDuration): Expression => windowed('last_over_time', of, range);
/** `predict_linear(of[range], seconds)`: the value that a gauge will have, if it goes on so. */
export const predictLinear = (of: Expression, range: PromDuration, seconds: number): Expression =>
  new Expression(`predict_linear(${of.over(range)}, ${seconds})`);
/** `histogram_quantile(quantile, of)`, with `quantile` from 0 to 1. */
export const histogramQuantile = (quantile: number, of: Expression): Expression =>
  new Expression(`histogram_quantile(${quantile}, ${of.toString()})`);

/** `sum by (labels) (of)`. */
export const sum = (of: Expression, grouping?: Grouping): Expression => aggregate('sum', of, grouping);
/** `min by (labels) (of)`. */
export const min = (of: Expression, grouping?: Grouping): Expression => aggregate('min', of, grouping);
/** `max by (labels) (of)`. */
export const max = (of: Expression, grouping?: Grouping): Expression => aggregate('max', of, grouping);
/** `count by (labels) (of)`. */
export const count = (of: Expression, grouping?: Grouping): Expression => aggregate('count', of, grouping);

function call(name: string, of: Expression): Expression {
  return new Expression(`${name}(${of.toString()})`);
}

function windowed(name: string, of: Expression, range: PromDuration): Expression {
  return new Expression(`${name}(${of.over(range)})`);
}

function aggregate(name: string, of: Expression, { by, without }: Grouping = {}): Expression {
  return new Expression(`${name}${grouped('by', by)}${by ? '' : grouped('without', without)}(${of.toString()})`);
}

function grouped(keyword: 'by' | 'without', labels: readonly string[] | undefined): string {
  return labels ? ` ${keyword} (${labels.join(', ')}) ` : '';
}

function matcherText(matcher: LabelMatcher): string {
  const { operator, value } = typeof matcher === 'string' ? { operator: '=', value: matcher } : matcher;
  // PromQL's double-quoted strings follow Go's escapes, of which JSON's are a part.
  return `${operator}${JSON.stringify(value)}`;
}
