/** Where Envoys send traces, as OpenTelemetry over gRPC. */
export interface TraceCollector {
  /** Host name of the Service, in full. */
  readonly service: string;
  /** Port of the Service. */
  readonly port: number;
  /** Share of the requests that are traced, in percent. */
  readonly samplingPercentage: number;
}

/** Release, Service and data source of Tempo have one name. */
export const TEMPO = 'tempo';

/** The collector of a lab's traces; the mesh has to know it before it exists. */
export function traceCollector(namespace: string): TraceCollector {
  // At home every request may be traced; there are few.
  return { service: `${TEMPO}.${namespace}.svc.cluster.local`, port: 4317, samplingPercentage: 100 };
}
