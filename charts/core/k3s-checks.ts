import { compareBuild, minor } from 'semver';
import type { ConfigCheck } from '../../config/checks';
import type { ConfigPath, Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { K3S_VERSION } from '../../versions';

const VERSION: ConfigPath = ['k3s', 'version'];

/** What is asked of `k3s` beyond the form of each value. */
export const K3S_CONFIG_CHECKS: readonly ConfigCheck[] = [checkK3s];

/**
 * The first release whose helm-controller knows what the HelmCharts of dist/bootstrap say (helm-controller 0.17.7: `failurePolicy: retry`,
 * `serverSide`).
 */
const FIRST_VERSION = 'v1.36.4+k3s1';

/** Other minor versions of Kubernetes than the pinned one are not what the charts are tested with. */
function checkK3s({ k3s: { version } }: HomelabConfig): Problem[] {
  if (version === undefined) { return []; }
  if (compareBuild(version, FIRST_VERSION) < 0) {
    return [{
      path: VERSION,
      what: `is older than ${FIRST_VERSION} (${version}), whose helm-controller is the first that can install Cilium and Argo CD`,
      fix: `write ${K3S_VERSION} or a newer one, or remove it together with sha256`,
    }];
  }
  return minor(version) === minor(K3S_VERSION) ? [] : [{
    path: VERSION, severity: 'warning', rule: 'k3s-version-tested',
    what: `is another minor version of Kubernetes than that of ${K3S_VERSION} (${version}), which the charts of this lab are tested with`,
    fix: `wait for a tool that pins it ("homelab upgrade"), or write a release of 1.${minor(K3S_VERSION)}`,
  }];
}
