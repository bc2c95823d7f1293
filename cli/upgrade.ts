import { existsSync } from 'node:fs';
import path from 'node:path';
import { Command, Option } from 'commander';
import { findConfig, locateLab, type LabLocation } from '../config/location';
import { CannotError, EXIT } from './exit-codes';
import { complain, say } from './output';
import { packageInfo } from '../package-info';
import { ask, type Asked } from './upgrade/ask';
import { upgradeCharts } from './upgrade/upgrade-charts';
import { choose, parseTarget, pinnedVersion, type Answers, type Choice, type Target } from './upgrade/choose';
import { findInstallation, type InstalledPackage } from './upgrade/installation';
import { run, type Outcome } from './upgrade/run';
import { readTarball } from './upgrade/tarball';

interface UpgradeOptions {
  readonly config?: readonly string[];
  readonly check?: boolean;
  readonly charts?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `homelab upgrade`. */
export function upgradeCommand(exit: (code: number) => void): Command {
  const help = 'configuration of a lab to synthesise; repeat it for each lab (default: homelab.yaml here or in a folder above)';
  const config = new Option('-c, --config <file>', help)
    .env('HOMELAB_CONFIG').argParser((file: string, files: readonly string[] = []) => [...files, file]);
  return new Command('upgrade')
    .description('Upgrade this tool: install a newer version, show what it changes, synthesise. If a step fails, nothing is changed.')
    .argument('[target]', 'a version, a tag or commit of the git repository, or a tarball (default: the newest version)')
    .addOption(config)
    .option('--check', 'only say whether there is a newer version, and exit with 3 if there is one')
    .option('--charts', 'raise the charts of your applications instead, each to the newest version in its range (versions)')
    .option('--force', 'go on even if package.json or the output has changes that are not committed')
    .option('--json', 'print what was done, or the result of --check, as JSON')
    .addHelpText('after', [
      '', 'Examples: homelab upgrade --check', '          homelab upgrade ./homelab-synth-1.2.3.tgz', '          homelab upgrade --charts',
    ].join('\n'))
    .action(async (target: string | undefined, options: UpgradeOptions) => { exit(await upgrade(target, options)); });
}

async function upgrade(named: string | undefined, options: UpgradeOptions): Promise<number> {
  const { config = [], check = false, charts = false, force = false, json = false } = options;
  const { name } = packageInfo();
  const labs = labsOf(config);
  if (charts) {
    if (named !== undefined) { throw new CannotError('--charts is about your applications; a target is a version of this tool.'); }
    return upgradeCharts(labs.map(({ file }) => path.relative(process.cwd(), file)), { check, json });
  }
  const asked: Asked = { name, installation: findInstallation(path.dirname(labs[0]?.file ?? ''), name) };
  const target = named === undefined ? undefined : targetOf(named);
  const answers = await ask(asked, target);
  const current = await currentVersion(asked, answers);
  const choice = choose(asked.installation.pin, current, target, answers);
  if (choice.kind === 'refusal') { throw new CannotError(`${choice.why}.`); }
  if (check || choice.kind === 'current') { return answer(asked, current, choice, { check, json }); }

  const { candidate, direction } = choice;
  if (direction === 'down') {
    complain(`${candidate.version ?? ''} is older than ${current}: bugs that were fixed since then come back.`);
  }
  const outcome = run({ ...asked, old: installedOf(asked, current), candidate, labs }, { force, json });
  say(json ? JSON.stringify({ package: name, ...outcome }, undefined, 2) : nextSteps(name, outcome));
  return EXIT.ok;
}

function labsOf(configs: readonly string[]): LabLocation[] {
  const files = configs.length === 0 ? [findConfig(process.cwd())] : configs;
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) { throw new CannotError(`${missing} does not exist; name the lab's configuration with --config FILE.`); }
  return files.map((file) => locateLab(file));
}

function targetOf(named: string): Target {
  const target = parseTarget(named);
  if (!target) { throw new CannotError(`${JSON.stringify(named)} is not a version, tag, commit or tarball; name one, such as 1.2.3.`); }
  return target;
}

/** @throws CannotError if neither package.json nor node_modules says it */
async function currentVersion({ installation: { pin, installed } }: Asked, answers: Answers): Promise<string> {
  const version = pinnedVersion(pin, answers) ?? installed?.version;
  if (version !== undefined) { return version; }
  if (pin.kind === 'tarball') { return (await readTarball(pin.file)).version; }
  throw new CannotError('Nothing is installed yet; run npm ci first.');
}

/** @throws CannotError if node_modules does not hold what package.json asks for */
function installedOf({ name, installation: { installed, root } }: Asked, current: string): InstalledPackage {
  if (installed?.version === current) { return installed; }
  throw new CannotError(`package.json in ${root} asks for ${name} ${current}, and ${installed?.version ?? 'nothing'} is installed; `
    + 'run npm ci first.');
}

function answer({ name, installation: { pin } }: Asked, current: string, choice: Exclude<Choice, { kind: 'refusal' }>, { check, json }: {
  readonly check: boolean; readonly json: boolean;
}): number {
  const newest = choice.kind === 'current' ? choice.newest : choice.candidate.version;
  const isNewer = choice.kind === 'move' && choice.direction !== 'down';
  if (json) {
    say(JSON.stringify({ package: name, pin: pin.kind, current, newest: newest ?? null, newer: isNewer }, undefined, 2));
  } else {
    say(isNewer ? `${name} ${current} is in use, and there is ${newest ?? 'another build'}.` : `${name} ${current} is the newest.`);
  }
  return check && isNewer ? EXIT.changes : EXIT.ok;
}

function nextSteps(name: string, { from, to }: Outcome): string {
  return [
    '', `package.json asks for ${name} ${to} instead of ${from}, and the output was synthesised with it. homelab.yaml was not changed.`,
    `Next: look at git diff, then git add -A && git commit -m "Use ${name} ${to}" && git push`,
  ].join('\n');
}
