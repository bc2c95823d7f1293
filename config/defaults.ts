import { influencesOf, sourceOf } from './derive';
import { formatPath, isWithin, valueAt, type ConfigPath, type Problem } from './problem';

/** What tells a value that somebody wrote from one that nobody did. */
export interface Filled {
  /** True when the file says the value at a path. */
  readonly isWritten: (path: ConfigPath) => boolean;
  /** The file with every default in it, its lists indexed as in the file; undefined if it is too wrong for that. */
  readonly config: unknown;
  /** Whether the default of gitops.path comes from whoever loads the file. @default false */
  readonly placed?: boolean;
}

/** Adds to a problem which of the values it speaks of are defaults, so that nobody looks for them in the file. */
export function admitDefaults(problem: Problem, filled: Filled): Problem {
  const notes = unwritten(problem, filled).map((path) => {
    const subject = path === problem.path ? 'it' : formatPath(path);
    const value = describe(valueAt(filled.config, path));
    const source = madeFrom(path, filled);
    if (value === undefined) { return `${subject} is not in the file, so its defaults apply`; }
    return `${subject} is not in the file: its default${source === undefined ? '' : `, derived from ${source},`} is ${value}`;
  });
  return { ...problem, what: [problem.what, ...notes].join('; ') };
}

/** The value to show for a problem: the one it blames or, where nobody wrote that, the first written one that it rests on. */
export function shownAt({ path, related = [] }: Problem, { isWritten }: Filled): ConfigPath {
  return [path, ...related, ...[path, ...related].flatMap(sources)].find((each) => each.length > 0 && isWritten(each)) ?? path;
}

/** Everything a verdict rests on, through defaults that are made from other values too. */
export function restsOn({ path, related = [] }: Problem, { isWritten }: Filled): ConfigPath[] {
  const named = [path, ...related];
  return [...named, ...named.filter((each) => !isWritten(each)).flatMap(influencesOf)];
}

/** The values a problem names that have a default and are not in the file, each once and as precisely as it is named. */
function unwritten({ path, related = [] }: Problem, { isWritten, config }: Filled): ConfigPath[] {
  const named = [path, ...related].filter((each) => each.length > 0 && !isWritten(each) && valueAt(config, each) !== undefined);
  return named.filter((each, index) => !named.some((other, place) =>
    isWithin(other, each) && (other.length > each.length || place < index)));
}

/** The nearest written key that a default is made from, or else the one everything begins with. */
function madeFrom(path: ConfigPath, { isWritten, placed = false }: Filled): string | undefined {
  if (placed && formatPath(path) === 'gitops.path') { return 'where the file lies'; }
  const chain = sources(path);
  const source = chain.find(isWritten) ?? chain[chain.length - 1];
  return source && formatPath(source);
}

/** What a default is made from, nearest first. */
function sources(path: ConfigPath): ConfigPath[] {
  const source = sourceOf(path);
  return source === undefined ? [] : [source, ...sources(source)];
}

/** A default in few words, the items of a list by their names; undefined for a mapping, which has too many. */
function describe(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') { return String(value); }
  if (!Array.isArray(value)) { return undefined; }
  if (value.length === 0) { return 'an empty list'; }
  const words = value.map((item: unknown) => describe(valueAt(item, ['name']) ?? item));
  return words.every((word) => word !== undefined) ? words.join(', ') : undefined;
}
