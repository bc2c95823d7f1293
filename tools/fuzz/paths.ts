/** The way to a value: keys and places of lists. */
export type Path = readonly (string | number)[];

/** Plain data, as YAML and JSON hold it. */
export type CompiledData = Record<string, unknown>;

/** The ways to every value, that to the whole first. */
export function pathsOf(value: unknown): Path[] {
  const found: Path[] = [[]];
  if (typeof value !== 'object' || value === null) { return found; }
  const keys: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  for (const key of keys) {
    // One by one: a spread of some hundred thousand would be too many arguments.
    for (const rest of pathsOf((value as Record<string | number, unknown>)[key])) { found.push([key, ...rest]); }
  }
  return found;
}

/** The value at a way; undefined where there is none. */
export function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((here, part) => typeof here === 'object' && here !== null && Object.hasOwn(here, part)
    ? (here as Record<string | number, unknown>)[part] : undefined, value);
}

/** Puts a value at a way, or takes away what is there for undefined. Nothing happens where there is nothing to put it into. */
export function put(data: unknown, path: Path, value: unknown): void {
  const around = at(data, path.slice(0, -1));
  const last = path.at(-1);
  if (last === undefined || typeof around !== 'object' || around === null) { return; }
  if (value === undefined && Array.isArray(around)) { around.splice(Number(last), 1); return; }
  if (value === undefined) { Reflect.deleteProperty(around, last); return; }
  // An assignment to __proto__ would set no field.
  Object.defineProperty(around, last, { value, enumerable: true, configurable: true, writable: true });
}
