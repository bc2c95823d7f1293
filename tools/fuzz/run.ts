import { dump } from 'js-yaml';
import { parse } from 'yaml';
import { judgeCase, type CaseOutcome } from './judge-case';
import { changeData } from './mutate-data';
import { changeText } from './mutate-text';
import type { CompiledData } from './paths';
import { Random } from './random';

/** A case that should not have ended as it did. */
export interface Failure {
  /** Which case of the run; the first is 0. */
  readonly index: number;
  /** What happened. */
  readonly failure: string;
  /** The smallest text found for which the same happens. */
  readonly text: string;
}

/** What came of a run. */
export interface RunResult {
  /** How many cases were labs. */
  readonly taken: number;
  /** How many were refused in good order. */
  readonly refused: number;
  /** The first case of each kind of failure. */
  readonly failures: readonly Failure[];
  /** How many cases failed. */
  readonly failed: number;
  /** The slowest case, in milliseconds of CPU. */
  readonly slowest: number;
}

/** How a run goes. */
export interface RunOptions {
  /** Texts of valid labs that the cases are made from. */
  readonly texts: readonly string[];
  /** Names of keys that a configuration can have. */
  readonly keys: readonly string[];
  /** How many cases. */
  readonly count: number;
  /** Which cases: the same seed gives the same. */
  readonly seed: number;
  /** CPU time that a case may take, in milliseconds. */
  readonly limit: number;
  /** Called after each case. @default - nothing is called */
  readonly onCase?: (index: number) => void;
}

/** One case in this many is taken twice, and has to give the same. */
const TWICE = 100;
/** Tries to make a failing text smaller. */
const TRIES = 300;

/** The text of one case: it depends on seed and index alone, so that a single case can be looked at. */
export function caseText({ texts, keys, seed }: Pick<RunOptions, 'texts' | 'keys' | 'seed'>, index: number): string {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  const base = random.pick(texts);
  const steps = random.pick([1, 1, 1, 2, 2, 3, 4]);
  if (random.chance(0.35)) {
    let text = base;
    for (let step = 0; step < steps; step++) { text = changeText(random, text); }
    return text;
  }
  const data = (parse(base) ?? {}) as CompiledData;
  for (let step = 0; step < steps; step++) { changeData(random, data, keys); }
  const text = written(data);
  return random.chance(0.1) ? changeText(random, text) : text;
}

function written(data: CompiledData): string {
  try { return dump(data, { noRefs: true, lineWidth: -1 }); } catch { return JSON.stringify(data); }
}

/** Makes texts near valid labs, and takes each the whole way. */
export function fuzz(options: RunOptions): RunResult {
  const { count, limit, onCase = () => undefined } = options;
  const counts = { taken: 0, refused: 0, failed: 0 };
  const failures = new Map<string, Failure>();
  let slowest = 0;
  for (let index = 0; index < count; index++) {
    const text = caseText(options, index);
    const first = judgeCase(text, limit);
    // A machine that is busy, or a compiler that is not warm yet, is no fault.
    const outcome = isSlow(first) ? judgeCase(text, limit) : first;
    slowest = Math.max(slowest, outcome.milliseconds);
    const differs = index % TWICE === 0 && outcome.state !== 'failed' && judgeCase(text, limit).output !== outcome.output;
    const failure = differs ? 'gives something else the second time' : outcome.failure;
    counts[failure === undefined ? outcome.state : 'failed']++;
    if (failure !== undefined && !failures.has(kindOf(failure))) {
      failures.set(kindOf(failure), { index, failure, text: differs || isSlow(outcome) ? text : smaller(text, failure, limit) });
    }
    onCase(index);
  }
  return { ...counts, slowest, failures: [...failures.values()] };
}

function isSlow({ failure }: CaseOutcome): boolean { return failure?.includes('ms of CPU') ?? false; }

/** Failures that differ only in what they quote are one. */
function kindOf(failure: string): string { return failure.replaceAll(/"[^"]*"|\d+/g, '_').slice(0, 100); }

/** Takes lines away as long as the same failure stays, then halves of long lines. */
function smaller(text: string, failure: string, limit: number): string {
  let tries = TRIES;
  const fails = (candidate: string): boolean => {
    tries--;
    const found = judgeCase(candidate, limit).failure;
    return found !== undefined && kindOf(found) === kindOf(failure);
  };
  let lines = text.split('\n');
  for (let size = Math.ceil(lines.length / 2); size >= 1 && tries > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < lines.length && tries > 0;) {
      const candidate = [...lines.slice(0, start), ...lines.slice(start + size)];
      if (candidate.length < lines.length && fails(candidate.join('\n'))) { lines = candidate; } else { start += size; }
    }
  }
  return lines.join('\n');
}
