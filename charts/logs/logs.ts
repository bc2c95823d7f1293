import type { Construct } from 'constructs';
import type { ChartPin, Component, Dependency } from '../core/component';
import { mergeValues, type HelmValues } from '../core/helm-values';
import { Layer } from '../core/layer';
import { LOGS_ROOT } from '../core/root-names';
import { alloyValues, lokiValues } from './values';

/** What the store of logs is made from. */
export interface LogsProps {
  /** Namespace of Loki and Alloy. */
  readonly namespace: string;
  /** The charts. */
  readonly pins: { readonly loki: ChartPin; readonly alloy: ChartPin };
  /** Class of Loki's volume. @default - the cluster's own */
  readonly storageClass?: string | undefined;
  /** Helm values laid over the generated ones. @default - none */
  readonly values?: { readonly loki?: HelmValues; readonly alloy?: HelmValues };
  /** The namespace. */
  readonly dependsOn: readonly Dependency[];
}

/** Nothing of the platform waits for logs. Those that are kept stay with their volume, which is made from a template. */
const OPTIONAL = { root: LOGS_ROOT, cascade: true };

/** Logs of all pods, in Loki, for one node: one process, files on a local volume, no caches. */
export class Logs extends Layer {
  /** Keeps the logs. */
  public readonly loki: Component;
  /** Collects them. */
  public readonly alloy: Component;

  /**
   * @param scope - the lab
   * @param id - name of the layer
   * @param props - charts, namespace and values
   */
  constructor(scope: Construct, id: string, { namespace, pins, storageClass, values, dependsOn }: LogsProps) {
    super(scope, id);
    const address = `http://loki.${namespace}.svc.cluster.local:3100`;
    this.loki = this.addComponent({
      name: 'loki',
      namespace,
      source: { kind: 'helm', pin: pins.loki, values: mergeValues(lokiValues(storageClass), values?.loki) },
      dependsOn,
      ...OPTIONAL,
    });
    this.alloy = this.addComponent({
      name: 'alloy',
      namespace,
      source: { kind: 'helm', pin: pins.alloy, values: mergeValues(alloyValues(address), values?.alloy) },
      clusterKinds: ['ClusterRole', 'ClusterRoleBinding'].map((kind) => ({ group: 'rbac.authorization.k8s.io', kind })),
      // Not of Loki: a root that waits takes up no new commit, and Alloy tries again by itself.
      dependsOn,
      ...OPTIONAL,
    });
    this.addDataSource({ name: 'Loki', uid: 'loki', type: 'loki', access: 'proxy', url: address });
  }
}
