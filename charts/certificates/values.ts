import type { HelmValues } from '../core/helm-values';

/**
 * Values of the chart cert-manager. Checked against its schema, which refuses any other key:
 * https://github.com/cert-manager/cert-manager/blob/v1.21.1/deploy/charts/cert-manager/values.schema.json
 *
 * @param namespace - namespace of cert-manager
 * @param dnsServers - public name servers, by address
 */
export function chartValues(namespace: string, dnsServers: readonly string[]): HelmValues {
  return {
    crds: { enabled: true },
    // The default, kube-system, would have the chart put a Role there.
    global: { leaderElection: { namespace } },
    // Ask public servers only: a router that answers for the domain itself, or that redirects port 53, never shows the challenge's record.
    dns01RecursiveNameservers: dnsServers.map((address) => `${address}:53`).join(','),
    dns01RecursiveNameserversOnly: true,
    // config.gatewayAPI stays off: the lab names its Certificate itself, and the Gateway's annotations would make a second one for its
    // Secret. The check is a post-install hook, which Argo CD runs after every sync and no later wave waits for; retries do its work.
    startupapicheck: { enabled: false },
    // Metrics are on by default; the monitoring layer scrapes them.
    prometheus: { servicemonitor: { enabled: false }, podmonitor: { enabled: false } },
    // No memory limits: cainjector reads every definition of the cluster once at its start, which takes several times what it needs later.
    resources: { requests: { cpu: '10m', memory: '64Mi' } },
    webhook: { resources: { requests: { cpu: '10m', memory: '32Mi' } } },
    cainjector: { resources: { requests: { cpu: '10m', memory: '96Mi' } } },
  };
}
