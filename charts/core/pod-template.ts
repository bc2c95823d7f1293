import type { Manifest } from './manifest';
import { at } from './rendered-lab';

/** The pod template of any kind that has one; undefined for the others. */
export function podTemplate(manifest: Manifest): unknown {
  switch (manifest.kind) {
    case 'Pod': return manifest;
    case 'CronJob': return at(manifest, 'spec', 'jobTemplate', 'spec', 'template');
    case 'Deployment': case 'DaemonSet': case 'StatefulSet': case 'ReplicaSet': case 'Job': return at(manifest, 'spec', 'template');
    default: return undefined;
  }
}
