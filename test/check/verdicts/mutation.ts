import type { Manifest } from '../../../charts/core/manifest';

/** In place of a value: the field is taken away. */
export const ABSENT: unique symbol = Symbol('absent');

/** A valid object with one thing changed, and what should become of it. */
export interface Trial {
  /** Unique: kind, name of the valid object, path and value. The recorded verdicts are found by it. */
  readonly id: string;
  /** The changed object. */
  readonly object: Manifest;
  /** Why it is wrong, or why it is right although it looks wrong. */
  readonly why: string;
  /** True for an object that is valid, at the edge of what is. */
  readonly valid: boolean;
  /**
   * Who refuses it, where the API server alone takes it: an admission webhook, which comes with a chart, or the controller that reads it
   * later.
   */
  readonly refusedBy?: string;
}

/** A row of the table: the way to a field, the value it gets, and why that is wrong. */
export type Row = readonly [path: string, value: unknown, why: string];

/** Objects that the API server refuses. */
export function wrong(base: Manifest, rows: readonly Row[]): Trial[] {
  return rows.map((row) => trial(base, row, { valid: false }));
}

/** Objects that the API server takes: `verify` must not be stricter than it. */
export function right(base: Manifest, rows: readonly Row[]): Trial[] {
  return rows.map((row) => trial(base, row, { valid: true }));
}

/** Objects that the API server takes, and somebody else refuses. */
export function refusedBy(who: string, base: Manifest, rows: readonly Row[]): Trial[] {
  return rows.map((row) => trial(base, row, { valid: false, refusedBy: who }));
}

function trial(base: Manifest, [path, value, why]: Row, more: Pick<Trial, 'valid' | 'refusedBy'>): Trial {
  const name = `${base.kind} ${base.metadata.name}`;
  return { id: `${name}: ${path} = ${show(value)}`, object: change(base, path, value), why, ...more };
}

/** A copy of an object with a value put at a path such as `spec.ports[0].port` or `metadata.labels["a/b"]`. */
export function change(base: Manifest, path: string, value: unknown): Manifest {
  // structuredClone would make lists of another realm than jest's, which the CEL library does not know as lists.
  const copy = JSON.parse(JSON.stringify(base)) as Manifest;
  const keys = [...path.matchAll(/\["([^\]]*)"\]|\[(\d+)\]|([^.[\]]+)/g)]
    .map(([, quoted, index, key]) => index === undefined ? quoted ?? key! : Number(index));
  const last = keys.pop()!;
  let here = copy as Record<string | number, unknown>;
  for (const [position, key] of keys.entries()) {
    if (here[key] === undefined && position < keys.length - 1 && typeof keys[position + 1] === 'number') {
      throw new Error(`${base.kind} has nothing at ${path}`);
    }
    here[key] ??= {};
    here = here[key] as Record<string | number, unknown>;
  }
  if (value === ABSENT) {
    if (!(last in here)) { throw new Error(`${base.kind} ${base.metadata.name} has no ${path} that could be taken away`); }
    if (Array.isArray(here)) { here.splice(Number(last), 1); } else { Reflect.deleteProperty(here, last); }
  } else {
    here[last] = value;
  }
  return copy;
}

/** A value on one line; long ones are told by their length. */
function show(value: unknown): string {
  if (value === ABSENT) { return 'absent'; }
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 40)}... (${text.length} characters)` : text;
}
