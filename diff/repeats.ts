import { isMapping } from '../config/kinds';
import { same, type FieldChange, type Step } from './change';
import type { ObjectDiff } from './compare';
import { objectsOf, type LabDiff } from './compare-labs';

/** The same change in several places. */
export interface Repeat {
  /** The common end of the paths of all places. */
  readonly path: readonly Step[];
  /** The old value, or the part of the old text that changes. */
  readonly before: unknown;
  /** The new value, or the part of the new text that has changed. */
  readonly after: unknown;
  /** Whether `before` and `after` are parts of longer texts, whose other parts are different in each place. */
  readonly isPart: boolean;
  /** Names of the objects, each once. */
  readonly objects: readonly string[];
  /** Number of fields in all objects. */
  readonly fields: number;
}

/** The number of places from which on a change is shown once; fewer are easier to read one by one. */
export const MANY = 3;

interface Place {
  readonly object: string;
  readonly field: FieldChange;
  readonly edit: Edit;
}

/**
 * Finds changes that occur in several places: fields of the same name with the same old and new value, or texts in which the same part
 * changes, such as every address below a new domain.
 *
 * @returns the repeats, and the differences without the fields that belong to a repeat
 */
export function foldRepeats(diff: LabDiff): { readonly repeats: readonly Repeat[]; readonly rest: LabDiff } {
  const places = objectsOf(diff).flatMap(({ name, fields }) =>
    fields.map((field): Place => ({ object: name, field, edit: editOf(field) })));
  const groups = new Map<string, Place[]>();
  for (const place of places) {
    const key = JSON.stringify([lastName(place.field.path), place.edit.isPart, place.edit.before ?? null, place.edit.after ?? null]);
    groups.set(key, [...groups.get(key) ?? [], place]);
  }
  const many = [...groups.values()].filter((group) => group.length >= MANY);
  const folded = new Set(many.flat().map(({ field }) => field));
  const without = (objects: readonly ObjectDiff[]): ObjectDiff[] => objects.map((object) =>
    ({ ...object, fields: object.fields.filter((field) => !folded.has(field)) }));
  return {
    repeats: many.map(asRepeat),
    rest: {
      ...diff,
      applications: diff.applications.map((each) => ({ ...each, objects: without(each.objects) })),
      outside: diff.outside.map((each) => ({ ...each, objects: without(each.objects) })),
    },
  };
}

function asRepeat(group: readonly Place[]): Repeat {
  const [first] = group;
  return {
    path: group.map(({ field }) => field.path).reduce(commonEnd),
    before: first?.edit.before,
    after: first?.edit.after,
    isPart: first?.edit.isPart ?? false,
    objects: [...new Set(group.map(({ object }) => object))],
    fields: group.length,
  };
}

/** The last step that is a name, and what follows it. */
function lastName(path: readonly Step[]): readonly Step[] {
  const index = path.map((step) => typeof step).lastIndexOf('string');
  return path.slice(Math.max(index, 0));
}

function commonEnd(left: readonly Step[], right: readonly Step[]): readonly Step[] {
  let length = 0;
  while (length < Math.min(left.length, right.length) && left.at(-1 - length) === right.at(-1 - length)) { length++; }
  return left.slice(left.length - length);
}

interface Edit {
  readonly before: unknown;
  readonly after: unknown;
  readonly isPart: boolean;
}

/** A part has to be clear by itself: a change from "4" to "5" could be anything. */
const CLEAR = /^(?=.*\p{L}).{4,}$/su;

function editOf({ before, after }: FieldChange): Edit {
  const whole = { before, after, isPart: false };
  const pairs = textPairs(before, after);
  const edits = pairs.flatMap(([old, fresh]) => old === fresh ? [] : [partOf(old, fresh)]);
  const [part] = edits;
  if (!part || !edits.every((each) => same(each, part)) || ![part.before, part.after].some((text) => CLEAR.test(text))) { return whole; }
  return { ...part, isPart: pairs.length > 1 || part.before !== before };
}

/** Texts to compare with each other: two texts, or the items of two lists of texts of the same length. */
function textPairs(before: unknown, after: unknown): [string, string][] {
  if (typeof before === 'string' && typeof after === 'string') { return [[before, after]]; }
  if (!isTexts(before) || !isTexts(after) || before.length !== after.length) { return []; }
  return before.map((text, index) => [text, after[index] ?? '']);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && !isMapping(value) && value.every((item) => typeof item === 'string');
}

/** The parts of two texts that differ: without the words that both begin with, and those that both end with. */
function partOf(before: string, after: string): { readonly before: string; readonly after: string } {
  const words = (text: string): readonly string[] => text.match(/[\w-]+|[^\w-]/g) ?? [];
  const [old, fresh] = [words(before), words(after)];
  const shorter = Math.min(old.length, fresh.length);
  let start = 0;
  while (start < shorter && old[start] === fresh[start]) { start++; }
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === fresh.at(-1 - end)) { end++; }
  return { before: old.slice(start, old.length - end).join(''), after: fresh.slice(start, fresh.length - end).join('') };
}
