import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { formatValue, type ConfigPath, type Problem } from './problem';

/** Turns what zod found into problems in a user's words: one per unknown key, every one with a fix. */
export function explainIssues(schema: z.ZodType, data: unknown, issues: readonly z.core.$ZodIssue[]): Problem[] {
  return issues.flatMap((issue) => explainIssue(schema, data, issue));
}

function explainIssue(schema: z.ZodType, data: unknown, issue: z.core.$ZodIssue): Problem[] {
  const path = issue.path as ConfigPath;
  const value = path.reduce<unknown>((at, part) => (at as Record<string | number, unknown> | undefined)?.[part], data);
  const shown = value === undefined ? '' : ` (${formatValue(value)})`;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, keysAt(schema, path)));
    case 'invalid_type': {
      if (value === undefined) { return [{ path, what: 'is missing', fix: `add it as ${article(issue.expected)}` }]; }
      if (value === null) { return [{ path, what: 'has no value', fix: `write ${article(issue.expected)} after the ":", or remove the key to get its default` }]; }
      return [{ path, what: `must be ${article(issue.expected)}, not ${article(typeName(value))}${shown}`, fix: typeFix(issue.expected, value) }];
    }
    case 'invalid_value': {
      const options = issue.values.map(String);
      const guess = typeof value === 'string' ? nearest(value, options) : undefined;
      return [{ path, what: value === undefined ? 'is missing' : `is not one of the possible values${shown}`, fix: `${guess ? `did you mean "${guess}"? ` : ''}choose ${options.join(', ')}` }];
    }
    case 'too_small':
      return [issue.origin === 'array' || issue.origin === 'string'
        ? { path, what: `is too short${shown}`, fix: `give at least ${issue.minimum} ${issue.origin === 'array' ? 'item(s)' : 'character(s)'}` }
        : { path, what: `is too small${shown}`, fix: `use ${issue.minimum} or more` }];
    case 'too_big':
      return [issue.origin === 'array' || issue.origin === 'string'
        ? { path, what: `is too long${shown}`, fix: `give at most ${issue.maximum} ${issue.origin === 'array' ? 'item(s)' : 'character(s)'}` }
        : { path, what: `is too large${shown}`, fix: `use ${issue.maximum} or less` }];
    case 'custom':
      return [{ path, what: `${issue.message}${shown}`, fix: String(issue.params?.['fix'] ?? 'correct it') }];
    default:
      return [{ path, what: `is not valid${shown}: ${issue.message}`, fix: 'correct it' }];
  }
}

function unknownKey(key: string, path: ConfigPath, known: readonly string[]): Problem {
  const guess = nearest(key, known);
  return {
    path: [...path, key],
    atKey: true,
    what: 'is not a key that exists here, so it would be ignored',
    fix: guess ? `did you mean "${guess}"?` : `remove it, or choose one of ${known.join(', ')}`,
  };
}

/** The keys the schema knows at a path, through defaults, options and lists. */
function keysAt(schema: z.core.$ZodType, path: ConfigPath): string[] {
  const here = unwrap(schema);
  if (path.length === 0) { return here instanceof z.ZodObject ? Object.keys(here.shape) : []; }
  const [head, ...rest] = path as [string | number, ...(string | number)[]];
  if (here instanceof z.ZodArray) { return keysAt(here.element, rest); }
  const child = here instanceof z.ZodObject ? (here.shape as Record<string, z.core.$ZodType>)[head] : undefined;
  return child ? keysAt(child, rest) : [];
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const wrapped = schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional;
  return wrapped ? unwrap(schema.unwrap()) : schema;
}

/** The known word a misspelt one probably meant, if any is near enough. */
function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) { return undefined; }
  const sameButCase = known.find((candidate) => candidate.toLowerCase() === word.toLowerCase());
  const guess = sameButCase ?? closest(word, known);
  return sameButCase || distance(word.toLowerCase(), guess.toLowerCase()) <= Math.max(1, Math.floor(guess.length / 3)) ? guess : undefined;
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) { return 'array'; }
  return value === null ? 'null' : typeof value;
}

const TYPE_WORDS: Record<string, string> = {
  string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: 'a mapping of keys', record: 'a mapping of keys',
};

function article(type: string): string {
  return TYPE_WORDS[type] ?? `a value of type ${type}`;
}

function typeFix(expected: string, value: unknown): string {
  if (expected === 'boolean') { return 'write true or false without quotes (yes, no, on and off are plain words in YAML 1.2)'; }
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) { return `put it in quotes: "${String(value)}"`; }
  if ((expected === 'number' || expected === 'int') && typeof value === 'string' && /^\d+$/.test(value)) { return `write ${value} without quotes`; }
  if (expected === 'array') { return 'write a list: each item on a line of its own after "- "'; }
  if (expected === 'object' || expected === 'record') { return 'write its keys on indented lines below it'; }
  return `write ${article(expected)}`;
}
