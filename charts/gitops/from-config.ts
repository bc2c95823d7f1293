import { KUBE_SYSTEM, PLATFORM_NAMESPACES } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { CHARTS } from '../../versions';
import { argoCdValues } from './argo-cd-values';
import type { BootstrapRelease } from './bootstrap';
import type { CniChaining } from '../cni/cni-chaining';
import { mergeValues } from '../core/helm-values';
import { BOOTSTRAP_PROJECT, type ProjectScope } from './projects';

/** What K3s installs by itself: the network, and then what installs the rest. */
export function bootstrapReleases(config: HomelabConfig, cni: CniChaining): BootstrapRelease[] {
  return [
    { name: 'cilium', namespace: KUBE_SYSTEM, pin: CHARTS.cilium, values: cni.ciliumValues, beforeNetwork: true },
    {
      name: 'argocd',
      namespace: PLATFORM_NAMESPACES.argocd,
      pin: CHARTS.argocd,
      values: mergeValues(argoCdValues({ hostname: `${config.interfaces.argocd.host}.${config.domain}` }), config.values.argocd),
      // Before anything else the chart runs a Job in Argo CD's image, half a gigabyte that a home line may take more than 5 minutes for; and
      // a first install that timed out is not tried again.
      timeout: '30m0s',
    },
  ];
}

/** The project of those releases, the projects and the root Applications: what dist/bootstrap and dist/root hold, kind by kind. */
export function bootstrapScope(config: HomelabConfig): ProjectScope {
  return {
    name: BOOTSTRAP_PROJECT,
    description: 'What K3s installs, and the Applications themselves',
    sourceRepos: [config.gitops.repoURL],
    namespaces: [PLATFORM_NAMESPACES.argocd, KUBE_SYSTEM],
    clusterKinds: [],
    namespacedKinds: [
      { group: 'argoproj.io', kind: 'AppProject' },
      { group: 'argoproj.io', kind: 'Application' },
      { group: 'helm.cattle.io', kind: 'HelmChart' },
    ],
  };
}
