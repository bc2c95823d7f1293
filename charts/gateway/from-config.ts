import type { Construct } from 'constructs';
import { PLATFORM_NAMESPACES, platformInterfaces, REDIRECT_ROUTE, serviceBackends, serviceHostname } from '../../config/platform';
import type { HomelabConfig, ServiceConfig } from '../../config/schema';
import { CHARTS, CRD_FOLDERS } from '../../versions';
import type { LabNamespace } from '../namespaces/ambient-namespaces';
import { CertificateAuthority } from '../certificates/certificate-authority';
import { ClusterIssuers, type AcmeAccount } from '../certificates/cluster-issuers';
import type { Branch } from '../gitops/branches';
import type { Component } from '../core/component';
import { GatewayApiCrds } from '../crds/gateway-api-crds';
import { GatewayCertificate } from '../certificates/gateway-certificate';
import { HttpRoutes, type Route } from '../routes/http-routes';
import type { Layer } from '../core/layer';
import { HTTPS_LISTENER, MainGateway } from './main-gateway';
import { MetalLbPools } from '../metallb/metallb-pools';

/** Secret that the gateway reads its certificate from; the article's name. */
const GATEWAY_CERTIFICATE = 'homelab-tls-cert';
/** The issuer for people without a domain, as `tls.issuer` names it. */
const OWN_AUTHORITY = 'homelab-ca';
/** Let's Encrypt, by the names of `tls.issuer`. https://letsencrypt.org/docs/acme-protocol-updates/ and /docs/staging-environment/ */
const LETS_ENCRYPT: readonly AcmeAccount[] = [
  { name: 'letsencrypt-prod', server: 'https://acme-v02.api.letsencrypt.org/directory', privateKeySecretName: 'letsencrypt-prod-key' },
  { name: 'letsencrypt-staging', server: 'https://acme-staging-v02.api.letsencrypt.org/directory', privateKeySecretName: 'letsencrypt-staging-key' },
];

/** What the layers at the edge of the cluster wait for. */
export interface EdgeDependencies {
  readonly namespaces: Component;
  readonly gatewayApi: Component;
  /** The mesh, ready to run a gateway. */
  readonly mesh: readonly Component[];
}

/** The definitions that layers share. */
export function gatewayApiCrds(scope: Construct, config: HomelabConfig): GatewayApiCrds {
  return new GatewayApiCrds(scope, 'crds', {
    gatewayApi: CRD_FOLDERS.gatewayApi,
    // Every ServiceMonitor, PodMonitor and rule belongs to the monitoring layer, so without it nobody needs their kinds.
    ...config.monitoring.enabled ? { prometheusOperator: CRD_FOLDERS.prometheusOperator } : {},
  });
}

/** What is made here. */
export interface EdgeLayers {
  readonly layers: readonly Layer[];
  /** What waits for the world outside. */
  readonly branch: Branch;
}

/** The way in: addresses, certificates, gateway and routes. */
export function edgeLayers(scope: Construct, config: HomelabConfig, { namespaces, gatewayApi, mesh }: EdgeDependencies): EdgeLayers {
  const metallb = new MetalLbPools(scope, 'metallb-pools', {
    pin: CHARTS.metallb,
    namespace: PLATFORM_NAMESPACES.metallb,
    // Names are the article's.
    pools: [{ name: 'homelab-pool', addresses: [config.network.loadBalancerRange] }],
    advertisement: 'homelab-advertisement',
    values: config.values.metallb,
    dependsOn: [namespaces],
  });
  const { layers: certificates, certificate, acme } = certificateLayers(scope, config, namespaces);
  const gateway = new MainGateway(scope, 'gateway', {
    ...config.gateway,
    certificate: GATEWAY_CERTIFICATE,
    redirectRoute: REDIRECT_ROUTE,
    dependsOn: [namespaces, gatewayApi, ...mesh, metallb.component, certificate],
  });
  const exposed = exposedRoutes(config);
  // An Application of an empty folder cannot be synced: git keeps no empty folders.
  const routes = exposed.length > 0 ? [new HttpRoutes(scope, 'routes', { gateway: config.gateway, listener: HTTPS_LISTENER, routes: exposed, dependsOn: [gateway.component] })] : [];
  return {
    layers: [metallb, ...certificates, gateway, ...routes],
    // An account needs credentials, a certificate public DNS, a route the Service behind it; the gateway is not healthy without its certificate.
    branch: { name: 'edge', components: [...acme, certificate, gateway.component, ...routes.map(({ component }) => component)] },
  };
}

function certificateLayers(scope: Construct, config: HomelabConfig, namespaces: Component): { layers: Layer[]; certificate: Component; acme: Component[] } {
  const { domain, tls } = config;
  const issuers = new ClusterIssuers(scope, 'cluster-issuers', {
    pin: CHARTS['cert-manager'],
    namespace: PLATFORM_NAMESPACES.certManager,
    dnsServers: config.network.dnsServers,
    ...tls.issuer === OWN_AUTHORITY ? {} : { acme: { accounts: LETS_ENCRYPT, email: tls.email, domain, route53: tls.route53 } },
    values: config.values['cert-manager'],
    dependsOn: [namespaces],
  });
  // A folder of its own: it is Healthy, and what it signs is renewed, whatever becomes of an account at Let's Encrypt.
  const authority = new CertificateAuthority(scope, 'certificate-authority', {
    namespace: PLATFORM_NAMESPACES.certManager,
    name: OWN_AUTHORITY,
    rootIssuer: 'homelab-selfsigned',
    domain,
    dependsOn: [issuers.chart],
  });
  const certificate = new GatewayCertificate(scope, 'certificates', {
    name: GATEWAY_CERTIFICATE,
    namespace: config.gateway.namespace,
    domain,
    issuer: tls.issuer,
    dependsOn: [namespaces, issuers.component ?? authority.component],
  });
  return { layers: [issuers, authority, certificate], certificate: certificate.component, acme: issuers.component ? [issuers.component] : [] };
}

function exposedRoutes(config: HomelabConfig): Route[] {
  const pages = platformInterfaces(config).map(({ name, namespace, hostname, service, port }): Route => ({
    name, namespace, hostnames: [hostname], rules: [{ backends: [{ name: service, port }] }],
  }));
  return [...pages, ...config.services.map((service) => serviceRoute(config, service))];
}

function serviceRoute(config: HomelabConfig, service: ServiceConfig): Route {
  const { name, namespace, matches, timeouts } = service;
  return {
    name,
    namespace,
    hostnames: [serviceHostname(config, service)],
    rules: [{ matches, backends: serviceBackends(service), timeouts }],
  };
}

/** Namespaces of the layers at the edge of the cluster. None is in the mesh: ztunnel would stand between a client and its TLS. */
export function edgeNamespaces(config: HomelabConfig): LabNamespace[] {
  return [
    // Speakers use the host's network and raw sockets: https://metallb.io/installation/#installation-with-helm
    { name: PLATFORM_NAMESPACES.metallb, ambient: false, podSecurity: 'privileged' },
    // Every pod of the chart runs as a user other than root, without capabilities, with the runtime's seccomp profile.
    { name: PLATFORM_NAMESPACES.certManager, ambient: false, podSecurity: 'restricted' },
    // What istiod makes for the Gateway fits, with the seccomp profile that MainGateway's options add.
    { name: config.gateway.namespace, ambient: false, podSecurity: 'restricted' },
  ];
}
