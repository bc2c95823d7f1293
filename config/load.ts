import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { checkConfig } from './checks';
import { explainIssues } from './explain';
import { ConfigError, formatPath, isWithin, type ConfigPath, type Problem } from './problem';
import { homelabSchema, type HomelabConfig } from './schema';
import { YamlSource } from './source';

/** A valid configuration that still knows its file, so that later checks can name a line too. */
export interface LoadedConfig {
  readonly config: HomelabConfig;
  /** The error for problems found after loading, each at its line. */
  readonly blame: (problems: readonly Problem[]) => ConfigError;
}

/**
 * Reads and checks a configuration file.
 *
 * @param file - path of the file, as the user wrote it; messages repeat its base name
 * @throws ConfigError with every problem of the file, each on a line of the form `homelab.yaml:LINE:COL path: what, how to fix it`
 */
export function loadConfig(file: string): LoadedConfig {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : `cannot be read (${code ?? 'unknown error'})`;
    throw new ConfigError([`${file} ${why}; name your configuration with --config FILE or HOMELAB_CONFIG, or copy the commented homelab.yaml of this project.`]);
  }
  return readConfig(text, path.basename(file));
}

/** The same for a text already in memory; `fileName` is only shown in messages. */
export function parseConfig(text: string, fileName = 'homelab.yaml'): HomelabConfig {
  return readConfig(text, fileName).config;
}

function readConfig(text: string, fileName: string): LoadedConfig {
  const source = new YamlSource(text);
  if (source.problems.length > 0) { throw asError(source.problems, source, fileName); }
  const parsed = homelabSchema.safeParse(source.data);
  const problems = parsed.success ? checkConfig(parsed.data) : [
    ...explainIssues(homelabSchema, source.data, parsed.error.issues),
    ...checkRest(source.data, parsed.error.issues.flatMap(blamedPaths)),
  ];
  if (problems.length > 0 || !parsed.success) { throw asError(problems, source, fileName); }
  return { config: parsed.data, blame: (found) => asError(found, source, fileName) };
}

/**
 * Checks between fields for a file that has field errors too, so that a user sees all at once: whatever is wrong gives way to its default,
 * a wrong list item is left out, and a verdict that rests on a replaced value is dropped.
 */
function checkRest(data: unknown, wrong: readonly ConfigPath[]): Problem[] {
  const replaced = wrong.map(replacedUnit);
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
  const parsed = homelabSchema.safeParse(draft);
  if (!parsed.success) { return []; }
  const inFile = (where: ConfigPath): ConfigPath => {
    const [key, index, ...rest] = where;
    const original = typeof index === 'number' ? keptIndexes.get(String(key))?.[index] : undefined;
    return original === undefined ? where : [key as string, original, ...rest];
  };
  return checkConfig(parsed.data)
    .map((problem) => ({ ...problem, path: inFile(problem.path), related: problem.related?.map(inFile) ?? [] }))
    .filter((problem) => ![problem.path, ...problem.related].some((where) => replaced.some((unit) => isWithin(where, unit) || isWithin(unit, where))));
}

function blamedPaths(issue: z.core.$ZodIssue): ConfigPath[] {
  const where = issue.path as ConfigPath;
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...where, key]) : [where];
}

/** What is taken out for a wrong value: the item for a value inside a top-level list, else the value itself. */
function replacedUnit(where: ConfigPath): ConfigPath {
  return typeof where[1] === 'number' ? where.slice(0, 2) : where;
}

function blank(data: unknown, where: ConfigPath): void {
  const parent = where.slice(0, -1).reduce<unknown>((at, part) => (at as Record<string | number, unknown> | undefined)?.[part], data);
  const last = where[where.length - 1];
  if (parent === null || typeof parent !== 'object' || last === undefined) { return; }
  if (Array.isArray(parent)) { parent[Number(last)] = undefined; } else { Reflect.deleteProperty(parent, last); }
}

function asError(problems: readonly Problem[], source: YamlSource, fileName: string): ConfigError {
  const lines = problems
    .map((problem) => ({ problem, position: problem.position ?? source.locate(problem.path, problem.atKey) }))
    .sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column)
    .map(({ problem: { path: where, what, fix }, position: { line, column } }) =>
      `${fileName}:${line}:${column} ${where.length > 0 ? `${formatPath(where)}: ` : ''}${what}; ${fix}`);
  return new ConfigError([...new Set(lines)]);
}
