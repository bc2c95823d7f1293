import { valueAt } from '../../config/problem';

/** The value at a path inside a lab of plain data. */
export function at(data: unknown, ...path: readonly (string | number)[]): unknown {
  return valueAt(data, path);
}

/** The list at a path; empty if there is none. */
export function list(data: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(data, ...path);
  return Array.isArray(found) ? found : [];
}

/** The text at a path; empty if there is none. */
export function text(data: unknown, ...path: readonly (string | number)[]): string {
  const found = at(data, ...path);
  return typeof found === 'string' ? found : '';
}

/** A number, or the number that a text writes; NaN for anything else, a mapping with a `toString` of its own among them. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') { return value; }
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
}

/** A value as text: a text as it is, anything else as JSON writes it; empty for undefined. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value) ?? '';
}
