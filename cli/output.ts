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
 * True if standard output is a terminal that shows colours. NO_COLOR turns colour off unless it is empty (https://no-color.org).
 * FORCE_COLOR, which Node itself knows, turns it on where another program passes the output on to a terminal.
 */
export function wantsColour(): boolean {
  const { NO_COLOR = '', FORCE_COLOR = '', TERM } = process.env;
  if (NO_COLOR !== '') { return false; }
  return (FORCE_COLOR !== '' && FORCE_COLOR !== '0') || (process.stdout.isTTY && TERM !== 'dumb');
}

/** If a reader closes the pipe or the disk is full, ends with one sentence and an exit code instead of a stack trace. */
export function watchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => { fail(stream, error); });
  }
  // At the very end, because the verb sets its exit code after it has written its answer.
  process.on('exit', (code) => {
    if (failed.has(process.stdout) && code !== EXIT.bug) { process.exitCode = EXIT.cannot; }
    if (failed.has(process.stderr) && code === EXIT.ok) { process.exitCode = EXIT.cannot; }
  });
}

type Output = NodeJS.WriteStream & { readonly fd: number };

/** Outputs that could not be written to, for another reason than that nobody reads them any more. */
const failed = new Set<Output>();
/** Outputs that must not be written to again. */
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

/** Node's own stream does not check whether a file took everything: a full disk would cut the output, and nobody would notice. */
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
  // If standard error itself fails, there is no place left for a message.
  if (stream === process.stderr) { return; }
  complain(unread
    // Such as `| head`. The command itself goes on.
    ? 'The rest of the output was not written: the program that reads it has closed the pipe.'
    : `The output cannot be written: ${systemReason(error)}. The command itself goes on.`);
}
