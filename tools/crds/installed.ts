import { ARGOCD_DEFINITIONS_VERSION, CHARTS, CRD_FOLDERS, K3S_VERSION, PROMETHEUS_OPERATOR_VERSION } from '../../versions';
import type { PinnedAddress } from './sources';

/** What the lab installs of the projects whose definitions are imported: versions.ts, by the project's repository. */
export const INSTALLED: Readonly<Record<string, string>> = {
  'argoproj/argo-cd': ARGOCD_DEFINITIONS_VERSION,
  'cert-manager/cert-manager': CHARTS['cert-manager'].version,
  'cilium/cilium': CHARTS.cilium.version,
  'istio/istio': CHARTS['istio-base'].version,
  'kubernetes/kubernetes': K3S_VERSION,
  'kubernetes-sigs/gateway-api': CRD_FOLDERS.gatewayApi.revision,
  'metallb/metallb': CHARTS.metallb.version,
  'prometheus-operator/prometheus-operator': PROMETHEUS_OPERATOR_VERSION,
};

/** Projects that come inside something else, at a release that versions.ts does not name: helm-controller is part of K3s. */
export const EMBEDDED: readonly string[] = ['k3s-io/helm-controller'];

/**
 * Projects whose types are of another minor release than what is installed, one line each. A minor release may add fields that the
 * other side does not know. Patches are left alone: Renovate raises both sides one pull request after the other.
 *
 * @param installed - releases by repository; a project that is not there is not compared. @default INSTALLED
 */
export function describeOtherMinors(pins: readonly PinnedAddress[], installed: Readonly<Record<string, string>> = INSTALLED): string[] {
  const lines = pins.flatMap(({ repository, revision }) => {
    const there = installed[repository];
    if (there === undefined || minorOf(there) === minorOf(revision)) { return []; }
    return [`other    ${repository}: types of ${revision}, installed ${there}`];
  });
  return [...new Set(lines)];
}

function minorOf(version: string): string {
  return /^v?(\d+\.\d+)\./.exec(version)?.[1] ?? version;
}
