import type { Origin } from './origin';

/** Pods or a Service that Prometheus reads metrics from. Labels and port names are those of the chart at its pinned version. */
export interface ScrapeTarget {
  /** Name of the object, and the `job` label of the series. */
  readonly name: string;
  /** Whether pods are found by their own labels or through a Service. */
  readonly through: 'pods' | 'service';
  /** Namespaces to look in. @default - all */
  readonly namespaces?: readonly string[];
  /** Labels the pods or the Service must have. @default - any */
  readonly labels?: Readonly<Record<string, string>>;
  /** Labels that must be there, with any value. @default - none */
  readonly hasLabels?: readonly string[];
  /** Name of the port; of pods also its number, which their container has to declare. */
  readonly port: string | number;
  /** Path of the metrics. @default /metrics */
  readonly path?: string;
  /** How often they are read, such as `30s`. @default - as everything else */
  readonly interval?: string;
  /**
   * Set for an https endpoint that asks who is there: Prometheus shows its own service account's token. The certificate is not
   * verified, as it is one the workload made for itself. @default false
   */
  readonly authenticated?: boolean;
  /** Whether labels of the series win over those of the target, such as the `namespace` a certificate is in. @default false */
  readonly honorLabels?: boolean;
  /** Labels of the pod to copy to its series: pod label to series label. @default - none */
  readonly copyLabels?: Readonly<Record<string, string>>;
  /** A headless Service to put before the pods, where nobody else makes one. @default - none */
  readonly service?: MetricsService;
  /** What asks for it. @default - the platform itself */
  readonly origin?: Origin;
}

/** A Service whose only use is that metrics are read through it. */
export interface MetricsService {
  /** Name of the Service, and the value of its label `app.kubernetes.io/name`. */
  readonly name: string;
  /** Namespace of the pods. */
  readonly namespace: string;
  /** Labels of the pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** Number of the port of the Service; it leads to the pods' port of the name that the target has. */
  readonly port: number;
}
