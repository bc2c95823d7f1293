import { load } from 'js-yaml';

/** Helm values that an object holds as text. */
export interface ValuesText {
  /** What they are; undefined for an empty text, and for what is no YAML. */
  readonly data: unknown;
  /** Why they are no YAML, on one line. @default - they are */
  readonly problem?: string;
}

/** Reads values. Rules look at the same text several times, and reading the values of a chart takes milliseconds. */
export function readValuesText(text: string): ValuesText {
  const known = read.get(text);
  if (known) { return known; }
  const answer = text.trim() === '' ? { data: undefined } : parse(text);
  read.set(text, answer);
  return answer;
}

const read = new Map<string, ValuesText>();

function parse(text: string): ValuesText {
  try {
    return { data: load(text) };
  } catch (error) {
    return { data: undefined, problem: (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '' };
  }
}
