import type { ConfigCheck } from '../../config/checks';
import { k3sRelease } from '../../config/k3s';
import type { ConfigPath, Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { K3S_VERSION } from '../../versions';

const VERSION: ConfigPath = ['k3s', 'version'];

/** What is asked of `k3s` beyond the form of each value. */
export const K3S_CONFIG_CHECKS: readonly ConfigCheck[] = [checkK3s];

/**
 * The pinned release is the first whose helm-controller knows what the HelmCharts of dist/bootstrap say (helm-controller 0.17.7:
 * `failurePolicy: retry`, `serverSide`). Other minor versions of Kubernetes are not what the charts are tested with.
 */
function checkK3s({ k3s: { version } }: HomelabConfig): Problem[] {
  const [wanted, pinned] = [k3sRelease(version ?? K3S_VERSION), k3sRelease(K3S_VERSION)];
  if (version === undefined || wanted === undefined || pinned === undefined) { return []; }
  const isOlder = wanted.minor < pinned.minor || (wanted.minor === pinned.minor && wanted.patch < pinned.patch);
  if (isOlder) {
    return [{
      path: VERSION,
      what: `is older than ${K3S_VERSION} (${version}), whose helm-controller is the first that can install Cilium and Argo CD`,
      fix: `write ${K3S_VERSION} or a newer one, or remove it together with sha256`,
    }];
  }
  return wanted.minor === pinned.minor ? [] : [{
    path: VERSION, severity: 'warning', rule: 'k3s-version-tested',
    what: `is another minor version of Kubernetes than that of ${K3S_VERSION} (${version}), which the charts of this lab are tested with`,
    fix: `wait for a tool that pins it ("homelab upgrade"), or write a release of 1.${pinned.minor}`,
  }];
}
