import type { Violation } from '../schemas/violation';
import { portName, type NameForm } from './names';

/** A mapping of which nothing is known but what its schema says. */
export type Data = Readonly<Record<string, unknown>>;

/** What is wrong with an object, collected while it is looked at. */
export class Report {
  /** What was found so far. */
  public readonly violations: Violation[] = [];

  /** One thing that is wrong. */
  public say(path: string, message: string): void { this.violations.push({ path, message }); }

  /** A text has the form that its field asks for. Absent ones are left to the schema. */
  public form(path: string, value: unknown, form: NameForm): void {
    if (typeof value !== 'string') { return; }
    const wanted = form(value);
    if (wanted !== undefined) { this.say(path, `must be ${wanted} (${shorten(value)})`); }
  }

  /** The same for each item of a list. */
  public forms(path: string, values: unknown, form: NameForm): void {
    listOf(values).forEach((value, index) => { this.form(`${path}[${index}]`, value, form); });
  }

  /** A number is in a range, both ends included; fields that are absent are. */
  public range(path: string, value: unknown, least: number, most = Infinity): void {
    if (typeof value !== 'number' || (value >= least && value <= most)) { return; }
    this.say(path, most === Infinity ? `must be ${least} or more` : `must be from ${least} to ${most}`);
  }

  /** Fields of a mapping that are not negative. */
  public notNegative(path: string, data: Data, ...fields: readonly string[]): void {
    for (const field of fields) { this.range(below(path, field), data[field], 0); }
  }

  /** Text that is there. */
  public required(path: string, value: unknown): void {
    if (value === undefined || value === '' || value === null) { this.say(path, 'must be there and not be empty'); }
  }

  /** A word among a few. */
  public among(path: string, value: unknown, words: readonly string[]): void {
    if (typeof value === 'string' && !words.includes(value)) { this.say(path, `must be one of ${words.join(', ')}`); }
  }

  /** A port by its number. */
  public port(path: string, value: unknown): void { this.range(path, value, 1, 65_535); }

  /** A port by its number or name. */
  public namedPort(path: string, value: unknown): void {
    if (typeof value === 'number') { this.port(path, value); }
    if (typeof value === 'string') { this.form(path, value, portName); }
  }

  /** No two texts of a list are the same. */
  public unique(path: string, values: readonly unknown[], field: string): void {
    const seen = new Set<unknown>();
    values.forEach((value, index) => {
      if (value === undefined || value === '') { return; }
      if (seen.has(value)) { this.say(`${path}[${index}].${field}`, `is there twice (${shorten(textOf(value))})`); }
      seen.add(value);
    });
  }
}

/** The way to a field, which is one without a dot. */
export function below(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}

/** The way to a field of any name. */
export function keyed(path: string, key: string): string {
  return /^[\w-]+$/.test(key) ? below(path, key) : below(path, JSON.stringify(shorten(key)));
}

/** A mapping; an empty one in place of anything else. */
export function dataOf(value: unknown): Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Data : EMPTY;
}

/** A text as it is, and a number as text; empty in place of anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A list; an empty one in place of anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NOTHING;
}

/** Mappings of a list. */
export function itemsOf(value: unknown): readonly Data[] {
  return listOf(value).map(dataOf);
}

const EMPTY: Data = Object.freeze({});
const NOTHING: readonly unknown[] = Object.freeze([]);

function shorten(value: string): string {
  return value.length > 80 ? `${value.slice(0, 60)}... of ${value.length} characters` : value;
}
