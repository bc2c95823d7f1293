import { numberOf, textOf } from './plain-data';
import { isMapping } from '../../config/kinds';
import { formatValue } from '../../config/problem';
import { secretIn } from '../../config/secret-shapes';
import type { ChartName } from '../../config/schema';
import type { Finding } from './rule';
import type { HelmValues } from './helm-values';
import { at, type RenderedLab } from './rendered-lab';
import { settingsIn } from './settings';

/** Where a value is judged. */
export interface ValueScene {
  /** The lab. */
  readonly lab: RenderedLab;
  /** All values of the release, overrides included. */
  readonly values: HelmValues;
}

/** True for a value with which the lab works; undefined stands for the chart's own default, null for its removal. */
export type ValueJudge = (value: unknown, scene: ValueScene) => boolean;

/** A Helm value that decides whether the lab works. */
export interface SafeValue {
  /** Way to the value in the chart's values. */
  readonly path: readonly string[];
  /** Every value it may have; undefined stands for the chart's own default. */
  readonly safe: readonly (string | number | boolean | null | undefined)[] | ValueJudge;
  /** What happens with any other. */
  readonly why: string;
  /** What to write instead, where `safe` does not list it: continues "set it to". @default - what `safe` lists */
  readonly wanted?: string;
  /** True for what costs or hides something, but breaks nothing. @default false */
  readonly warns?: boolean;
}

/** An argument or an environment variable by which values could go round others. */
export interface SafeSetting {
  /** Way to the list or mapping of such settings in the chart's values. */
  readonly path: readonly string[];
  /** Name of the argument without dashes, or of the variable. */
  readonly name: string;
  /** Every value it may have, as text. An argument without a value counts as "true". @default - none: it must not be given */
  readonly safe?: readonly string[] | ((value: string, scene: ValueScene) => boolean);
  /** What happens with any other. */
  readonly why: string;
}

/** Such values, by the release whose they are. */
export type SafeValues = Readonly<Partial<Record<ChartName, readonly SafeValue[]>>>;
/** Such settings, by the release whose they are. */
export type SafeSettings = Readonly<Partial<Record<ChartName, readonly SafeSetting[]>>>;

/**
 * Whether a template of Go takes a value for true. A text is true whatever it says, "false" too: https://pkg.go.dev/text/template, "the
 * empty values".
 */
export function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) { return value.length > 0; }
  if (isMapping(value)) { return Object.keys(value).length > 0; }
  return Boolean(value);
}

/** A part that has to stay switched on, as it is by default. */
export function on(path: string, why: string, more: Partial<SafeValue> = {}): SafeValue {
  return { path: path.split('.'), safe: (value) => value === undefined || isTruthy(value), wanted: 'true', why, ...more };
}

/** A part that has to stay switched off, as it is by default. */
export function off(path: string, why: string, more: Partial<SafeValue> = {}): SafeValue {
  return { path: path.split('.'), safe: (value) => !isTruthy(value), wanted: 'false', why, ...more };
}

/** Replicas of something of which at least one has to run. */
export function running(path: string, why: string): SafeValue {
  return { path: path.split('.'), safe: (value) => value === undefined || value === null || numberOf(value) !== 0, wanted: '1', why };
}

/** A value that has to stay what it is by default. */
export function unset(path: string, why: string, more: Partial<SafeValue> = {}): SafeValue {
  return { path: path.split('.'), safe: (value) => !isTruthy(value), wanted: 'nothing', why, ...more };
}

/** The same value where a chart takes it below another key too, and lets that one win; there it may be left out. */
export function below(key: string, value: SafeValue): SafeValue {
  const { path, safe } = value;
  return {
    ...value,
    path: [key, ...path],
    safe: typeof safe === 'function' ? (each, scene) => each === undefined || safe(each, scene) : [...safe, undefined],
    wanted: wantedOf(value),
  };
}

/**
 * Findings for every value of a release that is not safe, blamed on the override that changed it. What an override of another value made
 * unsafe is left out where that one is refused too.
 */
export function compareValues(lab: RenderedLab, release: ChartName, values: readonly SafeValue[]): Finding[] {
  const actual = lab.helmValues(release);
  if (!actual) { return []; }
  const scene = { lab, values: actual };
  // One null, or one list in a mapping's place, takes many values away; the first that matters says enough.
  const removed = new Set<string>();
  const found = values.flatMap((each): Blamed[] => {
    const value = valueAt(actual, each.path);
    if (isSafe(each.safe, value, scene)) { return []; }
    const { path, why } = each;
    const override = overridden(lab.config.values[release], path);
    if (override && override.length < path.length) {
      const place = override.join('.');
      if (removed.has(place)) { return []; }
      removed.add(place);
    }
    return [{
      isOverride: override !== undefined,
      finding: {
        ...blamed(lab, release, override),
        what: `${release} must not have ${path.join('.')} = ${shown(value ?? null)}: ${why}`,
        fix: fixOf(override !== undefined, wantedOf(each)),
      },
    }];
  });
  return found.filter(({ isOverride }) => isOverride || !found.some((other) => other.isOverride)).map(({ finding }) => finding);
}

/** A finding, and whether somebody wrote the value itself. */
interface Blamed {
  readonly isOverride: boolean;
  readonly finding: Finding;
}

/**
 * What is to blame: the override of the value itself; where another override made it wrong, all of them; where there is none, nobody but
 * this program.
 */
function blamed(lab: RenderedLab, release: ChartName, override: readonly (string | number)[] | undefined): Pick<Finding, 'path'> {
  if (override) { return { path: ['values', release, ...override] }; }
  return isTruthy(lab.config.values[release]) ? { path: ['values', release] } : {};
}

function fixOf(isOverride: boolean, wanted: string): string {
  if (wanted === 'nothing') { return isOverride ? 'remove the override' : 'leave it out'; }
  return `${isOverride ? 'remove the override, or set it to' : 'set it to'} ${wanted}`;
}

/** A value in a message. Texts of many lines say nothing in one, and may hold what no message repeats. */
function shown(value: unknown): string {
  const text = formatValue(value);
  return text.endsWith('...') || secretIn(JSON.stringify(value) ?? '') !== undefined ? '...' : text;
}

/** Findings for every argument and variable of a release that goes round its values. */
export function compareSettings(lab: RenderedLab, release: ChartName, settings: readonly SafeSetting[]): Finding[] {
  const actual = lab.helmValues(release);
  if (!actual) { return []; }
  const scene = { lab, values: actual };
  return settings.flatMap(({ path, name, safe = [], why }) => settingsIn(at(actual, ...path))
    .filter((each) => each.name === name && !(typeof safe === 'function' ? safe(each.value, scene) : safe.includes(each.value)))
    .map(({ path: below, value }): Finding => {
      const override = overridden(lab.config.values[release], path);
      return {
        ...blamed(lab, release, override && [...override, ...override.length === path.length ? below : []]),
        what: `${release} must not have ${name}=${shownSetting(value)} in ${path.join('.')}: ${why}`,
        fix: 'remove it',
      };
    }));
}

function shownSetting(value: string): string {
  return value.length > 60 || secretIn(value) !== undefined ? '...' : value;
}

/** The part of a path that a user's overrides reach: all of it, or up to what has nothing below it, such as a null or a list. */
export function overridden(overrides: unknown, path: readonly string[]): readonly string[] | undefined {
  const last = path.findIndex((_, index) => {
    const value = at(overrides, ...path.slice(0, index + 1));
    return value !== undefined && !isMapping(value);
  });
  if (last >= 0) { return path.slice(0, last + 1); }
  return at(overrides, ...path) === undefined ? undefined : path;
}

/** A value, or null where it or what it is in was removed. */
function valueAt(values: HelmValues, path: readonly string[]): unknown {
  const isRemoved = path.some((_, index) => at(values, ...path.slice(0, index + 1)) === null);
  return isRemoved ? null : at(values, ...path);
}

function isSafe(safe: SafeValue['safe'], value: unknown, scene: ValueScene): boolean {
  return typeof safe === 'function' ? safe(value, scene) : safe.some((each) => each === value);
}

function wantedOf({ safe, wanted }: SafeValue): string {
  if (wanted !== undefined) { return wanted; }
  const listed = typeof safe === 'function' ? [] : safe.filter((each) => each !== undefined && each !== null && each !== '');
  return [...new Set(listed.map(textOf))].join(' or ') || 'nothing';
}
