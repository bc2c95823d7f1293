import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { checkConfig } from './checks';
import { admitDefaults, restsOn, shownAt, type Filled } from './defaults';
import { derive, type LoaderDefaults } from './derive';
import { explainIssues } from './explain';
import { distFolder, locateLab, type LabLocation } from './location';
import { neighbourObjection } from './output-folder';
import { ConfigError, formatPath, isWithin, plain, type ConfigPath, type Position, type Problem } from './problem';
import { homelabSchema, type HomelabConfig } from './schema';
import { YamlSource } from './source';

/** A valid configuration that still knows its file, so that later checks can name a line too. */
export interface LoadedConfig {
  readonly config: HomelabConfig;
  /** True when the file itself says the value at a path; false for a default, and for what is not there at all. */
  readonly writtenAt: (path: ConfigPath) => boolean;
  /** The error for problems found after loading, each at its line. A problem that names a default says so. */
  readonly blame: (problems: readonly Problem[]) => ConfigError;
  /** Where its files are; undefined for a text that is in no file. */
  readonly location?: LabLocation;
}

/**
 * Reads and checks a configuration file.
 *
 * @param file - path of the file, as the user wrote it; messages repeat its base name
 * @param defaults - defaults that only the caller can know
 * @throws ConfigError with every problem of the file, each on a line of the form `homelab.yaml:LINE:COL path: what, how to fix it`
 */
export function loadConfig(file: string, defaults?: LoaderDefaults): LoadedConfig {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : `cannot be read (${code ?? 'unknown error'})`;
    throw new ConfigError([`${file} ${why}; name your configuration with --config FILE or HOMELAB_CONFIG, or copy the commented homelab.yaml of this project.`]);
  }
  const location = locateLab(file);
  const loaded = readConfig(decode(bytes, file), path.basename(file), { gitopsPath: location.gitopsPath, ...defaults });
  const objection = neighbourObjection(distFolder(loaded.config.gitops.path, location));
  if (objection) { throw loaded.blame([{ path: ['gitops', 'path'], what: `${objection.what} (${loaded.config.gitops.path})`, fix: objection.fix }]); }
  return { ...loaded, location };
}

/** Windows PowerShell 5.1 writes UTF-16 with `>`, and editors of old write the code page of the machine. */
function decode(bytes: Buffer, file: string): string {
  const wide = bytes.includes(0) && (bytes[0] === 0xff || bytes[0] === 0xfe || bytes[1] === 0);
  if (wide) { throw new ConfigError([`${file} is saved as UTF-16; save it as UTF-8, in PowerShell with Set-Content -Encoding utf8.`]); }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ConfigError([`${file} has bytes that are no UTF-8 text; save it as UTF-8 in your editor, and compare names with letters outside English.`]);
  }
}

/** The same for a text already in memory; `fileName` is only shown in messages. */
export function parseConfig(text: string, fileName = 'homelab.yaml', defaults?: LoaderDefaults): HomelabConfig {
  return readConfig(text, fileName, defaults).config;
}

/** The same, with what later checks need to name a line. */
export function readConfig(text: string, fileName: string, defaults: LoaderDefaults = {}): LoadedConfig {
  const source = new YamlSource(text);
  const isWritten = (where: ConfigPath): boolean => source.has(where);
  const asError = (problems: readonly Problem[], config?: unknown): ConfigError =>
    new ConfigError(report(problems, source, fileName, { isWritten, config, placed: defaults.gitopsPath !== undefined }));

  if (source.data === undefined) { throw asError(source.problems); }
  const parsed = homelabSchema.safeParse(source.data);
  if (!parsed.success) {
    const explained = explainIssues(homelabSchema, { data: source.data, written: (where) => source.written(where) }, parsed.error.issues);
    const { problems, config } = checkRest(source, parsed.error.issues.flatMap(blamedPaths), defaults);
    throw asError([...source.problems, ...explained, ...problems], config);
  }
  const config = derive(parsed.data, defaults);
  const problems = [...source.problems, ...checkConfig(config)];
  if (problems.length > 0) { throw asError(problems, config); }
  return { config, writtenAt: isWritten, blame: (found) => asError(found, config) };
}

/**
 * Checks between fields for a file that has field errors too, so that a user sees all at once: whatever is wrong gives way to its default,
 * a list item that cannot do without it is left out, and a verdict that rests on a replaced value is dropped.
 */
function checkRest(source: YamlSource, wrong: readonly ConfigPath[], defaults: LoaderDefaults): Rest {
  const first = replace(source.data, wrong.map(replacedUnit));
  const needed = first.parsed.error?.issues.map((issue) => listItem(first.inFile(issue.path as ConfigPath))) ?? [];
  const { parsed, replaced, inFile, asInFile } = needed.length === 0 ? first : replace(source.data, [...first.replaced, ...needed]);
  if (!parsed.success) { return { problems: [] }; }
  const config = derive(parsed.data, defaults);
  const filled: Filled = { isWritten: (where) => source.has(where), config: asInFile(config) };
  const isReplaced = (where: ConfigPath): boolean => replaced.some((unit) => isWithin(where, unit) || isWithin(unit, where));
  const problems = checkConfig(config)
    .map((problem) => ({ ...problem, path: inFile(problem.path), related: problem.related?.map(inFile) ?? [] }))
    .filter((problem) => !restsOn(problem, filled).some(isReplaced));
  return { problems, config: filled.config };
}

/** What the checks say of the values that are left. */
interface Rest {
  readonly problems: readonly Problem[];
  /** Those values and the defaults, its lists indexed as in the file; none if too little is left. */
  readonly config?: unknown;
}

/** Data parsed without some of its values. */
interface Replacement {
  readonly parsed: ReturnType<typeof homelabSchema.safeParse>;
  readonly replaced: readonly ConfigPath[];
  /** The way back from the indexes of its lists to those of the file. */
  readonly inFile: (where: ConfigPath) => ConfigPath;
  /** The whole configuration with its lists indexed as in the file; what was left out is a gap. */
  readonly asInFile: (config: HomelabConfig) => unknown;
}

function replace(data: unknown, replaced: readonly ConfigPath[]): Replacement {
  const draft: unknown = structuredClone(data);
  const keptIndexes = new Map<string, number[]>();
  for (const unit of replaced) { blank(draft, unit); }
  if (draft !== null && typeof draft === 'object') {
    for (const [key, list] of Object.entries(draft)) {
      if (!Array.isArray(list)) { continue; }
      const kept = list.map((item, index) => item === undefined ? -1 : index).filter((index) => index >= 0);
      keptIndexes.set(key, kept);
      (draft as Record<string, unknown>)[key] = kept.map((index) => list[index] as unknown);
    }
  }
  return {
    parsed: homelabSchema.safeParse(draft),
    replaced,
    inFile: (where) => {
      const [key, index, ...rest] = where;
      const original = typeof index === 'number' ? keptIndexes.get(String(key))?.[index] : undefined;
      return original === undefined ? where : [key as string, original, ...rest];
    },
    asInFile: (config) => Object.fromEntries(Object.entries(config).map(([key, value]: [string, unknown]) => {
      const kept = keptIndexes.get(key);
      if (kept === undefined || !Array.isArray(value)) { return [key, value]; }
      return [key, Object.fromEntries(value.map((item: unknown, index) => [kept[index] ?? index, item]))];
    })),
  };
}

function blamedPaths(issue: z.core.$ZodIssue): ConfigPath[] {
  const where = issue.path as ConfigPath;
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...where, key]) : [where];
}

/** Lists whose items are checked on although one of their fields is wrong; in the others a default would clash with a neighbour. */
const CHECKED_ON = new Set<string | number | undefined>(['services', 'applications']);

/** What is taken out for a wrong value: the item for a value inside a top-level list, else the value itself. */
function replacedUnit(where: ConfigPath): ConfigPath {
  return CHECKED_ON.has(where[0]) && where.length === 3 ? where : listItem(where);
}

function listItem(where: ConfigPath): ConfigPath {
  return typeof where[1] === 'number' ? where.slice(0, 2) : where;
}

function blank(data: unknown, where: ConfigPath): void {
  const parent = where.slice(0, -1).reduce<unknown>((at, part) => (at as Record<string | number, unknown> | undefined)?.[part], data);
  const last = where[where.length - 1];
  if (parent === null || typeof parent !== 'object' || last === undefined) { return; }
  if (Array.isArray(parent)) { parent[Number(last)] = undefined; } else { Reflect.deleteProperty(parent, last); }
}

/** One line per problem, in the order of the file. */
function report(problems: readonly Problem[], source: YamlSource, fileName: string, filled: Filled): string[] {
  const placed = problems.map((problem) => {
    const shown = shownAt(problem, filled);
    const position = problem.position ?? source.locate(shown, problem.atKey === true && shown === problem.path);
    return { problem: admitDefaults(problem, filled), isSyntax: problem.position !== undefined, position };
  });
  const lines = placed
    // What YAML itself has to say of a value comes first; a second opinion on the same value would only be its echo.
    .filter(({ isSyntax, position }) => isSyntax || !placed.some((other) => other.isSyntax && samePlace(other.position, position)))
    .sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column)
    .map(({ problem: { path: where, what, fix }, position: { line, column } }) =>
      plain(`${fileName}:${line}:${column} ${where.length > 0 ? `${formatPath(where)}: ` : ''}${what}; ${fix}`));
  return [...new Set(lines)];
}

function samePlace(a: Position, b: Position): boolean {
  return a.line === b.line && a.column === b.column;
}
