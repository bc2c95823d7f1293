import type { Construct } from 'constructs';
import { KUBE_SYSTEM, PLATFORM_NAMESPACES } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { CHARTS, IMAGES } from '../../versions';
import type { LabNamespace } from '../namespaces/ambient-namespaces';
import { CniChaining } from '../cni/cni-chaining';
import type { Component } from '../core/component';
import { IstioAmbient, WAYPOINT } from './istio-ambient';
import { traceCollector } from '../traces/traces';
import { ZtunnelRestart } from '../ztunnel/ztunnel-restart';

/** Cilium and istio-cni on one pod network. */
export function cniChaining(scope: Construct, config: HomelabConfig): CniChaining {
  return new CniChaining(scope, 'cni-chaining', {
    namespace: KUBE_SYSTEM,
    nodes: config.nodes.length,
    ...config.monitoring.enabled ? { dashboards: config.monitoring.dashboards } : {},
    values: { cilium: config.values.cilium, istioCni: config.values['istio-cni'] },
  });
}

/** The mesh, on top of that network. */
export function istioAmbient(scope: Construct, config: HomelabConfig, cni: CniChaining, dependsOn: readonly Component[]): IstioAmbient {
  return new IstioAmbient(scope, 'istio-ambient', {
    namespace: PLATFORM_NAMESPACES.istio,
    pins: { base: CHARTS['istio-base'], istiod: CHARTS.istiod, cni: CHARTS['istio-cni'], ztunnel: CHARTS.ztunnel },
    mtls: config.mesh.mtls,
    workloadCertificateTTL: config.mesh.workloadCertificateTTL,
    namespaces: config.namespaces.map(({ name, mtls, waypoint }) => ({ name, ...mtls ? { mtls } : {}, waypoint })),
    cniValues: cni.istioCniValues,
    ...config.monitoring.enabled && config.monitoring.traces === 'tempo' ? { traces: traceCollector(PLATFORM_NAMESPACES.monitoring) } : {},
    values: { base: config.values['istio-base'], istiod: config.values.istiod, ztunnel: config.values.ztunnel },
    dependsOn: [...dependsOn, cni.component],
  });
}

/** The scheduled restart of ztunnel. */
export function ztunnelRestart(scope: Construct, config: HomelabConfig, mesh: IstioAmbient): ZtunnelRestart {
  return new ZtunnelRestart(scope, 'ztunnel-restart', {
    namespace: PLATFORM_NAMESPACES.istio,
    schedule: config.mesh.ztunnelRestartSchedule,
    timeZone: config.mesh.timeZone,
    image: IMAGES.kubectl,
    dependsOn: [mesh.ztunnel],
  });
}

/** Namespace of the mesh, and those of the user's own workloads. */
export function meshNamespaces(config: HomelabConfig): LabNamespace[] {
  return [
    // ztunnel and istio-cni enter the network namespaces of other pods. Neither they nor istiod are in the mesh they make.
    { name: PLATFORM_NAMESPACES.istio, ambient: false, podSecurity: 'privileged' },
    ...config.namespaces.map(({ name, ambient, podSecurity, waypoint }) => ({ name, ambient, podSecurity, ...waypoint ? { waypoint: WAYPOINT } : {} })),
  ];
}
