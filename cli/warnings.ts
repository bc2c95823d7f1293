import { Option } from 'commander';
import { SynthError } from '../errors';
import { complain } from './output';

/** `--strict`, for verbs that print warnings. */
export function strictOption(): Option {
  return new Option('--strict', 'take warnings for errors');
}

/** Prints warnings to standard error, so that what another program reads of the standard output stays as it is. */
export function warn(warnings: readonly string[]): void {
  if (warnings.length > 0) { complain(warnings.map((line) => `Warning: ${line}`).join('\n')); }
}

/**
 * Stops a verb that was called with `--strict` before it does anything.
 *
 * @throws SynthError with the warnings, if there are any
 */
export function refuseWarnings(warnings: readonly string[], strict: boolean): void {
  if (!strict || warnings.length === 0) { return; }
  const count = warnings.length === 1 ? 'One warning' : `${warnings.length} warnings`;
  throw new SynthError([...warnings, `${count}, and --strict takes warnings for errors: nothing was written.`].join('\n'));
}
