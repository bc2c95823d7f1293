import { Command } from 'commander';
import { complain, say } from './output';
import { packageInfo } from './package-info';

/** A verb of the command line; `exit` takes the code that the process ends with. */
export type Verb = (exit: (code: number) => void) => Command;

/* Each is loaded when it is asked for: a synth needs none of the code of init, diff and upgrade. */
/* eslint-disable @typescript-eslint/no-require-imports */
const VERBS: Readonly<Record<string, () => Verb>> = {
  init: () => (require('./init') as typeof import('./init')).initCommand,
  synth: () => (require('./synth') as typeof import('./synth')).synthCommand,
  verify: () => (require('./verify') as typeof import('./verify')).verifyCommand,
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
      '', 'Every verb takes --debug, which shows where an error happened. Exit codes: docs/commands.md.', 'Example: homelab init my-lab',
    ].join('\n'));
  const needed = Object.entries(VERBS).filter(([name]) => name === first);
  for (const [, load] of needed.length > 0 ? needed : Object.entries(VERBS)) {
    program.addCommand(load()(exit).copyInheritedSettings(program).option('--debug', 'show where an error happened'));
  }
  return program;
}

/** Commander's complaints as sentences that say what to do next. */
function sentence(text: string): string {
  const said = text.replace(/^error: /, '').trim();
  const [first = '', ...rest] = said.split('\n');
  const complaint = `${first.charAt(0).toUpperCase()}${first.slice(1)}${/[.!?]$/.test(first) ? '' : '.'}`;
  const hints = rest.map((line) => ` ${line.replace(/^\((.*)\)$/, '$1')}`).join('');
  return `${complaint}${hints} homelab --help lists verbs, homelab VERB --help its options.\n`;
}
