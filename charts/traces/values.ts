import type { HelmValues } from '../core/helm-values';
import { TEMPO } from './trace-collector';

/**
 * Values of the chart tempo, for one node. Keys: charts/tempo/values.yaml at 2.2.4.
 *
 * @param storageClassName - class of its volume; undefined for the cluster's own
 */
export function tempoValues(storageClassName?: string): HelmValues {
  const otlp = { protocols: { grpc: { endpoint: '0.0.0.0:4317' }, http: { endpoint: '0.0.0.0:4318' } } };
  return {
    fullnameOverride: TEMPO,
    tempo: {
      retention: '72h',
      reportingEnabled: false,
      // The chart reserves a GiB of address space, for clusters.
      memBallastSizeMbs: 0,
      receivers: { otlp },
      resources: { requests: { cpu: '20m', memory: '256Mi' }, limits: { memory: '768Mi' } },
    },
    persistence: { enabled: true, size: '5Gi', ...storageClassName === undefined ? {} : { storageClassName } },
  };
}
