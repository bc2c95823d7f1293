import type { App } from 'cdk8s';
import { PLATFORM_NAMESPACES } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { CHARTS, CRD_FOLDERS } from '../../versions';
import type { LabNamespace } from '../ambient-namespaces';
import type { Component } from '../component';
import { GatewayApiCrds } from '../gateway-api-crds';
import { MetalLbPools } from '../metallb-pools';

/** The definitions that layers share. */
export function gatewayApiCrds(app: App, config: HomelabConfig): GatewayApiCrds {
  return new GatewayApiCrds(app, 'crds', {
    gatewayApi: CRD_FOLDERS.gatewayApi,
    // Every ServiceMonitor, PodMonitor and rule belongs to the monitoring layer, so without it nobody needs their kinds.
    ...config.monitoring.enabled ? { prometheusOperator: CRD_FOLDERS.prometheusOperator } : {},
  });
}

/** The addresses of the lab; names are the article's. */
export function metalLbPools(app: App, config: HomelabConfig, namespaces: Component): MetalLbPools {
  return new MetalLbPools(app, 'metallb-pools', {
    pin: CHARTS.metallb,
    namespace: PLATFORM_NAMESPACES.metallb,
    pools: [{ name: 'homelab-pool', addresses: [config.network.loadBalancerRange] }],
    advertisement: 'homelab-advertisement',
    values: config.values.metallb,
    dependsOn: [namespaces],
  });
}

/** Namespaces of the layers at the edge of the cluster. None is in the mesh: ztunnel would stand between a client and its TLS. */
export function edgeNamespaces(config: HomelabConfig): LabNamespace[] {
  return [
    // Speakers use the host's network and raw sockets: https://metallb.io/installation/#installation-with-helm
    { name: PLATFORM_NAMESPACES.metallb, ambient: false, podSecurity: 'privileged' },
    // Every pod of the chart runs as a user other than root, without capabilities, with the runtime's seccomp profile.
    { name: PLATFORM_NAMESPACES.certManager, ambient: false, podSecurity: 'restricted' },
    { name: config.gateway.namespace, ambient: false, podSecurity: 'baseline' },
  ];
}
