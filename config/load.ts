import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { checkConfig } from './checks';
import { explainIssues } from './explain';
import { locateLab, type LabLocation } from './location';
import { ConfigError, formatPath, isWithin, plain, type ConfigPath, type Position, type Problem } from './problem';
import { homelabSchema, type HomelabConfig } from './schema';
import { YamlSource } from './source';

/** A valid configuration that still knows its file, so that later checks can name a line too. */
export interface LoadedConfig {
  readonly config: HomelabConfig;
  /** The error for problems found after loading, each at its line. */
  readonly blame: (problems: readonly Problem[]) => ConfigError;
  /** Where its files are; undefined for a text that is in no file. */
  readonly location?: LabLocation;
}

/**
 * Reads and checks a configuration file.
 *
 * @param file - path of the file, as the user wrote it; messages repeat its base name
 * @throws ConfigError with every problem of the file, each on a line of the form `homelab.yaml:LINE:COL path: what, how to fix it`
 */
export function loadConfig(file: string): LoadedConfig {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : `cannot be read (${code ?? 'unknown error'})`;
    throw new ConfigError([`${file} ${why}; name your configuration with --config FILE or HOMELAB_CONFIG, or copy the commented homelab.yaml of this project.`]);
  }
  return { ...readConfig(decode(bytes, file), path.basename(file)), location: locateLab(file) };
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
export function parseConfig(text: string, fileName = 'homelab.yaml'): HomelabConfig {
  return readConfig(text, fileName).config;
}

/** The same, with what later checks need to name a line. */
export function readConfig(text: string, fileName: string): LoadedConfig {
  const source = new YamlSource(text);
  if (source.data === undefined) { throw asError(source.problems, source, fileName); }
  const parsed = homelabSchema.safeParse(source.data);
  const problems = parsed.success ? [...source.problems, ...checkConfig(parsed.data)] : [
    ...source.problems,
    ...explainIssues(homelabSchema, { data: source.data, written: (where) => source.written(where) }, parsed.error.issues),
    ...checkRest(source.data, parsed.error.issues.flatMap(blamedPaths)),
  ];
  if (problems.length > 0 || !parsed.success) { throw asError(problems, source, fileName); }
  return { config: parsed.data, blame: (found) => asError(found, source, fileName) };
}

/**
 * Checks between fields for a file that has field errors too, so that a user sees all at once: whatever is wrong gives way to its default,
 * a list item that cannot do without it is left out, and a verdict that rests on a replaced value is dropped.
 */
function checkRest(data: unknown, wrong: readonly ConfigPath[]): Problem[] {
  const first = replace(data, wrong.map(replacedUnit));
  const needed = first.parsed.error?.issues.map((issue) => listItem(first.inFile(issue.path as ConfigPath))) ?? [];
  const { parsed, replaced, inFile } = needed.length === 0 ? first : replace(data, [...first.replaced, ...needed]);
  if (!parsed.success) { return []; }
  return checkConfig(parsed.data)
    .map((problem) => ({ ...problem, path: inFile(problem.path), related: problem.related?.map(inFile) ?? [] }))
    .filter((problem) => ![problem.path, ...problem.related].some((where) => replaced.some((unit) => isWithin(where, unit) || isWithin(unit, where))));
}

/** The data parsed without some of its values, and the way back from its list indexes to those of the file. */
function replace(data: unknown, replaced: readonly ConfigPath[]): { parsed: ReturnType<typeof homelabSchema.safeParse>; replaced: readonly ConfigPath[]; inFile: (where: ConfigPath) => ConfigPath } {
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
  const inFile = (where: ConfigPath): ConfigPath => {
    const [key, index, ...rest] = where;
    const original = typeof index === 'number' ? keptIndexes.get(String(key))?.[index] : undefined;
    return original === undefined ? where : [key as string, original, ...rest];
  };
  return { parsed: homelabSchema.safeParse(draft), replaced, inFile };
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

function asError(problems: readonly Problem[], source: YamlSource, fileName: string): ConfigError {
  const placed = problems.map((problem) => ({ problem, position: problem.position ?? source.locate(problem.path, problem.atKey) }));
  const lines = placed
    // What YAML itself has to say of a value comes first; a second opinion on the same value would only be its echo.
    .filter(({ problem, position }) => problem.position !== undefined || !placed.some((other) => other.problem.position && samePlace(other.position, position)))
    .sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column)
    .map(({ problem: { path: where, what, fix }, position: { line, column } }) =>
      plain(`${fileName}:${line}:${column} ${where.length > 0 ? `${formatPath(where)}: ` : ''}${what}; ${fix}`));
  return new ConfigError([...new Set(lines)]);
}

function samePlace(a: Position, b: Position): boolean {
  return a.line === b.line && a.column === b.column;
}
