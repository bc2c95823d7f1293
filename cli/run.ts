import { CommanderError } from 'commander';
import { ConfigError } from '../config/problem';
import { SynthError, SystemRefusal } from '../errors';
import { NoCluster } from '../check/server/kubectl';
import { CannotError, EXIT } from './exit-codes';
import { complain, watchOutput } from './output';
import { packageInfo } from '../package-info';
import { createProgram } from './program';

/**
 * Runs one command line. It sets the exit code; the process ends by itself.
 *
 * @param argv - what the user typed after the name of the program
 */
export async function run(argv: readonly string[]): Promise<void> {
  watchOutput();
  const debug = argv.includes('--debug');
  // Errors of what a lab's own code starts and does not wait for.
  process.on('uncaughtException', (error) => { process.exitCode = answer(error, debug); });
  try {
    await createProgram((code) => { process.exitCode = code; }, argv[0]).parseAsync([...argv], { from: 'user' });
  } catch (error) {
    process.exitCode = answer(error, debug);
  }
}

/** Says what went wrong, to the person who can fix it, and returns the exit code. */
function answer(error: unknown, debug: boolean): number {
  if (error instanceof CommanderError) {
    // Commander has printed the help, the version, or its own error message already.
    return error.exitCode === 0 ? EXIT.ok : EXIT.cannot;
  }
  if (error instanceof CannotError || error instanceof NoCluster || error instanceof SystemRefusal) {
    complain(error.message);
    if (debug) { complain(stackOf(error)); }
    return EXIT.cannot;
  }
  if (error instanceof ConfigError || error instanceof SynthError) {
    complain(error.message);
    if (debug) { complain(stackOf(error)); }
    return EXIT.no;
  }
  const { name, version, bugs } = packageInfo();
  const message = (error instanceof Error ? error.message : String(error)).trim();
  const hint = debug ? '' : ' --debug shows where it happened.';
  complain(`${name} ${version} has a bug: ${asSentence(message.split('\n')[0] ?? '')} `
    + `Please report it at ${bugs.url}, with this line and your homelab.yaml without anything private.${hint}`);
  if (debug) { complain(`${message}\n${stackOf(error)}`); }
  return EXIT.bug;
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) { return String(error); }
  return `${error.stack ?? error.message}${error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`}`;
}
