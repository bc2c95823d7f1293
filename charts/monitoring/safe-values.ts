import type { SafeValues } from '../core/safe-values';

/** A selector that looks only at objects of the chart's own release. */
const ignores = (selector: string, what: string) => ({
  path: ['prometheus', 'prometheusSpec', selector], safe: [false], why: `Prometheus would ignore this lab's ${what}`,
});

/** Values of kube-prometheus-stack without which something fails quietly. */
export const MONITORING_SAFE_VALUES: SafeValues = {
  'kube-prometheus-stack': [
    { path: ['crds', 'enabled'], safe: [false], why: 'two Applications would own the same CRDs' },
    ignores('ruleSelectorNilUsesHelmValues', 'alert rules'),
    ignores('serviceMonitorSelectorNilUsesHelmValues', 'ServiceMonitors'),
    ignores('podMonitorSelectorNilUsesHelmValues', 'PodMonitors'),
  ],
};
