/** A key or index on the way to a value. */
export type Step = string | number;

/** One field that differs; `before` or `after` is undefined where it was absent. */
export interface FieldChange {
  readonly path: readonly Step[];
  readonly before: unknown;
  readonly after: unknown;
}

type Mapping = Readonly<Record<string, unknown>>;

/**
 * What differs between two values, field by field. Items of a list are told apart by their names where they have any, else by their place; a list of
 * plain values is one field, because single places of it mean nothing to a reader.
 */
export function changesBetween(before: unknown, after: unknown, path: readonly Step[] = []): FieldChange[] {
  if (isMapping(before) && isMapping(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((key) => changesBetween(own(before, key), own(after, key), [...path, key]));
  }
  if (isListOfMappings(before) && isListOfMappings(after)) { return listChanges(before, after, path); }
  return same(before, after) ? [] : [{ path, before, after }];
}

function listChanges(before: readonly Mapping[], after: readonly Mapping[], path: readonly Step[]): FieldChange[] {
  const [old, fresh] = [byName(before), byName(after)];
  if (!old || !fresh) {
    return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index).flatMap((index) => changesBetween(before[index], after[index], [...path, index]));
  }
  const items = [...new Set([...old.keys(), ...fresh.keys()])].flatMap((name) => changesBetween(old.get(name), fresh.get(name), [...path, name]));
  // The same items in another order: of routes, filters and containers the order counts.
  const reordered = items.length === 0 && !same([...old.keys()], [...fresh.keys()]);
  return reordered ? [{ path, before: [...old.keys()], after: [...fresh.keys()] }] : items;
}

function byName(list: readonly Mapping[]): Map<string, Mapping> | undefined {
  const names = list.map((item) => item['name'] ?? item['alert'] ?? item['record']);
  const named = new Map(list.flatMap((item, index): [string, Mapping][] => { const name = names[index]; return typeof name === 'string' ? [[name, item]] : []; }));
  return named.size === list.length ? named : undefined;
}

/** A change of a whole branch as one change per field in it. */
export function leavesOf({ path, before, after }: FieldChange): FieldChange[] {
  if (!isMapping(before ?? after) || (before !== undefined && after !== undefined)) { return [{ path, before, after }]; }
  return Object.keys((before ?? after) as Mapping).flatMap((key) => leavesOf({ path: [...path, key], before: isMapping(before) ? before[key] : undefined, after: isMapping(after) ? after[key] : undefined }));
}

/** Equal as data; the order of keys does not count. */
export function same(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) { return value.map(sorted); }
  return isMapping(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, sorted(child)])) : value;
}

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfMappings(value: unknown): value is readonly Mapping[] {
  return Array.isArray(value) && value.every(isMapping);
}

function own(mapping: Mapping, key: string): unknown {
  return Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}
