import type { Construct } from 'constructs';
import { IpAddressPool, L2Advertisement } from '../../imports/metallb.io';
import type { ChartPin, Component } from '../core/component';
import { mergeValues, type HelmValues } from '../core/helm-values';
import { Layer } from '../core/layer';
import { poolObjections } from './pools';

/** Addresses that MetalLB may give to Services of type LoadBalancer. */
export interface AddressPool {
  readonly name: string;
  /** Blocks of addresses, each `first-last` or CIDR; a bare address is no block, write `192.168.100.200/32`. */
  readonly addresses: readonly string[];
  /** Whether a Service gets an address from here without asking for this pool. @default true */
  readonly autoAssign?: boolean;
}

export interface MetalLbPoolsProps {
  readonly pin: ChartPin;
  /** Namespace of the chart and of its objects: MetalLB's webhook refuses pools anywhere else. */
  readonly namespace: string;
  readonly pools: readonly AddressPool[];
  /** Name of the L2Advertisement; without one no pool's address is ever answered for. */
  readonly advertisement: string;
  /** Helm values merged over the generated ones. @default - none */
  readonly values?: HelmValues;
  /** What has to exist before the chart: its namespace. @default - none */
  readonly dependsOn?: readonly Component[];
}

/** MetalLB in layer-2 mode, and the addresses it hands out. */
export class MetalLbPools extends Layer {
  /** The chart: controller, speakers and the webhook that checks pools. */
  public readonly chart: Component;
  /** The pools; Services get no address before. */
  public readonly component: Component;

  constructor(scope: Construct, id: string, { pin, namespace, pools, advertisement, values, dependsOn }: MetalLbPoolsProps) {
    super(scope, id);
    checkPools(pools);
    this.chart = this.addComponent({
      name: 'metallb',
      namespace,
      source: { kind: 'helm', pin, values: mergeValues(CHART_VALUES, values) },
      dependsOn,
      clusterKinds: [
        { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' },
        { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
        { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' },
        { group: 'admissionregistration.k8s.io', kind: 'ValidatingWebhookConfiguration' },
      ],
    });
    for (const { name, addresses, autoAssign = true } of pools) {
      new IpAddressPool(this, `pool-${name}`, { metadata: { name, namespace }, spec: { addresses: [...addresses], autoAssign } });
    }
    new L2Advertisement(this, 'advertisement', {
      metadata: { name: advertisement, namespace },
      spec: { ipAddressPools: pools.map(({ name }) => name) },
    });
    // Its own Application, after the chart is Healthy: the webhook refuses everything until the controller serves it (failurePolicy Fail).
    this.component = this.addOwnFolder({ namespace, dependsOn: [this.chart] });
  }
}

/** Checked against https://github.com/metallb/metallb/blob/v0.16.1/charts/metallb/values.yaml. */
const CHART_VALUES: HelmValues = {
  // Since 0.16 the chart brings frr-k8s, a BGP router per node, by default; answering ARP needs none of it.
  frrk8s: { enabled: false },
  speaker: {
    frr: { enabled: false },
    // Speakers elect through memberlist which node answers for an address, and notice within seconds when that node is gone.
    memberlist: { enabled: true },
    resources: { requests: { cpu: '10m', memory: '48Mi' }, limits: { memory: '128Mi' } },
  },
  controller: { resources: { requests: { cpu: '10m', memory: '48Mi' }, limits: { memory: '128Mi' } } },
  prometheus: {
    // The monitoring layer scrapes MetalLB itself (docs/metallb.md): the chart's monitors would make the way in wait for the monitoring kinds, and their
    // RBAC wants to know the service account of Prometheus.
    serviceMonitor: { enabled: false },
    podMonitor: { enabled: false },
    // The lab has its own rules; the chart's alarm at a full pool never stops on a pool of one address.
    prometheusRule: { enabled: false },
  },
};

/** What MetalLB's webhook would refuse, said before anything reaches the cluster. */
function checkPools(pools: readonly AddressPool[]): void {
  if (pools.length === 0) { throw new Error('MetalLbPools: "pools" is empty, so no Service of type LoadBalancer would ever get an address; give at least one pool'); }
  const names = pools.map(({ name }) => name);
  const twin = names.find((name, index) => names.indexOf(name) !== index);
  if (twin !== undefined) { throw new Error(`MetalLbPools: two pools are named "${twin}"; the second would replace the first, so give each a name of its own`); }
  const [objection] = poolObjections(pools);
  if (objection) { throw new Error(`MetalLbPools: pool "${names[objection.index]}" ${objection.what}; ${objection.fix}`); }
}
