import { mkdirSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { asSynthError } from '../errors';
import { withLock } from './lock';
import { planTrees } from './plan';
import { followLinks } from './symbolic-links';
import {
  begin, commit, complete, isUnfinished, removeWork, restoreVersion01, stagingPath, type TransactionStep,
} from './transaction';
import type { Tree, Written } from './tree';

/** Folder for the lock and for new versions until they are in place. It is beside the trees, so that a rename puts them in place. */
const WORKSPACE = '.synth';

/** Steps at which tests interrupt a writer. */
export type Step = 'locked' | 'staged file' | 'staged' | TransactionStep;

/** Options of `writeTrees`. */
export interface WriteOptions {
  /** Called at each step, for tests that interrupt. @default - nothing is called */
  readonly onStep?: (step: Step) => void;
}

/**
 * Replaces whole folders, and single files of shared ones, all of them or none. Files that no synth wrote stay; what an earlier synth wrote
 * and this one does not is removed.
 *
 * Everything new is made in the workspace and then committed; then each path is renamed aside and its new version into place. Until the
 * commit nothing visible has changed. If the process dies after it, `recover`, with which every synth begins, does the rest of the renames:
 * for the moment between two renames a path can be absent, but no folder is ever half old and half new.
 *
 * @param root - folder for the workspace, on the file system of the trees
 * @throws SynthError with the reason if anything cannot be written; every path is then as it was
 */
export function writeTrees(root: string, trees: readonly Tree[], { onStep = () => undefined }: WriteOptions = {}): Written[] {
  return inWorkspace(root, (workspace) => withLock(path.join(workspace, 'lock'), () => {
    onStep('locked');
    const base = path.dirname(workspace);
    complete(workspace, onStep);
    restoreVersion01(workspace, trees.map(({ folder }) => folder));
    removeWork(workspace);
    const plans = planTrees(base, trees);
    const replacements = plans.flatMap((plan) => plan.replacements);
    const work = begin(workspace);
    try {
      for (const { file, stage } of replacements) {
        stage(stagingPath(work, base, file), () => { onStep('staged file'); });
        // The folders around it are made now, when a failure does no harm yet.
        mkdirSync(path.dirname(followLinks(path.resolve(base, file))), { recursive: true });
      }
      onStep('staged');
      if (replacements.length > 0) { commit(work); }
    } catch (error) {
      removeWork(workspace);
      throw asSynthError(error, 'nothing was changed');
    }
    onStep('committed');
    complete(workspace, onStep);
    removeWork(workspace);
    plans.forEach(({ written }) => { removeIfEmptied(base, written); });
    return plans.map(({ written }) => written);
  }));
}

/**
 * Says what `writeTrees` would change, without changing anything.
 *
 * @param root - as for `writeTrees`
 * @throws SynthError with the reason if something of the user is in the way, or a file cannot be read
 */
export function compareTrees(root: string, trees: readonly Tree[]): Written[] {
  try {
    return planTrees(path.resolve(root), trees).map(({ written }) => written);
  } catch (error) {
    throw asSynthError(error, 'nothing was changed');
  }
}

/**
 * Completes what a synth that was killed had committed. It is quick if there is no such thing.
 *
 * @param root - as for `writeTrees`
 * @throws SynthError with the reason if the system refuses
 */
export function recover(root: string): void {
  const workspace = path.join(path.resolve(root), WORKSPACE);
  if (!isUnfinished(workspace)) { return; }
  inWorkspace(root, () => {
    withLock(path.join(workspace, 'lock'), () => {
      complete(workspace, () => undefined);
      removeWork(workspace);
    });
  });
}

function inWorkspace<T>(root: string, action: (workspace: string) => T): T {
  const workspace = path.join(path.resolve(root), WORKSPACE);
  try {
    mkdirSync(workspace, { recursive: true });
    return action(workspace);
  } catch (error) {
    throw asSynthError(error, 'nothing was changed');
  } finally {
    // It is not empty, and stays, if another synth waits in it.
    try { rmdirSync(workspace); } catch { /* not empty, or never made */ }
  }
}

/** Removes an output folder that held generated files and is empty now: git keeps no empty folders either. */
function removeIfEmptied(root: string, { folder, files, removed }: Written): void {
  if (files > 0 || removed.length === 0) { return; }
  try { rmdirSync(path.resolve(root, folder)); } catch { /* a file of the user is in it, or it is a link */ }
}
