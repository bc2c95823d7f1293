import { Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ConfigPath } from '../../config/problem';
import { IpAddressPool, L2Advertisement } from '../../imports/metallb.io';
import type { ChartPin, Component, Dependency } from '../core/component';
import { mergeValues, type HelmValues } from '../core/helm-values';
import { Layer } from '../core/layer';
import { noteOrigin, originFor } from '../core/origin';
import { metalLbRules } from './alerts';
import { poolObjections } from './pools';
import { metalLbTarget } from './scrape-targets';
import { CHART_VALUES } from './values';

/** Addresses that MetalLB may give to Services of type LoadBalancer. */
export interface AddressPool {
  /** Name of the IPAddressPool. */
  readonly name: string;
  /** Blocks of addresses, each `first-last` or CIDR; a bare address is no block, write `192.168.100.200/32`. */
  readonly addresses: readonly string[];
  /** Whether a Service gets an address from here without asking for this pool. @default true */
  readonly autoAssign?: boolean;
  /** The key of homelab.yaml that asks for it. @default - no key does */
  readonly origin?: ConfigPath;
}

/** What MetalLB is made from. */
export interface MetalLbPoolsProps {
  /** The chart. */
  readonly pin: ChartPin;
  /** Namespace of the chart and of its objects: MetalLB's webhook refuses pools anywhere else. */
  readonly namespace: string;
  /** The addresses; at least one pool. */
  readonly pools: readonly AddressPool[];
  /** Name of the L2Advertisement; without one no pool's address is ever answered for. */
  readonly advertisement: string;
  /** Helm values merged over the generated ones. @default - none */
  readonly values?: HelmValues;
  /** What has to exist before the chart: its namespace. @default - none */
  readonly dependsOn?: readonly Dependency[];
}

/** MetalLB in layer-2 mode, and the addresses it hands out. */
export class MetalLbPools extends Layer {
  /** The chart: controller, speakers and the webhook that checks pools. */
  public readonly chart: Component;
  /** The pools; Services get no address before. */
  public readonly component: Component;

  private readonly poolNamespace: string;
  private readonly pools: AddressPool[] = [];

  /**
   * @param scope - the lab
   * @param id - name of the folder
   * @param props - chart and pools
   * @throws Error if MetalLB's webhook would refuse a pool
   */
  constructor(scope: Construct, id: string, { pin, namespace, pools, advertisement, values, dependsOn }: MetalLbPoolsProps) {
    super(scope, id);
    this.poolNamespace = namespace;
    if (pools.length === 0) {
      throw new Error('MetalLbPools: "pools" is empty, so no Service of type LoadBalancer would ever get an address; '
        + 'give at least one pool');
    }
    this.chart = this.addComponent({
      name: 'metallb',
      namespace,
      source: { kind: 'helm', pin, values: mergeValues(CHART_VALUES, values) },
      dependsOn,
      definitionsOf: 'metallb/metallb',
      clusterKinds: [
        { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' },
        { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
        { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' },
        { group: 'admissionregistration.k8s.io', kind: 'ValidatingWebhookConfiguration' },
      ],
    });
    pools.forEach((pool) => { this.addPool(pool); });
    new L2Advertisement(this, 'advertisement', {
      metadata: { name: advertisement, namespace },
      spec: { ipAddressPools: Lazy.any({ produce: () => this.pools.map(({ name }) => name) }) as string[] },
    });
    // Its own Application, after the chart is Healthy: the webhook refuses everything until the controller serves it (failurePolicy Fail).
    this.component = this.addOwnFolder({ namespace, dependsOn: [this.chart] });
    // Speakers use the host's network and raw sockets: https://metallb.io/installation/#installation-with-helm
    this.addNamespace({ name: namespace, ambient: false, podSecurity: 'privileged' });
    this.addScrapeTarget(metalLbTarget(namespace));
    this.addAlerts(metalLbRules({ namespace }));
  }

  /**
   * Adds a pool, and has its addresses answered for.
   *
   * @throws Error if MetalLB's webhook would refuse it
   */
  public addPool(pool: AddressPool): void {
    checkPool(pool, this.pools);
    const { name, addresses, autoAssign = true, origin } = pool;
    this.pools.push(pool);
    const made = new IpAddressPool(this, `pool-${name}`, {
      metadata: { name, namespace: this.poolNamespace }, spec: { addresses: [...addresses], autoAssign },
    });
    noteOrigin(made, originFor(origin));
  }
}

/** What MetalLB's webhook would refuse, said before anything reaches the cluster. */
function checkPool(pool: AddressPool, others: readonly AddressPool[]): void {
  const { name } = pool;
  if (others.some((other) => other.name === name)) {
    throw new Error(`MetalLbPools: two pools are named "${name}"; the second would replace the first, so give each a name of its own`);
  }
  const objection = poolObjections([...others, pool]).find(({ index }) => index === others.length);
  if (objection) { throw new Error(`MetalLbPools: pool "${name}" ${objection.what}; ${objection.fix}`); }
}
