import type { HelmValues } from '../../core/helm-values';

/** Values of the chart cloudnative-pg. Keys: charts/cloudnative-pg/values.yaml at cloudnative-pg-v0.29.0. */
export function cloudnativePgValues(): HelmValues {
  return {
    // The chart asks for nothing, and a database is looked after by one pod.
    resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
  };
}
