import path from 'node:path';
import { SynthError } from '../../errors';
import { CannotError } from '../exit-codes';
import { runsOn } from './choose';
import type { Upgrade } from './decision';
import { uncommitted } from './git';
import { currencyOf } from './programs';

/**
 * Checks that a build runs on the Node that runs now.
 *
 * @param version - the build, for the message
 * @param node - the range of Node versions that it needs; undefined for any
 * @throws CannotError if it does not
 */
export function assertNode(version: string, node: string | undefined): void {
  if (runsOn(node, process.version)) { return; }
  throw new CannotError(`${version} needs Node ${node ?? ''}, but this is Node ${process.version}. Install another Node first.`);
}

/**
 * Checks that git shows only the changes of the upgrade afterwards.
 *
 * @param force - whether uncommitted changes are allowed
 * @throws SynthError if generated files are not current, or something has changes that are not committed
 */
export function assertClean({ installation: { root, pin }, old, labs }: Upgrade, force: boolean): void {
  const states = labs.map((lab) => ({ lab, ...currencyOf(lab, old) }));
  const stale = states.flatMap(({ lab, stale: files }) => files.map((file) => path.relative(root, path.resolve(lab.folder, file))));
  if (stale.length > 0) {
    throw new SynthError(`${list(stale)} ${stale.length === 1 ? 'is' : 'are'} not current for version ${old.version}. `
      + 'Run homelab synth and commit what it writes; then you see what the upgrade changes.');
  }
  const watched = ['package.json', 'package-lock.json'].map((file) => path.join(root, file));
  const paths = [...watched, ...pin.kind === 'tarball' ? [pin.file] : [], ...states.flatMap(({ folders }) => folders)];
  const dirty = force ? [] : uncommitted(root, paths) ?? [];
  if (dirty.length > 0) {
    throw new SynthError(`${list(dirty)} ${dirty.length === 1 ? 'has' : 'have'} changes that are not committed. Commit or stash them; `
      + 'then you see what the upgrade changes. Or go on with --force.');
  }
}

function list(files: readonly string[]): string {
  const shown = files.slice(0, 3).map((file) => file.split(path.sep).join('/')).join(', ');
  return files.length > 3 ? `${shown} and ${files.length - 3} more` : shown;
}
