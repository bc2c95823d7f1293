import { existsSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { plain } from '../config/problem';
import { PACKAGE_ROOT } from '../paths';
import { CannotError, EXIT } from './exit-codes';
import type { Answers } from './init/answers';
import { readFacts } from './init/facts';
import { interview } from './init/interview';
import { labFiles } from './init/lab-files';
import { nextSteps } from './init/next-steps';
import { readNpmManifest, type NpmManifest } from './init/npm-manifest';
import { QUESTIONS } from './init/questions';
import { terminalAsker } from './init/terminal';
import { pinOf, pinOfRunning, type ToolPin } from './init/tool-pin';
import { inTheWay, writeLab } from './init/write-lab';
import { say } from './output';
import { packageInfo } from '../package-info';

type InitOptions = Answers & {
  readonly tool?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
};

/** `homelab init`. */
export function initCommand(exit: (code: number) => void): Command {
  const command = new Command('init')
    .description([
      'Make a new lab: a folder of about ten files that you own. Asks what it cannot find out by itself.',
      'No file is overwritten: if one of the files exists already, nothing is written.',
    ].join('\n'))
    .argument('[folder]', 'folder of the lab; it is made if it does not exist', '.');
  for (const { flag, help } of QUESTIONS) { command.option(flag, help); }
  return command
    .option('--tool <spec>', 'build of this tool that the lab uses: a version, git+https://...#COMMIT, a tarball or a folder '
      + '(default: the one that runs now)')
    .option('-y, --yes', 'ask nothing, and use the proposed answers')
    .option('--json', 'ask nothing, and print what was written as JSON')
    .addHelpText('after', '\nExample: homelab init my-lab --repository https://github.com/me/my-lab.git --domain none --yes')
    .action(async (folder: string, options: InitOptions) => { exit(await init(folder, options)); });
}

async function init(called: string, { tool, yes = false, json = false, ...given }: InitOptions): Promise<number> {
  const { name, version } = packageInfo();
  if (/\p{Cc}/u.test(called)) { throw new CannotError(`${plain(called)} contains a control character; give the folder another name.`); }
  const folder = path.resolve(called);
  const context = { lab: folder, from: process.cwd(), tool: { name, version } };
  const pin = tool === undefined ? pinOfRunning(PACKAGE_ROOT, context) : pinOf(tool, context);
  const found = readNpmManifest(folder);
  const replace = new Set(found === undefined ? [] : ['package.json']);
  // Before the first question, so that nobody answers ten questions in vain. The list of files does not depend on the answers.
  const copies = pin.vendored === undefined ? [] : [pin.vendored.to];
  refuse(folder, [...labFiles({ answers: {}, pin, tool: name, found }).keys(), ...copies], replace);

  const asker = !yes && !json && process.stdin.isTTY && process.stdout.isTTY ? terminalAsker() : undefined;
  const answers = await interview({ questions: QUESTIONS, given, facts: readFacts(folder), yes, asker });
  const files = labFiles({ answers, pin, tool: name, found });
  writeLab(folder, { files, copy: pin.vendored, replace });

  const written = [...files.keys(), ...copies].sort();
  const next = nextSteps({
    folder,
    called,
    answers,
    isRepository: existsSync(path.join(folder, '.git')),
    isInstalled: isInstalled(folder, name, pin, found),
    isLinked: isLinked(pin),
  });
  // The last prompt ends its line, but leaves no blank line.
  if (asker) { say(''); }
  say(json
    ? JSON.stringify({ folder: called, files: written, tool: pin.spec, next }, undefined, 2)
    : report({ called, written, tool: `${name} ${pin.spec}`, next }));
  return EXIT.ok;
}

function refuse(folder: string, files: readonly string[], replace: ReadonlySet<string>): void {
  const obstacles = inTheWay(folder, files).filter((file) => !replace.has(file));
  if (obstacles.length === 0) { return; }
  throw new CannotError([
    'Nothing was written, because these exist already:',
    ...obstacles.map((file) => `  ${plain(file)}`),
    'Move or delete them (git keeps what is committed) and run this again, or name an empty folder.',
  ].join('\n'));
}

/** Whether the program that package.json names is installed already. */
function isInstalled(folder: string, name: string, { spec }: ToolPin, found: NpmManifest | undefined): boolean {
  const asked = found?.dependencies?.[name] ?? found?.devDependencies?.[name];
  return asked === spec && PACKAGE_ROOT === path.join(folder, 'node_modules', name);
}

function isLinked({ spec }: ToolPin): boolean {
  return spec.startsWith('file:') && !/\.t(ar\.)?gz$/.test(spec);
}

function report({ called, written, tool, next }: {
  readonly called: string; readonly written: readonly string[]; readonly tool: string; readonly next: readonly string[];
}): string {
  return [
    `A new lab in ${called === '.' ? 'this folder' : plain(called)}, made with ${plain(tool)}:`,
    ...written.map((file) => `  ${file}`),
    '',
    'Next:',
    ...next.map((step, index) => `  ${index + 1}. ${step}`),
  ].join('\n');
}
