/** One thing the API server would refuse about an object. */
export interface Violation {
  /** The way to the value: `spec.listeners[0].port`; empty for the object as a whole. */
  readonly path: string;
  /** What is wrong with it. No full stop at the end. */
  readonly message: string;
}

/** Writes a JSON pointer the way kubectl does: `/spec/listeners/0/port` becomes `spec.listeners[0].port`. */
export function formatPointer(pointer: string): string {
  return pointer.split('/').slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((text, part) => {
      if (/^\d+$/.test(part)) { return `${text}[${part}]`; }
      const key = /^[\w-]+$/.test(part) ? part : JSON.stringify(part);
      return text === '' ? key : `${text}.${key}`;
    }, '');
}
