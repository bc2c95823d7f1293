import type { Construct } from 'constructs';
import type { ChartPin, Component } from '../core/component';
import { mergeValues, type HelmValues } from '../core/helm-values';
import { Layer } from '../core/layer';

export interface TracesProps {
  readonly namespace: string;
  readonly pin: ChartPin;
  /** Helm values laid over the generated ones. @default - none */
  readonly values?: HelmValues;
  readonly dependsOn: readonly Component[];
}

/** Where Envoys send traces, as OpenTelemetry over gRPC. */
export interface TraceCollector {
  /** Host name of the Service, in full. */
  readonly service: string;
  readonly port: number;
  /** Share of the requests that are traced, in percent. */
  readonly samplingPercentage: number;
}

/** Release, Service and data source have one name. */
const NAME = 'tempo';

/** The collector of a lab's traces; the mesh has to know it before it exists. */
export function traceCollector(namespace: string): TraceCollector {
  // At home every request may be traced; there are few.
  return { service: `${NAME}.${namespace}.svc.cluster.local`, port: 4317, samplingPercentage: 100 };
}

/** Traces of requests through gateways and waypoints, in Tempo, for one node. ztunnel knows no requests and makes none. */
export class Traces extends Layer {
  public readonly tempo: Component;
  /** Grafana's data source. */
  public readonly dataSource: HelmValues;

  constructor(scope: Construct, id: string, { namespace, pin, values, dependsOn }: TracesProps) {
    super(scope, id);
    this.tempo = this.addComponent({ name: NAME, namespace, source: { kind: 'helm', pin, values: mergeValues(tempoValues(), values) }, dependsOn });
    this.dataSource = { name: 'Tempo', uid: 'tempo', type: 'tempo', access: 'proxy', url: `http://${NAME}.${namespace}.svc.cluster.local:3200` };
  }
}

/** Keys: charts/tempo/values.yaml at 2.2.4. */
function tempoValues(): HelmValues {
  const otlp = { protocols: { grpc: { endpoint: '0.0.0.0:4317' }, http: { endpoint: '0.0.0.0:4318' } } };
  return {
    fullnameOverride: NAME,
    tempo: {
      retention: '72h',
      reportingEnabled: false,
      // The chart reserves a GiB of address space, for clusters.
      memBallastSizeMbs: 0,
      receivers: { otlp },
      resources: { requests: { cpu: '20m', memory: '256Mi' }, limits: { memory: '768Mi' } },
    },
    persistence: { enabled: true, size: '5Gi' },
  };
}
