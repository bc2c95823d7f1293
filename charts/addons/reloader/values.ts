import type { HelmValues } from '../../core/helm-values';
import { RESTRICTED_CONTAINER } from '../security';
import { RELOADER } from './names';

/** What decides about the values of Reloader. */
export interface ReloaderProps {
  /** Whether workloads are restarted that do not ask for it. */
  readonly everything: boolean;
  /** Whether it looks at Secrets. */
  readonly secrets: boolean;
}

/** Values of the chart reloader. Keys: deployments/kubernetes/chart/reloader/values.yaml at chart-v2.2.16. */
export function reloaderValues({ everything, secrets }: ReloaderProps): HelmValues {
  return {
    // The chart else puts its own name behind that of the release.
    fullnameOverride: RELOADER,
    reloader: {
      autoReloadAll: everything,
      ignoreSecrets: !secrets,
      // Its other way puts a variable into the pod's template, where Argo CD sees a difference from git and takes it back.
      reloadStrategy: 'annotations',
      // Jobs and CronJobs begin with what is there anyway, and for them it may delete and create.
      ignoreJobs: true,
      ignoreCronJobs: true,
      readOnlyRootFileSystem: true,
      deployment: {
        containerSecurityContext: RESTRICTED_CONTAINER,
        resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
        // The chart takes both from limits, of which there is none for the CPU.
        gomaxprocsOverride: '1',
      },
    },
  };
}
