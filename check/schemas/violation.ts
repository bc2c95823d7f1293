/** One thing the API server would refuse about an object. */
export interface Violation {
  /** The way to the value: `spec.listeners[0].port`; empty for the object as a whole. */
  readonly path: string;
  /** What is wrong with it. No full stop at the end. */
  readonly message: string;
}

/** Writes the way to a value as kubectl does: `spec.listeners[0].port`. Keys that are numbers look like indexes, as they do there. */
export function formatFieldPath(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number' || /^\d+$/.test(part)) { return `${text}[${part}]`; }
    const key = /^[\w-]+$/.test(part) ? part : JSON.stringify(part);
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** The parts of a way that `formatFieldPath` wrote; an index is a text of digits. */
export function parseFieldPath(path: string): string[] {
  return [...path.matchAll(/\[(\d+)\]|("(?:[^"\\]|\\.)*")|([^.["\]]+)/g)]
    .map(([, index, quoted, key]) => index ?? (quoted === undefined ? key ?? '' : JSON.parse(quoted) as string));
}
