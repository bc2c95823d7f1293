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
  /** Whether to go on although there are uncommitted changes. */
  readonly force: boolean;
  /** Whether to return the result as data instead of printing it. */
  readonly json: boolean;
}

/** What an upgrade did. */
export interface Outcome {
  /** The version before. */
  readonly from: string;
  /** The version after. */
  readonly to: string;
  /** The changes between the two. */
  readonly changelog: Changes;
  /** What the new version changes in each lab; `diff` is undefined if it has been printed. */
  readonly diffs: readonly { readonly config: string; readonly diff: unknown }[];
}

/**
 * Changes the dependency and synthesises. If a step fails, everything is as it was.
 *
 * @throws SynthError if something has to be fixed in the lab first
 * @throws CannotError if something outside the lab is missing or fails
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

/** @throws CannotError if the copies cannot be made */
function keep({ installation: { root, pin } }: Upgrade, { copy }: Installable): Safekeeping {
  const files = ['package.json', 'package-lock.json'].map((file) => path.join(root, file));
  try {
    return new Safekeeping(root, [...files, ...copy ? [copy.to] : [], ...pin.kind === 'tarball' ? [pin.file] : []]);
  } catch (error) {
    throw new CannotError(
      `node_modules cannot be copied, so it could not be restored after an error: ${systemReason(error)}.`, { cause: error },
    );
  }
}

function install({ name, installation, candidate }: Upgrade, { spec, copy }: Installable): InstalledPackage {
  const { root, isDevelopment } = installation;
  if (copy) {
    mkdirSync(path.dirname(copy.to), { recursive: true });
    copyFileSync(copy.from, copy.to);
  }
  if (!npmInstall(spec, { folder: root, isDevelopment })) {
    throw new CannotError(`npm could not install ${spec}; its message is above.`);
  }
  const fresh = readInstalled(root, name);
  if (!fresh || (candidate.version !== undefined && compare(fresh.version, candidate.version) !== 0)) {
    throw new CannotError(`npm installed ${fresh?.version ?? 'nothing'} instead of ${candidate.version ?? spec}.`);
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
  const title = isBack ? `${name} goes back from ${from} to ${to}. These changes are lost:` : `${name} is upgraded from ${from} to ${to}.`;
  say(`${title}\n\n${text === '' ? 'The changelog has no entry between these versions.' : text}`);
}

function showDiffs({ labs }: Upgrade, fresh: InstalledPackage, { json }: RunOptions): Outcome['diffs'] {
  return labs.map((lab) => {
    const diff = diffOf(lab, fresh, json);
    if (json) { return { config: lab.file, diff }; }
    say(`\nChanges in ${labs.length === 1 ? 'this lab' : lab.file}: ${String(diff)}`);
    return { config: lab.file, diff: undefined };
  });
}

function putBack(safe: Safekeeping, { old, installation: { root } }: Upgrade, written: readonly LabLocation[], cause: unknown): void {
  try {
    safe.putBack();
    written.forEach((lab) => { synthesiseWith(lab, old); });
  } catch (error) {
    if (cause instanceof Error) { complain(cause.message); }
    throw new CannotError(`The upgrade failed, and not everything could be restored (${systemReason(error)}). Restore it in ${root}: `
      + 'git checkout -- package.json package-lock.json && npm ci && npx homelab synth. '
      + `A copy of node_modules is in ${safe.place}.`, { cause: error });
  }
}

function explain(error: unknown, { name, old, candidate }: Upgrade): unknown {
  const back = `Everything is as it was: ${name} ${old.version} is installed.`;
  if (error instanceof LabRefused) {
    const refusal = `${name} ${candidate.version ?? ''} refuses this lab; the reason is above.`.replace('  ', ' ');
    if (!error.isMistake) { return new CannotError(`${refusal} ${back}`); }
    return new SynthError(`${refusal} ${back} Fix the lab, synthesise and commit, then upgrade again. `
      + 'docs/update.md says what to do if no lab is valid for both versions.');
  }
  if (error instanceof CannotError || error instanceof SynthError) { return new CannotError(`${error.message} ${back}`, { cause: error }); }
  return error;
}

/** Ctrl+C ends npm too; this program has to go on, so that it can restore what npm has changed. */
function ignoreSignals(): { readonly end: () => void } {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const ignore = (): void => undefined;
  signals.forEach((signal) => { process.on(signal, ignore); });
  return { end: () => { signals.forEach((signal) => { process.off(signal, ignore); }); } };
}
