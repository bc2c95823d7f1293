import type { Construct } from 'constructs';
import type { ChartPin, Component, ComponentSource, Dependency } from '../core/component';
import { mergeValues, type HelmValues } from '../core/helm-values';
import { Layer } from '../core/layer';
import { TRACES_ROOT } from '../core/root-names';
import { TEMPO } from './trace-collector';
import { tempoValues } from './values';

/** What the store of traces is made from. */
export interface TracesProps {
  /** Namespace of Tempo. */
  readonly namespace: string;
  /** Tempo's chart. */
  readonly pin: ChartPin;
  /** Class of its volume. @default - the cluster's own */
  readonly storageClass?: string | undefined;
  /** Helm values laid over the generated ones. @default - none */
  readonly values?: HelmValues;
  /** The namespace. */
  readonly dependsOn: readonly Dependency[];
}

/** Traces of requests through gateways and waypoints, in Tempo, for one node. ztunnel knows no requests and makes none. */
export class Traces extends Layer {
  /** The chart. */
  public readonly tempo: Component;

  /**
   * @param scope - the lab
   * @param id - name of the layer
   * @param props - chart, namespace and values
   */
  constructor(scope: Construct, id: string, { namespace, pin, storageClass, values, dependsOn }: TracesProps) {
    super(scope, id);
    const source: ComponentSource = { kind: 'helm', pin, values: mergeValues(tempoValues(storageClass), values) };
    this.tempo = this.addComponent({ name: TEMPO, namespace, source, dependsOn, root: TRACES_ROOT, cascade: true });
    const url = `http://${TEMPO}.${namespace}.svc.cluster.local:3200`;
    this.addDataSource({ name: 'Tempo', uid: 'tempo', type: 'tempo', access: 'proxy', url });
  }
}
