import { RUNBOOKS_FOLDER } from '../charts/homelab';
import { distFolder, type LabLocation } from '../config/location';
import { LAB_PAGE } from '../draw/lab-page';
import type { Tree } from '../output/tree';
import type { Synthesis } from './synthesise';

/**
 * The folders that a synth writes, seen from the lab's folder. The manifests go where `gitops.path` says, seen from the root of the
 * repository; everything else goes to the lab's folder.
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
