import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { formatValue, valueAt, type ConfigPath, type Problem } from './problem';

/** Where the explanations get what a person wrote from. */
export interface Written {
  readonly data: unknown;
  /** What a single value says in the file, letter by letter. */
  readonly written: (path: ConfigPath) => string | undefined;
}

/** Turns what zod found into problems in a user's words: one per unknown key, every one with a fix. */
export function explainIssues(schema: z.ZodType, source: Written, issues: readonly z.core.$ZodIssue[]): Problem[] {
  // zod says of a number past every bound that it is too large twice, once for the bound and once for what a number can hold.
  const bounded = new Set(issues.filter((issue) => issue.code === 'too_big' && Number(issue.maximum) < Number.MAX_SAFE_INTEGER).map(({ path }) => JSON.stringify(path)));
  return issues
    .filter((issue) => !(issue.code === 'too_big' && Number(issue.maximum) === Number.MAX_SAFE_INTEGER && bounded.has(JSON.stringify(issue.path))))
    .flatMap((issue) => explainIssue(schema, source, issue));
}

function explainIssue(schema: z.ZodType, source: Written, issue: z.core.$ZodIssue): Problem[] {
  const path = issue.path as ConfigPath;
  const value = valueAt(source.data, path);
  const said = typeof value === 'number' || typeof value === 'bigint' ? source.written(path) : undefined;
  const shown = value === undefined ? '' : ` (${said ?? formatValue(value)})`;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, keysAt(schema, path)));
    case 'invalid_type': {
      if (value === undefined) { return [{ path, what: 'is missing', fix: `add it, with ${article(issue.expected)} as its value` }]; }
      if (value === null) { return [{ path, what: 'has no value', fix: `write ${article(issue.expected)} after the ":", or remove the key to get its default` }]; }
      const what = typeof value === 'number' && issue.expected === 'int' ? `must be a whole number${shown}` : `must be ${article(issue.expected)}, not ${article(typeName(value))}${shown}`;
      return [{ path, what, fix: path.length === 0 ? 'begin each line with a key, such as domain: homelab.example.com' : typeFix(schemaAt(schema, path), issue.expected, value, said) }];
    }
    case 'invalid_value': {
      const options = issue.values.map(String);
      const guess = typeof value === 'string' ? nearest(value, options) : undefined;
      return [{ path, what: value === undefined ? 'is missing' : `is not one of the possible values${shown}`, fix: `${guess ? `did you mean "${guess}"? ` : ''}choose ${options.join(', ')}` }];
    }
    case 'too_small':
      if (issue.origin === 'array' || issue.origin === 'string') { return [{ path, what: 'is empty', fix: `give at least ${count(issue.minimum, issue.origin)}` }]; }
      return [{ path, what: `is too small${shown}`, fix: `use ${issue.minimum} or more` }];
    case 'too_big':
      if (issue.origin === 'array' || issue.origin === 'string') { return [{ path, what: `is too long${shown}`, fix: `give at most ${count(issue.maximum, issue.origin)}` }]; }
      return [{ path, what: `is too large${shown}`, fix: `use ${issue.maximum} or less` }];
    case 'custom':
      return [{ path, what: `${issue.message}${issue.params?.['secret'] === true ? '' : shown}`, fix: String(issue.params?.['fix'] ?? 'correct it') }];
    default:
      return [{ path, what: `is not valid${shown}: ${issue.message}`, fix: 'correct it' }];
  }
}

function count(number: number | bigint, origin: string): string {
  const unit = origin === 'array' ? 'item' : 'character';
  return number === 1 ? `one ${unit}` : `${number} ${unit}s`;
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

/** The keys the schema knows at a path. */
function keysAt(schema: z.core.$ZodType, path: ConfigPath): string[] {
  const here = schemaAt(schema, path);
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}

/** The schema of the value at a path, through defaults, options and lists. */
function schemaAt(schema: z.core.$ZodType, path: ConfigPath): z.core.$ZodType | undefined {
  const here = unwrap(schema);
  const [head, ...rest] = path;
  if (head === undefined) { return here; }
  if (here instanceof z.ZodArray) { return schemaAt(here.element, rest); }
  const shape = here instanceof z.ZodObject ? here.shape as Record<string, z.core.$ZodType> : {};
  const child = Object.hasOwn(shape, head) ? shape[head] : undefined;
  return child && schemaAt(child, rest);
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

function typeFix(schema: z.core.$ZodType | undefined, expected: string, value: unknown, said = formatValue(value)): string {
  if (expected === 'boolean') { return 'write true or false without quotes (yes, no, on and off are plain words in YAML 1.2)'; }
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    // Quotes mend it only if what is then read is right; otherwise the rule's own fix is the better advice.
    const objection = schema instanceof z.ZodType ? schema.safeParse(said).error?.issues.find(({ code }) => code === 'custom') : undefined;
    const fix: unknown = (objection as z.core.$ZodIssueCustom | undefined)?.params?.['fix'];
    return typeof fix === 'string' ? fix : `put it in quotes: "${said}"`;
  }
  if ((expected === 'number' || expected === 'int') && typeof value === 'string' && /^\d+$/.test(value)) { return `write ${value} without quotes`; }
  if (expected === 'array') { return 'write a list: each item on a line of its own after "- "'; }
  if (expected === 'object' || expected === 'record') { return 'write its keys on indented lines below it'; }
  return `write ${article(expected)}`;
}
