import { Command } from 'commander';
import { diffCommand } from './diff';
import { initCommand } from './init';
import { complain, say } from './output';
import { packageInfo } from '../package-info';
import { synthCommand } from './synth';
import { upgradeCommand } from './upgrade';
import { verifyCommand } from './verify';

/** A verb of the command line; `exit` takes the code that the process ends with. */
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
      '', 'Every verb takes --debug, which shows where an error happened. Exit codes: docs/commands.md.', 'Example: homelab init my-lab',
    ].join('\n'));
  for (const verb of VERBS) {
    program.addCommand(verb(exit).copyInheritedSettings(program).option('--debug', 'show where an error happened'));
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
