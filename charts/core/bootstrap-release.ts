import type { Duration } from 'cdk8s';
import type { ChartPin } from './component';
import type { HelmValues } from './helm-values';

/** A chart that K3s' helm-controller installs, before there is an Argo CD. */
export interface BootstrapRelease {
  /** Name of the Helm release and of the HelmChart. */
  readonly name: string;
  /** Namespace of the release; made if missing. */
  readonly namespace: string;
  /** The chart. */
  readonly pin: ChartPin;
  /** Values of the chart, complete. */
  readonly values: HelmValues;
  /** Repository, as `owner/name`, whose definitions of custom kinds the chart brings (ComponentProps.definitionsOf). @default - none */
  readonly definitionsOf?: string;
  /** Set for what must run before the node has a network: the job then uses the host's. @default false */
  readonly beforeNetwork?: boolean;
  /** How long Helm waits for the chart's hooks. @default - Helm's own, 5 minutes */
  readonly timeout?: Duration;
}
