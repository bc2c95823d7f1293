import { RUNBOOKS_FOLDER } from '../charts/homelab';
import { distFolder, type LabLocation } from '../config/location';
import type { Synthesis } from '../synth/synthesise';
import type { Tree } from './write';

/** The page about the lab, in its folder. */
export const LAB_PAGE = 'LAB.md';

/**
 * What a synth writes. The manifests go where `gitops.path` says, seen from the root of the repository; everything else goes to the
 * lab's folder.
 */
export function outputTrees({ files, monitoring, runbooks, scripts, labPage, lab }: Synthesis, location: LabLocation): Tree[] {
  return [
    { folder: distFolder(lab.config.gitops.path, location), files },
    { folder: 'monitoring', files: monitoring },
    { folder: 'scripts', files: scripts },
    { folder: RUNBOOKS_FOLDER, files: runbooks },
    { folder: '', files: new Map([[LAB_PAGE, labPage]]), shared: true },
  ];
}
