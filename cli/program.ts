import { Command } from 'commander';
import { diffCommand } from './diff';
import { initCommand } from './init';
import { complain, say } from './output';
import { packageInfo } from '../package-info';
import { synthCommand } from './synth';
import { upgradeCommand } from './upgrade';
import { verifyCommand } from './verify';

/** Makes a verb of the command line; the verb calls `exit` with the code that the process ends with. */
export type Verb = (exit: (code: number) => void) => Command;

const VERBS: readonly Verb[] = [initCommand, synthCommand, verifyCommand, diffCommand, upgradeCommand];

/** The command `homelab` with its verbs. */
export function createProgram(exit: (code: number) => void): Command {
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
  for (const verb of VERBS) {
    program.addCommand(verb(exit).copyInheritedSettings(program).option('--debug', 'show where an error happened'));
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
