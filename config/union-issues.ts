import { z } from 'zod';
import { hasNoEffect, isMapping, optionOf, property, type KindUnion, type Written } from './kinds';
import { nearest } from './nearest';
import { meantIssues } from './one-or-more';
import { paramsOf, type IssueParams, type Objection } from './objection';
import { valueAt, type ConfigPath } from './problem';
import { unionAt } from './schema-at';

type Issue = z.core.$ZodIssue;

/**
 * Replaces what zod says of unions by what is wrong with the kind that was meant, or with every kind where none was. The result has no
 * issue of the code `invalid_union`.
 *
 * @param issues - what `schema` found in `data`
 */
export function resolveUnions(schema: z.core.$ZodType, data: unknown, issues: readonly Issue[]): Issue[] {
  const done = new Set<string>();
  return issues.flatMap((issue) => {
    const union = unionAt(schema, issue.path as ConfigPath, data);
    if (union === undefined) { return issue.code === 'invalid_union' ? meant(data, issue) : [issue]; }
    const place = JSON.stringify(union.path);
    if (done.has(place)) { return []; }
    done.add(place);
    return unionIssues(union, valueAt(data, union.path)).map((each) => below(union.path, each));
  });
}

/** What is wrong with one text or a list of texts. */
function meant(data: unknown, issue: z.core.$ZodIssueInvalidUnion): Issue[] {
  const path = issue.path as ConfigPath;
  return meantIssues(issue, valueAt(data, path)).map((each) => below(path, each));
}

/** What is wrong with a mapping, by the kind it means. */
function unionIssues(union: KindUnion, value: unknown): Issue[] {
  const option = optionOf(union, value);
  if (option) { return optionIssues(option, value).flatMap((issue) => inWords(union, option, value as Written, issue)); }
  const common = sharedIssues(union, value);
  // A key that nobody knows may be the one that tells the kind, misspelt.
  const isMisspelt = union.kinds.none !== undefined && common.some(({ code }) => code === 'unrecognized_keys');
  return isMapping(value) && !isMisspelt ? [noKind(union, value), ...common] : common;
}

/** What is wrong whichever kind is meant. */
function sharedIssues(union: KindUnion, value: unknown): Issue[] {
  const { options, kinds: { discriminator } } = union;
  const isAboutKind = ({ path: [key] }: Issue): boolean => discriminator !== undefined && key === discriminator;
  // A kind of no other keys has nothing to say of them.
  const telling = options.filter(({ shape }) => Object.keys(shape).some((key) => key !== discriminator));
  const [first = [], ...others] = telling.map((option) => optionIssues(option, value).filter((issue) => !isAboutKind(issue)));
  return first.flatMap((issue): Issue[] => {
    if (issue.code === 'unrecognized_keys' && issue.path.length === 0) {
      const keys = issue.keys.filter((key) => options.every(({ shape }) => property(shape, key) === undefined));
      return keys.length === 0 ? [] : [{ ...issue, keys }];
    }
    return others.every((issues) => issues.some((other) => isSame(issue, other))) ? [issue] : [];
  });
}

function isSame(one: Issue, other: Issue): boolean {
  return one.code === other.code && one.message === other.message && JSON.stringify(one.path) === JSON.stringify(other.path);
}

function optionIssues(option: z.ZodObject, value: unknown): Issue[] {
  return resolveUnions(option, value, option.safeParse(value).error?.issues ?? []);
}

/** An issue in the words of its union where it is about a key that not every kind has. */
function inWords(union: KindUnion, option: z.ZodObject, written: Written, issue: Issue): Issue[] {
  const { kinds: { foreign, missing }, options } = union;
  const related = tellingKeys(union, option, written).map((key) => [key]);
  const isKnown = (key: string): boolean => options.some(({ shape }) => property(shape, key) !== undefined);
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0) {
    const unknown = issue.keys.filter((key) => !isKnown(key));
    const others = issue.keys.filter(isKnown).map((key) => custom([key], foreign(key, written), { atKey: true, related }));
    return unknown.length === 0 ? others : [{ ...issue, keys: unknown }, ...others];
  }
  const [key] = issue.path as ConfigPath;
  if (typeof key !== 'string') { return [issue]; }
  if (hasNoEffect(property(option.shape, key))) { return [custom([key], foreign(key, written), { atKey: true, related })]; }
  return missing && isOwnKey(union, key) && written[key] === undefined ? [custom([key], missing(key, written), { related })] : [issue];
}

/** The keys that tell the kind of a mapping. */
function tellingKeys(union: KindUnion, option: z.ZodObject, written: Written): string[] {
  const { discriminator } = union.kinds;
  if (discriminator !== undefined) { return [discriminator]; }
  return Object.keys(option.shape).filter((key) => isOwnKey(union, key) && Object.hasOwn(written, key));
}

/** True for a key that not every kind has. */
function isOwnKey({ options }: KindUnion, key: string): boolean {
  return options.some(({ shape }) => property(shape, key) === undefined);
}

function noKind({ kinds: { none, unlisted, discriminator }, options }: KindUnion, written: Written): Issue {
  if (none || discriminator === undefined) {
    return custom([], none?.(written) ?? { what: 'is of no known kind', fix: 'compare it with docs/homelab.yaml' });
  }
  const values = options.flatMap(({ shape }) => [...property(shape, discriminator)?._zod.values ?? []]);
  const names = values.filter((value) => typeof value === 'string');
  const value = written[discriminator];
  const other = typeof value === 'string' && nearest(value, names) === undefined ? unlisted?.(value) : undefined;
  if (other) { return custom([discriminator], other); }
  return { code: 'invalid_value', values: names, path: [discriminator], message: 'names no kind', input: value };
}

function custom(path: ConfigPath, { what, fix, secret }: Objection, more: Omit<IssueParams, 'fix'> = {}): Issue {
  const params: IssueParams = { fix, ...secret === undefined ? {} : { secret }, ...more };
  return { code: 'custom', path: [...path], message: what, params: { ...params }, input: undefined };
}

/** The same issue, seen from further out. */
function below(prefix: ConfigPath, issue: Issue): Issue {
  const path = [...prefix, ...issue.path];
  const related = issue.code === 'custom' ? paramsOf(issue).related : undefined;
  return related && issue.code === 'custom'
    ? { ...issue, path, params: { ...issue.params, related: related.map((each) => [...prefix, ...each]) } }
    : { ...issue, path };
}
