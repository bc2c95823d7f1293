import path from 'node:path';
import { SynthError } from '../../errors';
import { CannotError } from '../exit-codes';
import { runsOn } from './choose';
import type { Upgrade } from './decision';
import { uncommitted } from './git';
import { currencyOf } from './programs';

/** @throws CannotError if a build does not run on this Node */
export function assertNode(version: string, node: string | undefined): void {
  if (runsOn(node, process.version)) { return; }
  throw new CannotError(`${version} needs Node ${node ?? ''}, and this is ${process.version}: install a newer Node first.`);
}

/** @throws SynthError if what the upgrade changes could not be told from what the user has changed */
export function assertClean({ installation: { root, pin }, old, labs }: Upgrade, force: boolean): void {
  const states = labs.map((lab) => ({ lab, ...currencyOf(lab, old) }));
  const stale = states.flatMap(({ lab, stale: files }) => files.map((file) => path.relative(root, path.resolve(lab.folder, file))));
  if (stale.length > 0) {
    throw new SynthError(`${list(stale)} ${stale.length === 1 ? 'is' : 'are'} not what homelab.yaml gives with version ${old.version}: `
      + 'run homelab synth and commit what it writes, so that you see what the upgrade changes.');
  }
  const watched = ['package.json', 'package-lock.json'].map((file) => path.join(root, file));
  const paths = [...watched, ...pin.kind === 'tarball' ? [pin.file] : [], ...states.flatMap(({ folders }) => folders)];
  const dirty = force ? [] : uncommitted(root, paths) ?? [];
  if (dirty.length > 0) {
    throw new SynthError(`${list(dirty)} ${dirty.length === 1 ? 'has' : 'have'} changes that are not committed: commit or stash them, `
      + 'so that you see what the upgrade changes, or go on with --force.');
  }
}

function list(files: readonly string[]): string {
  const shown = files.slice(0, 3).map((file) => file.split(path.sep).join('/')).join(', ');
  return files.length > 3 ? `${shown} and ${files.length - 3} more` : shown;
}
