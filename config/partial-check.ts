import type { z } from 'zod';
import type { ConfigCheck } from './checks';
import { restsOn, type Filled } from './defaults';
import { derive, type LoaderDefaults } from './derive';
import { paramsOf } from './objection';
import { isError, isWithin, valueAt, type ConfigPath, type Problem } from './problem';
import { homelabSchema, type HomelabConfig } from './schema';
import { unionAt } from './schema-at';
import type { YamlSource } from './source';
import { resolveUnions } from './union-issues';

type Issue = z.core.$ZodIssue;

/** What the checks say of the values that are left. */
export interface PartialCheck {
  /** With paths as in the file. */
  readonly problems: readonly Problem[];
  /** Those values and the defaults, its lists indexed as in the file. @default - too little is left */
  readonly config?: unknown;
}

/**
 * Checks between fields for a file that has field errors too, so that a user sees all at once: whatever is wrong gives way to its default
 * or to a stand-in, a list item that cannot do without it is left out, and a verdict that rests on a replaced value is dropped.
 *
 * @param issues - what is wrong with the fields
 */
export function checkPartly(
  source: YamlSource, issues: readonly Issue[], checks: readonly ConfigCheck[], defaults: LoaderDefaults,
): PartialCheck {
  const repaired = repair(source.data, issues);
  if (repaired === undefined) { return { problems: [] }; }
  const { config: written, replaced, inFile, asInFile } = repaired;
  const config = derive(written, defaults);
  const filled: Filled = { isWritten: (where) => source.has(where), config: asInFile(config) };
  const isReplaced = (where: ConfigPath): boolean => replaced.some((unit) => isWithin(where, unit) || isWithin(unit, where));
  // What stops nothing would only distract from what does.
  const problems = checks.flatMap((check) => check(config)).filter(isError)
    .map((problem) => ({ ...problem, path: inFile(problem.path), related: problem.related?.map(inFile) ?? [] }))
    .filter((problem) => !restsOn(problem, filled).some(isReplaced));
  return { problems, config: filled.config };
}

/** One value to take out. */
interface Replacement {
  readonly path: ConfigPath;
  /** What to put in its place; a stand-in for what is missing is put there too. @default - nothing */
  readonly standIn?: unknown;
}

/** A configuration without what was wrong with it. */
interface Repaired {
  readonly config: z.output<typeof homelabSchema>;
  /** Paths of what was taken out, as in the file. */
  readonly replaced: readonly ConfigPath[];
  /** The way back from the indexes of its lists to those of the file. */
  readonly inFile: (where: ConfigPath) => ConfigPath;
  /** The whole configuration with its lists indexed as in the file; what was left out is a gap. */
  readonly asInFile: (config: HomelabConfig) => unknown;
}

/** Takes out what is wrong, and then more and more around it until the rest is valid; undefined if nothing is left. */
function repair(data: unknown, issues: readonly Issue[]): Repaired | undefined {
  const done = new Map<string, Replacement>();
  const replace = (replacement: Replacement): void => { done.set(keyOf(replacement.path), replacement); };
  issues.flatMap((issue) => firstReplacements(issue, data)).forEach(replace);
  for (;;) {
    const { draft, kept } = without(data, [...done.values()]);
    const { data: config, error } = homelabSchema.safeParse(draft);
    const inFile = (where: ConfigPath): ConfigPath => indexedAsIn(where, kept);
    if (config) {
      const replacements = [...done.values()];
      const asInFile = (whole: HomelabConfig): unknown => withoutStandIns(withGaps(whole, [], kept), replacements);
      return { config, replaced: replacements.map(({ path }) => path), inFile, asInFile };
    }
    const further = resolveUnions(homelabSchema, draft, error.issues).flatMap((issue) => {
      const next = candidates(issue, draft).map((each) => ({ ...each, path: inFile(each.path) })).find((each) => !isDone(each, done));
      return next ? [next] : [];
    });
    if (further.length === 0) { return undefined; }
    further.forEach(replace);
  }
}

/** A stand-in is tried before its key is given up, and a key that was only taken out may still get one. */
function isDone({ path, standIn }: Replacement, done: ReadonlyMap<string, Replacement>): boolean {
  const before = done.get(keyOf(path));
  return before !== undefined && (standIn === undefined || before.standIn !== undefined);
}

/** Lists whose items are checked on although one of their fields is wrong; in the others a default would clash with a neighbour. */
const CHECKED_ON = new Set<string | number | undefined>(['services', 'applications']);

/** What is taken out for an issue at first: the item for a value inside a top-level list, else the value itself. */
function firstReplacements(issue: Issue, data: unknown): Replacement[] {
  return blamedPaths(issue).map((where) => {
    const [standIn] = standIns(issue, where, data);
    const isInTopList = typeof where[1] === 'number';
    if (isInTopList && !(CHECKED_ON.has(where[0]) && (standIn !== undefined || where.length === 3))) { return { path: where.slice(0, 2) }; }
    return standIn ?? { path: where };
  });
}

/** What can be taken out for an issue, the least first. */
function candidates(issue: Issue, data: unknown): Replacement[] {
  return blamedPaths(issue).flatMap((where) => {
    // What is missing cannot be taken out, but what makes it needed can.
    const related = issue.code === 'custom' && valueAt(data, where) === undefined ? paramsOf(issue).related ?? [] : [];
    const around = [where, ...related, ...itemsAround(where), where.slice(0, 1)].filter(({ length }) => length > 0);
    return [...standIns(issue, where, data), ...around.map((path) => ({ path }))];
  });
}

/** What a mapping of several kinds gets in place of a key that its kind cannot do without, or that would tell its kind. */
function standIns(issue: Issue, where: ConfigPath, data: unknown): Replacement[] {
  const union = unionAt(homelabSchema, where, data);
  const isForeign = issue.code === 'custom' && paramsOf(issue).atKey === true;
  if (union === undefined || isForeign) { return []; }
  const known = Object.entries(union.kinds.standIns ?? {}).map(([key, standIn]) => ({ path: [...union.path, key], standIn }));
  if (where.length > union.path.length) { return known.filter(({ path }) => keyOf(path) === keyOf(where)); }
  // A mapping of no kind becomes one of the first; the keys of the others are in its way.
  return known.map((each, place) => place === 0 ? each : { path: each.path });
}

function blamedPaths(issue: Issue): ConfigPath[] {
  const where = issue.path as ConfigPath;
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...where, key]) : [where];
}

/** The list items that a path leads through, innermost first. */
function itemsAround(where: ConfigPath): ConfigPath[] {
  return where.flatMap((part, depth) => typeof part === 'number' ? [where.slice(0, depth + 1)] : []).reverse();
}

/** In place of an item that is left out, until its list is put together again. */
const GAP = Symbol('gap');
/** Indexes that the items of lists have in the file, by the path of the list. */
type KeptIndexes = ReadonlyMap<string, readonly number[]>;

/** Data without some of its values. */
function without(data: unknown, replacements: readonly Replacement[]): { draft: unknown; kept: KeptIndexes } {
  const copy: unknown = structuredClone(data);
  for (const { path, standIn } of replacements) {
    const parent = valueAt(copy, path.slice(0, -1));
    const last = path[path.length - 1];
    if (parent === null || typeof parent !== 'object' || last === undefined) { continue; }
    if (Array.isArray(parent)) { parent[Number(last)] = GAP; }
    else if (standIn === undefined) { Reflect.deleteProperty(parent, last); }
    else { (parent as Record<string | number, unknown>)[last] = standIn; }
  }
  const kept = new Map<string, readonly number[]>();
  return { draft: closeGaps(copy, [], kept), kept };
}

/** Leaves the gaps out of all lists, and notes what index each item had. */
function closeGaps(value: unknown, at: ConfigPath, kept: Map<string, readonly number[]>): unknown {
  if (Array.isArray(value)) {
    const indexes = [...value.keys()].filter((index) => value[index] !== GAP);
    kept.set(keyOf(at), indexes);
    return indexes.map((index, place) => closeGaps(value[index], [...at, place], kept));
  }
  if (value === null || typeof value !== 'object') { return value; }
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, closeGaps(child, [...at, key], kept)]));
}

function indexedAsIn(where: ConfigPath, kept: KeptIndexes): ConfigPath {
  return where.map((part, depth) => typeof part === 'number' ? kept.get(keyOf(where.slice(0, depth)))?.[part] ?? part : part);
}

/** The other way round from `closeGaps`: lists become mappings of the indexes in the file. Lists that are not in the file stay. */
function withGaps(value: unknown, at: ConfigPath, kept: KeptIndexes): unknown {
  if (value === null || typeof value !== 'object') { return value; }
  const indexes = kept.get(keyOf(at));
  if (Array.isArray(value) && indexes === undefined) { return value; }
  return Object.fromEntries(Object.entries(value).map(([key, child]) => {
    const part = Array.isArray(value) ? Number(key) : key;
    return [Array.isArray(value) ? indexes?.[Number(key)] ?? key : key, withGaps(child, [...at, part], kept)];
  }));
}

/** A stand-in is no default, so nobody is told of it. */
function withoutStandIns(whole: unknown, replacements: readonly Replacement[]): unknown {
  for (const { path, standIn } of replacements) {
    const parent = standIn === undefined ? undefined : valueAt(whole, path.slice(0, -1));
    if (typeof parent === 'object' && parent !== null) { Reflect.deleteProperty(parent, path[path.length - 1]!); }
  }
  return whole;
}

function keyOf(path: ConfigPath): string {
  return JSON.stringify(path);
}
