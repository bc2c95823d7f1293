/** A length of time as PromQL writes it: whole numbers, no fractions. */
export type PromDuration = `${number}${'s' | 'm' | 'h' | 'd' | 'w' | 'y'}`;

/** What a label has to be: a text stands for equality. */
export type LabelMatcher = string | { readonly operator: '=' | '!=' | '=~' | '!~'; readonly value: string };

/** Which labels two sides of an operator are paired by. */
export interface VectorMatching {
  /** Only these labels have to agree. @default - all labels */
  readonly on?: readonly string[];
  /** All labels but these have to agree. @default - all labels */
  readonly ignoring?: readonly string[];
  /** The side with many series per partner keeps these labels of the other. @default - each series has one partner */
  readonly groupLeft?: readonly string[];
}

/** What is left of the labels after an aggregation. */
export interface Grouping {
  /** Only these. @default - none, or all but `without` */
  readonly by?: readonly string[];
  /** All but these. @default - none, or those of `by` */
  readonly without?: readonly string[];
}

/** One side of an operator: another expression, or a number. */
export type Operand = Expression | number;

/** A PromQL expression that is put together from typed parts, so that brackets, quotes and label lists are always right. */
export class Expression {
  /**
   * @param text - the expression
   * @param atom - whether it keeps its meaning beside an operator without brackets
   */
  constructor(private readonly text: string, private readonly atom = true) {}

  /** The expression as Prometheus reads it. */
  public toString(): string { return this.text; }

  /** `+`. */
  public plus(other: Operand, matching?: VectorMatching): Expression { return this.binary('+', other, matching); }
  /** `-`. */
  public minus(other: Operand, matching?: VectorMatching): Expression { return this.binary('-', other, matching); }
  /** `*`. */
  public times(other: Operand, matching?: VectorMatching): Expression { return this.binary('*', other, matching); }
  /** `/`. */
  public dividedBy(other: Operand, matching?: VectorMatching): Expression { return this.binary('/', other, matching); }

  /** `==` as a filter: keeps the series for which it holds. */
  public equals(other: Operand, matching?: VectorMatching): Expression { return this.binary('==', other, matching); }
  /** `!=` as a filter: keeps the series for which it holds. */
  public differsFrom(other: Operand, matching?: VectorMatching): Expression { return this.binary('!=', other, matching); }
  /** `>` as a filter: keeps the series for which it holds. */
  public above(other: Operand, matching?: VectorMatching): Expression { return this.binary('>', other, matching); }
  /** `>=` as a filter: keeps the series for which it holds. */
  public atLeast(other: Operand, matching?: VectorMatching): Expression { return this.binary('>=', other, matching); }
  /** `<` as a filter: keeps the series for which it holds. */
  public below(other: Operand, matching?: VectorMatching): Expression { return this.binary('<', other, matching); }
  /** `<=` as a filter: keeps the series for which it holds. */
  public atMost(other: Operand, matching?: VectorMatching): Expression { return this.binary('<=', other, matching); }

  /** `and`: the series that the other side has too. */
  public and(other: Expression, matching?: VectorMatching): Expression { return this.binary('and', other, matching); }
  /** `or`: these series, and those that only the other side has. */
  public or(other: Expression, matching?: VectorMatching): Expression { return this.binary('or', other, matching); }
  /** `unless`: the series that the other side has not. */
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

  /** The samples of a window: `metric[range]`. */
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

/** The time of the evaluation, in seconds since 1970. */
export const time = (): Expression => new Expression('time()');
/** A series without labels that has this value. */
export const vector = (value: number): Expression => new Expression(`vector(${value})`);
/** 1 if there is no such series, and nothing if there is one. */
export const absent = (of: Expression): Expression => call('absent', of);
/** The value without its sign. */
export const abs = (of: Expression): Expression => call('abs', of);
/** How often the value changed within the window. */
export const changes = (of: Expression, range: PromDuration): Expression => windowed('changes', of, range);
/** How much a gauge grew within the window; negative if it shrank. */
export const delta = (of: Expression, range: PromDuration): Expression => windowed('delta', of, range);
/** How much a counter grew within the window. */
export const increase = (of: Expression, range: PromDuration): Expression => windowed('increase', of, range);
/** How much a counter grew per second, on average over the window. */
export const rate = (of: Expression, range: PromDuration): Expression => windowed('rate', of, range);
/** How fast a gauge changes, per second, by linear regression over the window. */
export const deriv = (of: Expression, range: PromDuration): Expression => windowed('deriv', of, range);
/** The smallest value within the window. */
export const minOverTime = (of: Expression, range: PromDuration): Expression => windowed('min_over_time', of, range);
/** The largest value within the window. */
export const maxOverTime = (of: Expression, range: PromDuration): Expression => windowed('max_over_time', of, range);
/** The last value within the window. */
export const lastOverTime = (of: Expression, range: PromDuration): Expression => windowed('last_over_time', of, range);
/** The value a gauge will have in so many seconds, by linear regression over the window. */
export const predictLinear = (of: Expression, range: PromDuration, seconds: number): Expression =>
  new Expression(`predict_linear(${of.over(range)}, ${seconds})`);
/** A quantile, from 0 to 1, of a classic histogram's buckets. */
export const histogramQuantile = (quantile: number, of: Expression): Expression =>
  new Expression(`histogram_quantile(${quantile}, ${of.toString()})`);

/** The sum of the series. */
export const sum = (of: Expression, grouping?: Grouping): Expression => aggregate('sum', of, grouping);
/** The smallest of the series. */
export const min = (of: Expression, grouping?: Grouping): Expression => aggregate('min', of, grouping);
/** The largest of the series. */
export const max = (of: Expression, grouping?: Grouping): Expression => aggregate('max', of, grouping);
/** How many series there are. */
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
