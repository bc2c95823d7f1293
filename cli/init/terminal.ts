import type { Readable, Writable } from 'node:stream';
import { CannotError } from '../exit-codes';
import type { Asker } from './interview';

/** Where questions are shown and answered. */
export interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
}

/** Puts questions on a terminal. Ctrl+C and Esc end it: nothing is written before the last answer. */
export function terminalAsker(terminal: Terminal = { input: process.stdin, output: process.stdout }): Asker {
  return async ({ question: { message, example, choices }, proposal, objection }) => {
    // Loaded when there is somebody to ask: most starts of the program have nobody.
    const { isCancel, select, text } = await import('@clack/prompts');
    const common = { ...terminal, message, ...proposal === undefined ? {} : { initialValue: proposal } };
    const answer = choices
      ? await select({ ...common, options: choices.map(({ value, label }) => ({ value, label })) })
      : await text({ ...common, ...example === undefined ? {} : { placeholder: example }, validate: (value) => objection(value ?? '') });
    if (isCancel(answer)) { throw new CannotError('Cancelled. Nothing was written.'); }
    return answer ?? '';
  };
}
