import type { Readable, Writable } from 'node:stream';
import { CannotError } from '../exit-codes';
import type { Asker } from './interview';

/** Where questions are shown and answered. */
export interface Terminal {
  /** What the person types. */
  readonly input: Readable;
  /** Where the questions are shown. */
  readonly output: Writable;
}

/**
 * Asks questions on a terminal. Ctrl+C and Esc cancel; no file is written before the last answer.
 *
 * @param terminal - by default the one that the program was started in
 */
export function terminalAsker(terminal: Terminal = { input: process.stdin, output: process.stdout }): Asker {
  return async ({ question: { message, example, choices }, proposal, objection }) => {
    // Loaded only here, because most starts of the program ask nothing.
    const { isCancel, select, text } = await import('@clack/prompts');
    const common = { ...terminal, message, ...proposal === undefined ? {} : { initialValue: proposal } };
    const answer = choices
      ? await select({ ...common, options: choices.map(({ value, label }) => ({ value, label })) })
      : await text({ ...common, ...example === undefined ? {} : { placeholder: example }, validate: (value) => objection(value ?? '') });
    if (isCancel(answer)) { throw new CannotError('Cancelled. Nothing was written.'); }
    return answer ?? '';
  };
}
