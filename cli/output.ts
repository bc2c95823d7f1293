import { fstatSync, writeSync } from 'node:fs';
import { errorCode, systemReason } from '../errors';
import { EXIT } from './exit-codes';

/** Writes to standard output. */
export function say(text: string): void {
  write(process.stdout, text);
}

/** Writes to standard error. */
export function complain(text: string): void {
  write(process.stderr, text);
}

/**
 * True where standard output is a person's terminal that wants colour. https://no-color.org: any value but the empty one turns it off.
 * FORCE_COLOR, which Node itself knows, turns it on where a program hands the output on to a terminal.
 */
export function wantsColour(): boolean {
  const { NO_COLOR = '', FORCE_COLOR = '', TERM } = process.env;
  if (NO_COLOR !== '') { return false; }
  return (FORCE_COLOR !== '' && FORCE_COLOR !== '0') || (process.stdout.isTTY && TERM !== 'dumb');
}

/** Answers a reader that went away, or a disk that is full, with one sentence instead of a stack, and with an exit code. */
export function watchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => { fail(stream, error); });
  }
  // Last, because the verb sets the code of its answer after it has ended it.
  process.on('exit', (code) => {
    if (failed.has(process.stdout) && code !== EXIT.bug) { process.exitCode = EXIT.cannot; }
    if (failed.has(process.stderr) && code === EXIT.ok) { process.exitCode = EXIT.cannot; }
  });
}

type Output = NodeJS.WriteStream & { readonly fd: number };

/** Outputs that did not take what they were ended, for another reason than that nobody reads it any more. */
const failed = new Set<Output>();
/** Outputs that are not to be written to again. */
const ended = new Set<Output>();

function write(stream: Output, text: string): void {
  if (ended.has(stream)) { return; }
  const line = text.endsWith('\n') ? text : `${text}\n`;
  if (!isFile(stream)) { stream.write(line); return; }
  try {
    writeWhole(stream.fd, Buffer.from(line));
  } catch (error) {
    fail(stream, error);
  }
}

/** Node's own stream does not look whether a file took all it was ended: a disk that fills up would cut the output in silence. */
function writeWhole(fd: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) { written += writeSync(fd, bytes, written); }
}

function isFile({ fd }: Output): boolean {
  try { return fstatSync(fd).isFile(); } catch { return false; }
}

function fail(stream: Output, error: unknown): void {
  if (ended.has(stream)) { return; }
  ended.add(stream);
  const unread = errorCode(error) === 'EPIPE';
  if (!unread) { failed.add(stream); }
  // There is nowhere left to say what became of standard error.
  if (stream === process.stderr) { return; }
  complain(unread
    // What read the output had enough of it (`| head`); what the command did is done.
    ? 'The rest of the output was not wanted: what reads it has closed the pipe.'
    : `The output cannot be written: ${systemReason(error)}. What the command does to files is not affected.`);
}
