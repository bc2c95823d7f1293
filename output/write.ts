import { mkdirSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { withLock } from './lock';
import { followLinks } from './output-path';
import { planTrees, type Tree, type Written } from './plan';
import { asSynthError } from '../errors';
import { beginWork, clear, decide, finish, isUnfinished, putBackEarlier, roomFor, type ReplacementStep } from './replacement';

export { pathIn, type Tree, type Written } from './plan';

/** Holds the lock and everything in the making. Beside the trees, so that a rename suffices to put them in place. */
export const WORKSPACE = '.synth';

/** The steps at which tests interrupt a writer. */
export type Step = 'locked' | 'staged file' | 'staged' | ReplacementStep;

export interface WriteOptions {
  /** Called at each step, for tests that interrupt. */
  readonly onStep?: (step: Step) => void;
}

/**
 * Replaces whole folders, and single files of shared ones, all of them or none. Files that no synth wrote stay; what an earlier synth wrote
 * and this one does not, vanishes.
 *
 * Everything new is made in the workspace, then decided on, then each path is renamed aside and its successor into place. Until the
 * decision nothing visible has changed. A process that dies after it leaves the rest of the renames to `recover`, with which every synth
 * begins: for the moment between two renames a path can be absent, but no folder is ever half old and half new.
 *
 * @param root - folder for the workspace, on the file system of the trees
 * @throws SynthError with the reason if anything cannot be written; every path is then as it was
 */
export function writeTrees(root: string, trees: readonly Tree[], { onStep = () => undefined }: WriteOptions = {}): Written[] {
  return inWorkspace(root, (workspace) => withLock(path.join(workspace, 'lock'), () => {
    onStep('locked');
    const base = path.dirname(workspace);
    finish(workspace, onStep);
    putBackEarlier(workspace, trees.map(({ folder }) => folder));
    clear(workspace);
    const plans = planTrees(base, trees);
    const replacements = plans.flatMap((plan) => plan.replacements);
    const work = beginWork(workspace);
    try {
      for (const { file, stage } of replacements) {
        stage(roomFor(work, base, file), () => { onStep('staged file'); });
        // A missing folder deep in the path is made now, when a failure still costs nothing.
        mkdirSync(path.dirname(followLinks(path.resolve(base, file))), { recursive: true });
      }
      onStep('staged');
      if (replacements.length > 0) { decide(work); }
    } catch (error) {
      clear(workspace);
      throw asSynthError(error, 'nothing was changed');
    }
    onStep('decided');
    finish(workspace, onStep);
    clear(workspace);
    plans.forEach(({ written }) => { removeIfEmptied(base, written); });
    return plans.map(({ written }) => written);
  }));
}

/**
 * What `writeTrees` would change, without changing anything.
 *
 * @throws SynthError as writing would
 */
export function compareTrees(root: string, trees: readonly Tree[]): Written[] {
  try {
    return planTrees(path.resolve(root), trees).map(({ written }) => written);
  } catch (error) {
    throw asSynthError(error, 'nothing was changed');
  }
}

/** Finishes what a synth that was killed had begun. Costs next to nothing if there is no such thing. */
export function recover(root: string): void {
  const workspace = path.join(path.resolve(root), WORKSPACE);
  if (!isUnfinished(workspace)) { return; }
  inWorkspace(root, () => {
    withLock(path.join(workspace, 'lock'), () => {
      finish(workspace, () => undefined);
      clear(workspace);
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
    // Stays if another synth waits in it.
    try { rmdirSync(workspace); } catch { /* not empty, or never made */ }
  }
}

/** Git keeps no empty folders either. */
function removeIfEmptied(root: string, { folder, files, removed }: Written): void {
  if (files > 0 || removed.length === 0) { return; }
  try { rmdirSync(path.resolve(root, folder)); } catch { /* something foreign is in it, or it is a link */ }
}
