import type { Construct } from 'constructs';
import type { ChartPin, Component } from '../core/component';
import { mergeValues, type HelmValues } from '../core/helm-values';
import { Layer } from '../core/layer';
import { ciliumRules } from './alerts';
import { CiliumClusterwideNetworkPolicy } from './cilium-clusterwide-network-policy';
import { checkCniFiles, CILIUM_CNI_FILE, ISTIO_CNI_FILE, type CniFiles } from './cni-files';
import { ciliumTargets } from './scrape-targets';
import { ciliumValues, istioCniValues, type CiliumSettings } from './values';

/** What the pod network is made from. */
export interface CniChainingProps extends CiliumSettings {
  /** Cilium's chart. */
  readonly pin: ChartPin;
  /** Namespace Cilium runs in. */
  readonly namespace: string;
  /** Names of the configuration files. @default - Istio's before Cilium's */
  readonly files?: CniFiles;
  /** Values of the user, laid over the generated ones. @default - none */
  readonly values?: { readonly cilium?: HelmValues; readonly istioCni?: HelmValues };
}

/**
 * Source of the kubelet's probes as an ambient pod sees them: istio-cni rewrites it on the node (cni/pkg/nodeagent/options.go).
 * The IPv6 address is left out as long as pods have none of that family.
 */
const HOST_PROBE_ADDRESS = '169.254.7.127/32';

/**
 * How Cilium and Istio share the pod network: Cilium routes, istio-cni is called after it and hands pods of the mesh to ztunnel.
 * K3s installs Cilium, and the mesh releases istio-cni with the values of this layer. What a user's overrides may undo is for rules.ts.
 */
export class CniChaining extends Layer {
  /** Values of the Cilium chart. */
  public readonly ciliumValues: HelmValues;
  /** Values of the istio-cni chart. */
  public readonly istioCniValues: HelmValues;
  /** The Application of this layer's own objects. */
  public readonly component: Component;

  /**
   * @param scope - the lab
   * @param id - name of the folder
   * @param props - where Cilium runs, and what a person wants otherwise
   * @throws CniChainingError for file names that leave istio-cni uncalled
   */
  constructor(scope: Construct, id: string, props: CniChainingProps) {
    super(scope, id);
    const files = { cilium: CILIUM_CNI_FILE, istio: ISTIO_CNI_FILE, ...props.files };
    checkCniFiles(files);
    this.ciliumValues = mergeValues(ciliumValues(props), props.values?.cilium);
    this.istioCniValues = mergeValues(istioCniValues(files), props.values?.istioCni);

    // Needed once any policy denies by default: without it the kubelet's probes of ambient pods are dropped, and pods restart for ever.
    // https://istio.io/latest/docs/ambient/install/platform-prerequisites/#cilium
    const policy = 'allow-ambient-hostprobes';
    new CiliumClusterwideNetworkPolicy(this, policy, { name: policy, allowFrom: [HOST_PROBE_ADDRESS] });
    this.component = this.addOwnFolder({ namespace: props.namespace });
    this.addRelease({
      name: 'cilium',
      namespace: props.namespace,
      pin: props.pin,
      values: this.ciliumValues,
      definitionsOf: 'cilium/cilium',
      beforeNetwork: true,
    });
    ciliumTargets(props.namespace).forEach((target) => { this.addScrapeTarget(target); });
    this.addAlerts(ciliumRules({ namespace: props.namespace }));
  }
}
