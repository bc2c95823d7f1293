import { isMapping, ownOf } from '../config/kinds';
import { byKey } from './list-keys';

/** A key or index on the way to a value. */
export type Step = string | number;

/** One field that differs. */
export interface FieldChange {
  /** Keys and indexes from the object to the field. */
  readonly path: readonly Step[];
  /** The old value; undefined if the field is new. */
  readonly before: unknown;
  /** The new value; undefined if the field was removed. */
  readonly after: unknown;
}

type Mapping = Readonly<Record<string, unknown>>;

/**
 * What differs between two values, field by field. Items of a list are matched by what tells them apart (list-keys.ts), else by their
 * content. A list of plain values is one field, because a single item of it says nothing to a reader.
 *
 * @param path - keys and indexes from the object to the two values
 */
export function changesBetween(before: unknown, after: unknown, path: readonly Step[] = []): FieldChange[] {
  if (isMapping(before) && isMapping(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => changesBetween(ownOf(before, key), ownOf(after, key), [...path, key]));
  }
  if (isListOfMappings(before) && isListOfMappings(after)) { return listChanges(before, after, path); }
  return same(before, after) ? [] : [{ path, before, after }];
}

function listChanges(before: readonly Mapping[], after: readonly Mapping[], path: readonly Step[]): FieldChange[] {
  const keyed = byKey(before, after);
  if (!keyed) { return namelessChanges(before, after, path); }
  const [old, fresh] = keyed;
  const names = [...new Set([...old.keys(), ...fresh.keys()])];
  const items = names.flatMap((name) => changesBetween(old.get(name), fresh.get(name), [...path, name]));
  // The same items in another order: for routes, filters and containers the order matters.
  const reordered = items.length === 0 && !same([...old.keys()], [...fresh.keys()]);
  return reordered ? [{ path, before: [...old.keys()], after: [...fresh.keys()] }] : items;
}

/** Items without a name: items that are in both lists are left out; the others are compared in their order. */
function namelessChanges(before: readonly Mapping[], after: readonly Mapping[], path: readonly Step[]): FieldChange[] {
  const [kept, keptNow] = [common(before, after), common(after, before)];
  // Common items in another order are a change of their own.
  const inOrder = same(kept.map((index) => before[index]), keptNow.map((index) => after[index]));
  const others = (list: readonly Mapping[], left: readonly number[]): number[] =>
    list.flatMap((_, index) => inOrder && left.includes(index) ? [] : [index]);
  const [old, fresh] = [others(before, kept), others(after, keptNow)];
  const pairs = Array.from({ length: Math.max(old.length, fresh.length) }, (_, place) => [old[place], fresh[place]] as const);
  return pairs.flatMap(([from, to]) =>
    changesBetween(from === undefined ? undefined : before[from], to === undefined ? undefined : after[to], [...path, to ?? from ?? 0]));
}

/** Indexes of the items that another list has too; an item that the other list has twice counts twice. */
function common(list: readonly Mapping[], other: readonly Mapping[]): number[] {
  const left = other.map((item) => JSON.stringify(sorted(item)));
  return list.flatMap((item, index) => {
    const found = left.indexOf(JSON.stringify(sorted(item)));
    if (found < 0) { return []; }
    left.splice(found, 1);
    return [index];
  });
}

/** A mapping that was added or removed, as one change for each field in it; any other change as it is. */
export function leavesOf({ path, before, after }: FieldChange): FieldChange[] {
  const mapping = before ?? after;
  if (!isMapping(mapping) || (before !== undefined && after !== undefined)) { return [{ path, before, after }]; }
  return Object.keys(mapping).flatMap((key) => leavesOf({
    path: [...path, key], before: isMapping(before) ? before[key] : undefined, after: isMapping(after) ? after[key] : undefined,
  }));
}

/** True if two values are equal as data; the order of keys does not count. */
export function same(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) { return value.map(sorted); }
  if (!isMapping(value)) { return value; }
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, sorted(child)]));
}

function isListOfMappings(value: unknown): value is readonly Mapping[] {
  return Array.isArray(value) && value.every(isMapping);
}

