import { visible } from '../config/problem';
import type { FieldChange, Step } from './change';
import type { ObjectDiff } from './compare';
import { objectsOf, type LabDiff } from './compare-labs';
import type { Hazard } from './hazard';
import type { Hunk } from './hunks';
import type { Repeat } from './repeats';

/** Number of names that are shown of a longer list. */
const SHOWN_NAMES = 3;
/** Number of characters that are shown of a value. */
const SHOWN_CHARACTERS = 200;

/** A hazard, and the objects that have it. */
export interface FoldedHazard extends Hazard {
  /** Names of the objects. */
  readonly objects: readonly string[];
}

/** The hazards of a comparison, each once; dangers first. */
export function foldHazards(diff: LabDiff): FoldedHazard[] {
  const byText = new Map<string, { hazard: Hazard; objects: string[] }>();
  for (const { name, hazards } of objectsOf(diff)) {
    for (const hazard of hazards) {
      const found = byText.get(hazard.text) ?? { hazard, objects: [] };
      found.objects.push(name);
      byText.set(hazard.text, found);
    }
  }
  const folded = [...byText.values()].map(({ hazard, objects }) => ({ ...hazard, objects: [...new Set(objects)] }));
  return [...folded.filter(({ level }) => level === 'danger'), ...folded.filter(({ level }) => level === 'caution')];
}

/** The whole comparison in one line, without a full stop. */
export function headline(diff: LabDiff): string {
  const objects = objectsOf(diff);
  if (objects.length === 0) { return 'Nothing changes'; }
  const hazards = foldHazards(diff);
  const levels = ([['danger', 'dangers'], ['caution', 'cautions']] as const).flatMap(([level, plural]) => {
    const number = hazards.filter((hazard) => hazard.level === level).length;
    return number === 0 ? [] : [`${number} ${number === 1 ? level : plural}`];
  });
  return `${counts(objects)}${levels.length === 0 ? '' : `; ${levels.join(', ')}`}`;
}

/** `1 added, 4 changed`. */
export function counts(objects: readonly ObjectDiff[]): string {
  return (['added', 'changed', 'removed'] as const)
    .map((kind) => [objects.filter((each) => each.kind === kind).length, kind] as const)
    .filter(([number]) => number > 0).map(([number, kind]) => `${number} ${kind}`).join(', ');
}

/** What could not be compared, as a sentence; empty if everything was compared. */
export function gaps({ notCompared }: LabDiff): string {
  return notCompared.length === 0 ? '' : `Not compared, because the earlier state does not have it: ${notCompared.join(', ')}.`;
}

/**
 * Names of objects, grouped by kind; a long list is cut: `17 Applications (argocd/a, argocd/b, argocd/c and 14 more)`.
 *
 * @param most - number of names of a kind that are shown
 */
export function namesOf(objects: readonly string[], most = SHOWN_NAMES): string {
  const kinds = new Map<string, string[]>();
  for (const object of objects) {
    const [, kind = '', name = ''] = /^(\S+) (.*)$/s.exec(object) ?? [undefined, object, ''];
    kinds.set(kind, [...kinds.get(kind) ?? [], name]);
  }
  return [...kinds].map(([kind, names]) => {
    if (names.length === 1) { return visible(`${kind} ${names[0] ?? ''}`.trim()); }
    const more = names.length - most;
    const shown = more > 1 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
    return visible(`${names.length} ${pluralOf(kind)} (${shown})`);
  }).join(', ');
}

function pluralOf(kind: string): string {
  if (/[^aeiou]y$/.test(kind)) { return `${kind.slice(0, -1)}ies`; }
  return /(s|x|ch|sh)$/.test(kind) ? `${kind}es` : `${kind}s`;
}

/** A path as a person writes it: `spec.rules[0].host`. */
export function pathOf(path: readonly Step[]): string {
  return visible(path.map((step, index) => {
    if (typeof step === 'number') { return `[${step}]`; }
    return /^[\w-]+$/.test(step) || path.length === 1 ? `${index === 0 ? '' : '.'}${step}` : `[${JSON.stringify(step)}]`;
  }).join(''));
}

/** A value as JSON; a long one is cut. */
export function valueOf(value: unknown): string {
  if (value === undefined) { return '(none)'; }
  const text = visible(JSON.stringify(value));
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS - 3)}...` : text;
}

/** Characters that are shown of a long text around what differs. */
const AROUND = 40;

/**
 * The old and the new value of a field as two texts that differ: of long texts and lists only the part that does.
 *
 * @returns undefined for texts of several lines, of which `hunksOf` says more
 */
export function valuesOf({ before, after }: FieldChange): readonly [string, string] | undefined {
  const isLong = [before, after].some((value) => value !== undefined && JSON.stringify(value).length > SHOWN_CHARACTERS);
  if (typeof before === 'string' && typeof after === 'string') {
    if (before.includes('\n') && after.includes('\n')) { return undefined; }
    return isLong ? partsOf(before, after) : [valueOf(before), valueOf(after)];
  }
  if (isLong && isTexts(before) && isTexts(after)) {
    const [lost, fresh] = [before.filter((item) => !after.includes(item)), after.filter((item) => !before.includes(item))];
    // The items that only one of them has, behind dots for the others.
    if (lost.length + fresh.length > 0) { return [itemsOf(lost), itemsOf(fresh)]; }
  }
  return [valueOf(before), valueOf(after)];
}

/** Two long texts without what both begin and end with, but for some characters around the difference. */
function partsOf(before: string, after: string): readonly [string, string] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) { start++; }
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) { end++; }
  const [from, to] = [Math.max(0, start - AROUND), Math.max(0, end - AROUND)];
  const part = (text: string): string => valueOf(`${from > 0 ? '...' : ''}${text.slice(from, text.length - to)}${to > 0 ? '...' : ''}`);
  return [part(before), part(after)];
}

function itemsOf(items: readonly string[]): string {
  return items.length === 0 ? '[...]' : `[..., ${valueOf(items).replace(/^\[/, '')}`;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** Lines of a text that are shown at most where it differs. */
const SHOWN_LINES = 12;

/** Where a text of several lines differs: `line 12: - old`, `line 12: + new`. */
export function linesOf(hunks: readonly Hunk[]): string[] {
  const lines = hunks.flatMap(({ line, removed, added }) => [
    ...removed.map((text) => `line ${line}: - ${visible(text.trimEnd())}`),
    ...added.map((text, index) => `line ${line + index}: + ${visible(text.trimEnd())}`),
  ]).map((text) => text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS - 3)}...` : text);
  const more = lines.length - SHOWN_LINES;
  return more > 1 ? [...lines.slice(0, SHOWN_LINES), `and ${more} lines more`] : lines;
}

/** How many objects a comparison finds, and how many risks. `homelab diff --json` prints it. */
export function summaryOf(diff: LabDiff): Readonly<Record<string, number>> {
  const objects = objectsOf(diff);
  const hazards = foldHazards(diff);
  return {
    added: objects.filter(({ kind }) => kind === 'added').length,
    changed: objects.filter(({ kind }) => kind === 'changed').length,
    removed: objects.filter(({ kind }) => kind === 'removed').length,
    dangers: hazards.filter(({ level }) => level === 'danger').length,
    cautions: hazards.filter(({ level }) => level === 'caution').length,
  };
}

/** A value of a repeat; dots stand for the parts that are different in each place. */
export function partOf({ isPart }: Repeat, value: unknown): string {
  return isPart && typeof value === 'string' ? valueOf(`...${value}...`) : valueOf(value);
}

/** Where a repeat is: `in 17 Applications (...)`, or `at 49 places in 12 PrometheusRules (...)` if an object has several. */
export function placesOf({ objects, fields }: Repeat): string {
  return `${fields > objects.length ? `at ${fields} places ` : ''}in ${namesOf(objects)}`;
}
