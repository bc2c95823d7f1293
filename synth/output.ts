import path from 'node:path';
import type { HomelabConfig } from '../config/schema';
import type { LabLocation } from '../config/location';
import type { Synthesis } from './synthesise';
import type { Tree } from './write';

/**
 * The folders a synth writes. The manifests go where `gitops.path` says, seen from the root of the repository; everything else goes to the
 * lab's folder.
 */
export function outputTrees({ files, monitoring, scripts, lab }: Synthesis, location: LabLocation): Tree[] {
  return [
    { folder: distFolder(lab.config, location), files },
    { folder: 'monitoring', files: monitoring },
    { folder: 'scripts', files: scripts },
  ];
}

/** The folder of the manifests, seen from the lab's folder. */
export function distFolder({ gitops }: HomelabConfig, { repository, folder }: LabLocation): string {
  return path.relative(folder, path.join(repository, gitops.path)).split(path.sep).join('/');
}
