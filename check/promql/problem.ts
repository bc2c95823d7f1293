/** Something that Prometheus would refuse in an expression. */
export interface PromqlProblem {
  /** Where, as the number of characters before it. */
  readonly at: number;
  /** What is wrong, and what would be right. No full stop at the end. */
  readonly what: string;
}

/** How rules are read. */
export interface RuleOptions {
  /** `enableFeatures` of Prometheus. @default - nothing, as in the chart */
  readonly features?: Features;
  /** False to leave out expressions, which takes a tenth of a second for those of a lab. @default true */
  readonly expressions?: boolean;
}

/** Flags of Prometheus (`--enable-feature`) by name, which switch on parts of the language. */
export type Features = readonly string[];
