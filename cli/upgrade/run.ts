import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { compare } from 'semver';
import type { LabLocation } from '../../config/location';
import { SynthError, systemReason } from '../../errors';
import { CannotError } from '../exit-codes';
import { complain, say } from '../output';
import { viewCandidate } from './ask';
import { changesBetween, formatChanges, parseChangelog, type Changes } from './changelog';
import { assertClean, assertNode } from './conditions';
import type { Upgrade } from './decision';
import { assertNpm, readInstalled, type InstalledPackage } from './installation';
import { npmInstall } from './npm';
import { diffOf, LabRefused, synthesiseWith } from './programs';
import { Safekeeping } from './safekeeping';
import { installable, leftover, type Installable } from './vendor';

/** How an upgrade is carried out. */
export interface RunOptions {
  /** Whether uncommitted changes are no reason to stop. */
  readonly force: boolean;
  /** Whether to return what there is to say instead of printing it. */
  readonly json: boolean;
}

/** What an upgrade did. */
export interface Outcome {
  readonly from: string;
  readonly to: string;
  readonly changelog: Changes;
  /** What the new version makes of each lab; undefined where it has been printed. */
  readonly diffs: readonly { readonly config: string; readonly diff: unknown }[];
}

/**
 * Raises the dependency and synthesises. Either all of it is done, or everything is as it was.
 *
 * @throws SynthError for what is to be mended in the lab first
 * @throws CannotError for what is missing around it
 */
export function run(upgrade: Upgrade, options: RunOptions): Outcome {
  const { name, installation, old, candidate } = upgrade;
  assertNpm(installation, name);
  const { node, deprecated } = viewCandidate({ name, installation }, candidate);
  assertNode(candidate.version ?? 'That build', node);
  if (deprecated !== undefined) { complain(`${candidate.version ?? ''} is deprecated: ${deprecated}`); }
  const plan = installable(name, candidate, installation);
  assertClean(upgrade, options.force);
  const formerChangelog = readChangelog(old);
  const safe = keep(upgrade, plan);
  const written: LabLocation[] = [];
  const ignored = ignoreSignals();
  try {
    const fresh = install(upgrade, plan);
    const outcome = { from: old.version, to: fresh.version, changelog: changesOf(old, fresh, formerChangelog) };
    if (!options.json) { announce(name, outcome); }
    const diffs = showDiffs(upgrade, fresh, options);
    for (const lab of upgrade.labs) {
      synthesiseWith(lab, fresh);
      written.push(lab);
    }
    const useless = leftover(installation, plan);
    if (useless !== undefined) { rmSync(useless, { force: true }); }
    safe.discard();
    return { ...outcome, diffs };
  } catch (error) {
    putBack(safe, upgrade, written, error);
    throw explain(error, upgrade);
  } finally {
    ignored.end();
  }
}

/** @throws CannotError if there is no room for the copies */
function keep({ installation: { root, pin } }: Upgrade, { copy }: Installable): Safekeeping {
  const files = ['package.json', 'package-lock.json'].map((file) => path.join(root, file));
  try {
    return new Safekeeping(root, [...files, ...copy ? [copy.to] : [], ...pin.kind === 'tarball' ? [pin.file] : []]);
  } catch (error) {
    throw new CannotError(`node_modules cannot be copied, so it could not be put back: ${systemReason(error)}.`, { cause: error });
  }
}

function install({ name, installation, candidate }: Upgrade, { spec, copy }: Installable): InstalledPackage {
  const { root, isDevelopment } = installation;
  if (copy) {
    mkdirSync(path.dirname(copy.to), { recursive: true });
    copyFileSync(copy.from, copy.to);
  }
  if (!npmInstall(spec, { folder: root, isDevelopment })) {
    throw new CannotError(`npm could not install ${spec}; what it says is above.`);
  }
  const fresh = readInstalled(root, name);
  if (!fresh || (candidate.version !== undefined && compare(fresh.version, candidate.version) !== 0)) {
    throw new CannotError(`npm installed ${fresh?.version ?? 'nothing'} where ${candidate.version ?? spec} was asked for.`);
  }
  assertNode(fresh.version, fresh.node);
  return fresh;
}

function changesOf(old: InstalledPackage, fresh: InstalledPackage, former: string): Changes {
  return compare(fresh.version, old.version) < 0
    ? changesBetween(parseChangelog(former), fresh.version, old.version)
    : changesBetween(parseChangelog(readChangelog(fresh)), old.version, fresh.version);
}

function readChangelog({ folder }: InstalledPackage): string {
  const file = path.join(folder, 'CHANGELOG.md');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function announce(name: string, { from, to, changelog }: Omit<Outcome, 'diffs'>): void {
  const isBack = compare(to, from) < 0;
  const text = formatChanges(changelog);
  const title = isBack ? `${name} goes back from ${from} to ${to}. What is taken back:` : `${name} goes from ${from} to ${to}.`;
  say(`${title}\n\n${text === '' ? 'The changelog has nothing in between.' : text}`);
}

function showDiffs({ labs }: Upgrade, fresh: InstalledPackage, { json }: RunOptions): Outcome['diffs'] {
  return labs.map((lab) => {
    const diff = diffOf(lab, fresh, json);
    if (json) { return { config: lab.file, diff }; }
    say(`\nWhat it changes in ${labs.length === 1 ? 'this lab' : lab.file}: ${String(diff)}`);
    return { config: lab.file, diff: undefined };
  });
}

function putBack(safe: Safekeeping, { old, installation: { root } }: Upgrade, written: readonly LabLocation[], cause: unknown): void {
  try {
    safe.putBack();
    written.forEach((lab) => { synthesiseWith(lab, old); });
  } catch (error) {
    if (cause instanceof Error) { complain(cause.message); }
    throw new CannotError(`The upgrade failed, and not everything could be put back (${systemReason(error)}). Do it in ${root}: `
      + 'git checkout -- package.json package-lock.json && npm ci && npx homelab synth. '
      + `A copy of node_modules is in ${safe.place}.`, { cause: error });
  }
}

function explain(error: unknown, { name, old, candidate }: Upgrade): unknown {
  const back = `Everything is as it was: ${name} ${old.version} is installed.`;
  if (error instanceof LabRefused) {
    const refusal = `${name} ${candidate.version ?? ''} does not take this lab as it is; what it says is above.`.replace('  ', ' ');
    if (!error.isMistake) { return new CannotError(`${refusal} ${back}`); }
    return new SynthError(`${refusal} ${back} Mend it, synthesise and commit, then upgrade again; `
      + 'docs/update.md says what to do if one version takes only what the other refuses.');
  }
  if (error instanceof CannotError || error instanceof SynthError) { return new CannotError(`${error.message} ${back}`, { cause: error }); }
  return error;
}

/** Ctrl+C reaches npm too, and ends it; this program has to live on to put back what npm has left. */
function ignoreSignals(): { readonly end: () => void } {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const ignore = (): void => undefined;
  signals.forEach((signal) => { process.on(signal, ignore); });
  return { end: () => { signals.forEach((signal) => { process.off(signal, ignore); }); } };
}
