import { Command } from 'commander';
import { complain, say } from './output';
import { packageInfo } from '../package-info';

/** Makes a verb of the command line; the verb calls `exit` with the code that the process ends with. */
export type Verb = (exit: (code: number) => void) => Command;

/* Each is loaded when it is asked for: a synth needs none of the code of init, diff and upgrade. */
/* eslint-disable @typescript-eslint/no-require-imports */
const VERBS: Readonly<Record<string, () => Verb>> = {
  init: () => (require('./init') as typeof import('./init')).initCommand,
  synth: () => (require('./synth') as typeof import('./synth')).synthCommand,
  verify: () => (require('./verify') as typeof import('./verify')).verifyCommand,
  render: () => (require('./render') as typeof import('./render')).renderCommand,
  diff: () => (require('./diff') as typeof import('./diff')).diffCommand,
  upgrade: () => (require('./upgrade') as typeof import('./upgrade')).upgradeCommand,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/**
 * The command `homelab` with its verbs.
 *
 * @param first - the first word of a command line. If it is a verb, no other is loaded. @default - all verbs
 */
export function createProgram(exit: (code: number) => void, first = ''): Command {
  const { version } = packageInfo();
  const program = new Command('homelab')
    .description([
      'Turns one homelab.yaml into a Kubernetes homelab:',
      'manifests for Argo CD, scripts for Hyper-V, alert rules and their runbooks.',
    ].join('\n'))
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [verb]', 'print the help of a verb')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: say, writeErr: complain, outputError: (text, write) => { write(sentence(text)); } })
    .addHelpText('after', [
      '',
      'Every verb has the option --debug, which shows where an error happened. Exit codes: docs/commands.md.',
      'Example: homelab init my-lab',
    ].join('\n'));
  const needed = Object.entries(VERBS).filter(([name]) => name === first);
  for (const [, load] of needed.length > 0 ? needed : Object.entries(VERBS)) {
    program.addCommand(load()(exit).copyInheritedSettings(program).option('--debug', 'show where an error happened'));
  }
  return program;
}

/** An error message of commander as a sentence, with what to do next. */
function sentence(text: string): string {
  const [first = '', ...rest] = text.replace(/^error: /, '').trim().split('\n');
  const message = `${first.charAt(0).toUpperCase()}${first.slice(1)}${/[.!?]$/.test(first) ? '' : '.'}`;
  const hints = rest.map((line) => ` ${line.replace(/^\((.*)\)$/, '$1')}`).join('');
  return `${message}${hints} homelab --help lists the verbs, homelab VERB --help the options of one.\n`;
}
