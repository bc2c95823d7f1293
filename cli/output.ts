import { errorCode, systemReason } from '../synth/problem';
import { EXIT } from './exit-codes';

/** Writes to standard output. */
export function say(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Writes to standard error. */
export function complain(text: string): void {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
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

/** Answers a reader that went away, or a disk that is full, with one sentence instead of a stack. */
export function watchOutput(): void {
  let said = false;
  process.stdout.on('error', (error) => {
    if (said) { return; }
    said = true;
    if (errorCode(error) === 'EPIPE') {
      // What read the output had enough of it (`| head`); what the command did is done.
      process.stderr.write('The rest of the output was not wanted: what reads it has closed the pipe.\n');
      return;
    }
    process.stderr.write(`The output cannot be written: ${systemReason(error)}. What the command does to files is not affected.\n`);
    process.exitCode = EXIT.cannot;
  });
  // There is nowhere left to say so.
  process.stderr.on('error', () => { process.exitCode = EXIT.cannot; });
}
