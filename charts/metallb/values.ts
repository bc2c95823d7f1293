import type { HelmValues } from '../core/helm-values';

/**
 * Values of the chart metallb, in layer-2 mode. Checked against https://github.com/metallb/metallb/blob/v0.16.1/charts/metallb/values.yaml.
 */
export const CHART_VALUES: HelmValues = {
  // Since 0.16 the chart brings frr-k8s, a BGP router per node, by default; answering ARP needs none of it.
  frrk8s: { enabled: false },
  speaker: {
    frr: { enabled: false },
    // Speakers elect through memberlist which node answers for an address, and notice within seconds when that node is gone.
    memberlist: { enabled: true },
    resources: { requests: { cpu: '10m', memory: '48Mi' }, limits: { memory: '128Mi' } },
  },
  controller: { resources: { requests: { cpu: '10m', memory: '48Mi' }, limits: { memory: '128Mi' } } },
  prometheus: {
    // The monitoring layer scrapes MetalLB itself (docs/metallb.md): the chart's monitors would make the way in wait for the monitoring
    // kinds, and their RBAC wants to know the service account of Prometheus.
    serviceMonitor: { enabled: false },
    podMonitor: { enabled: false },
    // The lab has its own rules; the chart's alarm at a full pool never stops on a pool of one address.
    prometheusRule: { enabled: false },
  },
};
