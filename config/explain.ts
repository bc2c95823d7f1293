import { z } from 'zod';
import { formFix } from './familiar/forms';
import { familiarKey, secretKey } from './familiar/keys';
import { familiarValue } from './familiar/values';
import { placesOf } from './key-places';
import { isMapping } from './kinds';
import { nearest } from './nearest';
import { paramsOf } from './objection';
import { formatValue, valueAt, type ConfigPath, type Problem } from './problem';
import { ASKED_ADDONS } from './addons/names';
import { keysAt, schemaAt } from './schema-at';
import { shortFormAt, type ShortForm } from './short-forms';

/** Where the explanations get what a person wrote from. */
export interface WrittenFile {
  /** The whole file as plain data. */
  readonly data: unknown;
  /** What a single value says in the file, letter by letter; undefined for lists, mappings and what is not there. */
  readonly written: (path: ConfigPath) => string | undefined;
}

/**
 * Turns what zod found into problems in a user's words: one per unknown key, every one with a fix.
 *
 * @param issues - of `schema`, without any of the code `invalid_union`
 */
export function explainIssues(schema: z.ZodType, file: WrittenFile, issues: readonly z.core.$ZodIssue[]): Problem[] {
  // zod says of a number past every bound that it is too large twice, once for the bound and once for what a number can hold.
  const isBound = (issue: z.core.$ZodIssue): boolean => issue.code === 'too_big' && Number(issue.maximum) < Number.MAX_SAFE_INTEGER;
  const bounded = new Set(issues.filter(isBound).map(({ path }) => JSON.stringify(path)));
  const meant = new Set(issues.flatMap((issue) => meantPaths(schema, file, issue)));
  return issues
    .filter((issue) => issue.code !== 'too_big' || isBound(issue) || !bounded.has(JSON.stringify(issue.path)))
    // A misspelt key that must be there is one mistake, not two.
    .filter((issue) => valueAt(file.data, issue.path as ConfigPath) !== undefined || !meant.has(JSON.stringify(issue.path)))
    .flatMap((issue) => explainIssue(schema, file, issue));
}

/** The keys that were meant by the unknown ones of a mapping. */
function meantPaths(schema: z.ZodType, file: WrittenFile, issue: z.core.$ZodIssue): string[] {
  if (issue.code !== 'unrecognized_keys') { return []; }
  const path = issue.path as ConfigPath;
  const known = keysAt(schema, path, file.data);
  const keys = issue.keys.flatMap((key) => familiarKey(path, key)?.insteadOf ?? nearest(key, known) ?? []);
  return keys.map((key) => JSON.stringify([...path, key]));
}

function explainIssue(schema: z.ZodType, file: WrittenFile, issue: z.core.$ZodIssue): Problem[] {
  const path = issue.path as ConfigPath;
  const value = valueAt(file.data, path);
  const said = typeof value === 'number' || typeof value === 'bigint' ? file.written(path) : undefined;
  const shown = value === undefined ? '' : ` (${said ?? formatValue(value)})`;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, {
        known: keysAt(schema, path, file.data),
        // Deeper down a key means what its surroundings make of it, and the same word elsewhere something else.
        elsewhere: path.length > 1 ? [] : placesOf(schema, key).filter((place) => !isBeside(place, path)),
      }));
    case 'invalid_type':
      return [{ path, ...wrongType(issue.expected, { value, said, shown, path, schema: schemaAt(schema, path, file.data) }) }];
    case 'invalid_value': {
      const isMisspelt = typeof value === 'string' && nearest(value, issue.values.map(String)) !== undefined;
      const familiar = isMisspelt ? undefined : familiarValue(path, value);
      if (familiar) { return [{ path, what: `${familiar.what}${shown}`, fix: familiar.fix }]; }
      const what = value === undefined ? 'is missing' : `is not one of the possible values${shown}`;
      return [{ path, what, fix: choice(issue.values, value) }];
    }
    case 'too_small':
      return isCounted(issue.origin)
        ? [{ path, what: 'is empty', fix: `give at least ${count(issue.minimum, issue.origin)}` }]
        : [{ path, what: `is too small${shown}`, fix: `use ${issue.minimum} or more` }];
    case 'too_big':
      return isCounted(issue.origin)
        ? [{ path, what: `is too long${shown}`, fix: `give at most ${count(issue.maximum, issue.origin)}` }]
        : [{ path, what: `is too large${shown}`, fix: `use ${issue.maximum} or less` }];
    case 'custom':
      return [explainCustom(issue, path, isMapping(value) ? '' : shown)];
    default:
      return [{ path, what: `is not valid${shown}: ${issue.message}`, fix: 'correct it' }];
  }
}

function explainCustom(issue: z.core.$ZodIssueCustom, path: ConfigPath, shown: string): Problem {
  const { fix = 'correct it', secret = false, atKey, related } = paramsOf(issue);
  const isRepeated = !secret && atKey !== true;
  return {
    path, what: `${issue.message}${isRepeated ? shown : ''}`, fix,
    ...atKey === undefined ? {} : { atKey }, ...related === undefined ? {} : { related },
  };
}

function isCounted(origin: string): boolean {
  return origin === 'array' || origin === 'string';
}

function count(number: number | bigint, origin: string): string {
  const unit = origin === 'array' ? 'item' : 'character';
  return number === 1 ? `one ${unit}` : `${number} ${unit}s`;
}

function choice(values: readonly z.core.util.Primitive[], value: unknown): string {
  const options = values.map(String);
  const guess = typeof value === 'string' ? nearest(value, options) : undefined;
  return `${guess ? `did you mean "${guess}"? ` : ''}choose ${options.join(', ')}`;
}

/** True for a place in the same part of the file, whose keys are offered anyway; of values only an add-on without a chart is meant. */
function isBeside(place: string, [part]: ConfigPath): boolean {
  return place.split(/[.[]/)[0] === part || (part === 'values' && !place.startsWith('addons.'));
}

/** Where an unknown key could belong. */
interface KeyPlaces {
  /** Keys of the mapping that it is in. */
  readonly known: readonly string[];
  /** Other places of the file that have such a key. */
  readonly elsewhere: readonly string[];
}

function unknownKey(key: string, path: ConfigPath, { known, elsewhere }: KeyPlaces): Problem {
  const familiar = familiarKey(path, key);
  if (familiar) { return { path: [...path, key], atKey: true, ...familiar }; }
  const guess = nearest(key, known);
  const what = 'is not a key that exists here, so it would be ignored';
  if (path.length === 1 && path[0] === 'addons' && ASKED_ADDONS.some((name) => name === key)) {
    const [asker, fix] = key === 'oauth2-proxy' ? ['login', 'add login (docs/login.md)'] : ['dns', `set dns to ${key}`];
    return { path: [...path, key], atKey: true, what: `is not switched on here: the key ${asker} asks for it`, fix };
  }
  if (path.length === 1 && path[0] === 'addons' && guess === undefined) {
    return {
      path: [...path, key], atKey: true, what: 'is not one of the add-ons',
      fix: `choose one of ${known.join(', ')}, or install its chart as one of applications (docs/applications.md)`,
    };
  }
  const secret = guess === undefined ? secretKey(key) : undefined;
  if (secret) { return { path: [...path, key], atKey: true, ...secret }; }
  if (guess === undefined && elsewhere.length > 0) {
    return { path: [...path, key], atKey: true, what: 'is not a key of this place', fix: `did you mean ${elsewhere.join(' or ')}?` };
  }
  const choose = known.length === 0 ? 'remove it' : `remove it, or choose one of ${known.join(', ')}`;
  return { path: [...path, key], atKey: true, what, fix: guess ? `did you mean "${guess}"?` : choose };
}

/** A value of a wrong type. */
interface WrongType {
  readonly value: unknown;
  /** What the file says, letter by letter, of a number. */
  readonly said: string | undefined;
  /** The value in brackets. */
  readonly shown: string;
  readonly path: ConfigPath;
  readonly schema: z.core.$ZodType | undefined;
}

function wrongType(expected: string, wrong: WrongType): Pick<Problem, 'what' | 'fix'> {
  const { value, shown, path, schema } = wrong;
  const short = shortFormAt(path);
  const wanted = short ? wordsOf(short) : article(expected);
  if (value === undefined) {
    const meaning = schema instanceof z.ZodType ? schema.description?.replace(/\.( .*)?$/s, '').replaceAll('`', '') : undefined;
    return { what: 'is missing', fix: meaning === undefined ? `add it, with ${wanted} as its value` : `add it: ${meaning}` };
  }
  if (value === null) { return { what: 'has no value', fix: `write ${wanted} after the ":", or remove the key to get its default` }; }
  const isFraction = typeof value === 'number' && expected === 'int';
  return {
    what: isFraction ? `must be a whole number${shown}` : `must be ${wanted}, not ${article(typeName(value))}${shown}`,
    fix: path.length === 0 ? 'begin each line with a key, such as domain: homelab.example.com' : typeFix(short?.type ?? expected, wrong),
  };
}

/** What a mapping with a short form may be. */
const SHORT_WORDS = {
  boolean: 'true, false or a mapping of keys', string: 'a word or a mapping of keys',
} satisfies Record<ShortForm['type'], string>;

function wordsOf({ type, text }: ShortForm): string {
  return text ? `a text such as ${text.example}, or a mapping of keys` : SHORT_WORDS[type];
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) { return 'array'; }
  return value === null ? 'null' : typeof value;
}

const MAPPING = 'a mapping of keys';
const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: MAPPING, record: MAPPING,
};

function article(type: string): string {
  return TYPE_WORDS[type] ?? `a value of type ${type}`;
}

function typeFix(expected: string, { value, said = formatValue(value), path, schema }: WrongType): string {
  const example = shortFormAt(path)?.text?.example;
  if (example !== undefined) { return `write ${path.at(-1)}: ${example}`; }
  if (expected === 'boolean') { return 'write true or false without quotes (yes, no, on and off are plain words in YAML 1.2)'; }
  if (expected === 'string' && schema instanceof z.ZodUnion && schema.options.some((each) => each instanceof z.ZodObject)) {
    return 'write one of the words that it takes, or its keys below it';
  }
  const otherForm = formFix(path, expected, value);
  if (otherForm !== undefined) { return otherForm; }
  if (Array.isArray(value) && shortFormAt(path)) { return 'write its keys on indented lines below it, without "- "'; }
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    // Quotes mend it only if what is then read is right; otherwise the rule's own fix is the better advice.
    const objection = schema instanceof z.ZodType ? schema.safeParse(said).error?.issues.find(({ code }) => code === 'custom') : undefined;
    return (objection && paramsOf(objection as z.core.$ZodIssueCustom).fix) ?? `put it in quotes: "${said}"`;
  }
  const isQuotedNumber = (expected === 'number' || expected === 'int') && typeof value === 'string' && /^\d+$/.test(value);
  if (isQuotedNumber) { return `write ${value} without quotes`; }
  if (expected === 'array') { return 'write a list: each item on a line of its own after "- "'; }
  if (expected === 'object' || expected === 'record') { return 'write its keys on indented lines below it'; }
  return `write ${article(expected)}`;
}
