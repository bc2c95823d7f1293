import path from 'node:path';

/** A place in a source file. */
export interface CodePlace {
  /** Absolute path. */
  readonly file: string;
  /** Number of the line. */
  readonly line: number;
  /** Number of the character in it. */
  readonly column: number;
}

/** `homelab.ts:12:3`, relative to a folder. */
export function formatPlace({ file, line, column }: CodePlace, folder: string): string {
  return `${path.relative(folder, file).split(path.sep).join('/')}:${line}:${column}`;
}

let own: ((file: string) => boolean) | undefined;

/**
 * Says which files are a lab's own code, so that objects and faults can be traced to a line of it.
 *
 * @param test - whether a file, by its path, is one; undefined forgets it
 */
export function traceCode(test: ((file: string) => boolean) | undefined): void {
  own = test;
}

/** Does something that is the platform's work, even where a line of the lab's own code has set it off. */
export function untraced<T>(work: () => T): T {
  const before = own;
  own = undefined;
  try {
    return work();
  } finally {
    own = before;
  }
}

/** The innermost place of the lab's own code on the way to here, or in the trace of an error; undefined if there is none. */
export function codePlace(error?: Error): CodePlace | undefined {
  // To record a stack takes longer than most of what asks for it.
  return own && placeOf(frames(own, error ?? new Error())[0]);
}

/** The same for a construct in its constructor: the place that made it, not the class that it is. */
export function makerPlace(): CodePlace | undefined {
  if (!own) { return undefined; }
  const all = frames(own, new Error());
  return placeOf(all.find(({ constructs }) => !constructs) ?? all[0]);
}

function placeOf(frame: Frame | undefined): CodePlace | undefined {
  return frame && { file: frame.file, line: frame.line, column: frame.column };
}

interface Frame extends CodePlace {
  /** Whether the frame is that of a constructor. */
  readonly constructs: boolean;
}

/** The frames of a stack that are the lab's own, innermost first. */
function frames(isOwn: (file: string) => boolean, error: Error): Frame[] {
  return (error.stack ?? '').split('\n').flatMap((line): Frame[] => {
    // `    at new NfsVolume (/lab/homelab.ts:8:5)` or `    at file:///lab/homelab.mjs:3:1`
    const [, what = '', place = ''] = /^\s+at (?:(.*) \()?(.*?)\)?$/.exec(line) ?? [];
    const [, file, row, column] = /^(?:file:\/\/)?(.*):(\d+):(\d+)$/.exec(place) ?? [];
    if (file === undefined || !isOwn(file)) { return []; }
    return [{ file, line: Number(row), column: Number(column), constructs: what.startsWith('new ') }];
  });
}
