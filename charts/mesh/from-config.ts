import type { Construct } from 'constructs';
import { LOGIN_PORT, LOGIN_PROXY, PLATFORM_NAMESPACES } from '../../config/platform';
import { proxyVariables } from '../../config/proxy';
import type { HomelabConfig } from '../../config/schema';
import { GO_DURATION } from '../../config/units';
import { CHARTS } from '../../versions';
import type { CniChaining } from '../cni/cni-chaining';
import type { Dependency } from '../core/component';
import { noteOrigin } from '../core/origin';
import { traceCollector } from '../traces/trace-collector';
import { IstioAmbient } from './istio-ambient';
import { hasWaypoint } from './waypoint';

/** What the mesh needs of other layers. */
export interface MeshNeeds {
  /** The pod network it is chained onto. */
  readonly cni: CniChaining;
  /** What must be there before its first chart, beside that. */
  readonly dependsOn: readonly Dependency[];
}

/** The mesh, on top of the pod network. */
export function istioAmbient(scope: Construct, config: HomelabConfig, { cni, dependsOn }: MeshNeeds): IstioAmbient {
  const { mesh, monitoring, namespaces, values } = config;
  const mode = (own: 'STRICT' | 'PERMISSIVE' | undefined): { mtls?: 'STRICT' | 'PERMISSIVE' } => own ? { mtls: own } : {};
  const layer = new IstioAmbient(scope, 'istio-ambient', {
    namespace: PLATFORM_NAMESPACES.istio,
    pins: { base: CHARTS['istio-base'], istiod: CHARTS.istiod, cni: CHARTS['istio-cni'], ztunnel: CHARTS.ztunnel },
    joinable: mesh.enabled,
    mtls: mesh.mtls,
    workloadCertificateTTL: GO_DURATION.of(mesh.workloadCertificateTTL),
    namespaces: namespaces.map(({ name, mtls }, index) => ({
      name, ...mode(mtls), waypoint: hasWaypoint(config, name), origin: ['namespaces', index],
    })),
    cniValues: cni.istioCniValues,
    ...monitoring.enabled && monitoring.traces === 'tempo' ? { traces: traceCollector(PLATFORM_NAMESPACES.monitoring) } : {},
    ...config.login ? { login: { service: `${LOGIN_PROXY}.${LOGIN_PROXY}.svc.cluster.local`, port: LOGIN_PORT } } : {},
    ...asksIssuers(config) ? { outgoing: { ...proxyVariables(config) } } : {},
    values: { base: values['istio-base'], istiod: values.istiod, ztunnel: values.ztunnel },
    dependsOn: [...dependsOn, cni],
  });
  if (layer.peerAuthentication) { noteOrigin(layer.peerAuthentication, { key: ['mesh', 'mtls'] }); }
  if (monitoring.dashboards.istio) {
    layer.addDashboardDownload({ folder: 'Istio', urls: dashboardAddresses(CHARTS.istiod.version, mesh.enabled) });
  }
  return layer;
}

/** True for a lab behind a proxy with a service whose issuer is asked for its keys. */
function asksIssuers(config: HomelabConfig): boolean {
  return proxyVariables(config) !== undefined && config.services.some((service) =>
    'jwt' in service && service.jwt !== undefined && service.jwt.jwks === undefined);
}

/** Dashboards that Istio keeps in its repository; no chart of it brings them. */
function dashboardAddresses(version: string, hasZtunnel: boolean): Record<string, string> {
  const files = [
    'istio-mesh-dashboard.gen.json', 'istio-workload-dashboard.json', 'pilot-dashboard.gen.json',
    ...hasZtunnel ? ['ztunnel-dashboard.gen.json'] : [],
  ];
  const folder = `https://raw.githubusercontent.com/istio/istio/${version}/manifests/addons/dashboards`;
  return Object.fromEntries(files.map((file) => [file.replace(/\..*$/, ''), `${folder}/${file}`]));
}
