import {
  type GatewaySpec, type GatewaySpecListeners, GatewaySpecListenersAllowedRoutesNamespacesFrom, GatewaySpecListenersTlsMode,
} from '../../imports/gateway.networking.k8s.io';
import { HTTP_PORT, HTTPS_PORT } from '../../config/listen-port';
import { GATEWAY_CLASS } from './gateway-name';
import { HTTP_LISTENER, httpsListenerOf, passthroughListener } from './listeners';

/** Host names that have a certificate of their own. */
export interface GatewaySite {
  /** Name of the listener. */
  readonly listener: string;
  /** Host name, or a wildcard, which stands for one label or more. */
  readonly hostname: string;
  /** Secret in the Gateway's namespace with the certificate. */
  readonly certificate: string;
}

/** What a gateway takes at one of its ports. */
export interface GatewayPort {
  /** Number of the port. */
  readonly port: number;
  /** Whether it takes all host names that have no listener of their own, with the certificate that all gateways have in common. */
  readonly pages: boolean;
  /** Further domains, each with a listener of its own. @default - none */
  readonly sites?: readonly GatewaySite[];
  /** Host names whose TLS goes through as it comes, to whoever brings the certificate. @default - none */
  readonly passthrough?: readonly string[];
}

/** One way in, beside what all of them have in common. Its sites and names are those of port 443, which takes all other names, too. */
export interface OneGateway extends Omit<GatewayPort, 'port' | 'pages'> {
  /** Name of the Gateway. */
  readonly name: string;
  /** Address that the gateway's Service asks for; out of a pool of the load balancer. */
  readonly address: string;
  /** Further ports; routes ask for them (`Route.listenPort`). @default - none beside 80 and 443 */
  readonly ports?: readonly GatewayPort[];
}

/** What all gateways have in common. */
export interface SharedByGateways {
  /** Namespace of the Gateways and of their certificates. */
  readonly namespace: string;
  /** Secret in the same namespace with the certificate of the HTTPS listener. */
  readonly certificate: string;
  /** ConfigMap in the same namespace with what istiod lays over the objects that it makes. */
  readonly options: string;
}

// Every default of the API is written out: inside a list, a field that only the cluster has is drift to Argo CD (argoproj/argo-cd#22151).
const allowedRoutes = { namespaces: { from: GatewaySpecListenersAllowedRoutesNamespacesFrom.ALL } };

/** A Gateway as the API has it. */
export function toGatewaySpec(gateway: OneGateway, { namespace, certificate, options }: SharedByGateways): GatewaySpec {
  const { name, address, sites, passthrough, ports = [] } = gateway;
  const https: GatewayPort = { port: HTTPS_PORT, pages: true, ...sites ? { sites } : {}, ...passthrough ? { passthrough } : {} };
  return {
    gatewayClassName: GATEWAY_CLASS,
    // istiod turns one address into the Service's loadBalancerIP. The other way, MetalLB's annotation, would land on the pods as well
    // and restart them with every change; both at once make MetalLB refuse the Service ("getDesiredLbIPs" in its
    // controller/service.go).
    addresses: [{ type: 'IPAddress', value: address }],
    infrastructure: {
      // Both are set because istiod otherwise copies the Gateway's own, Argo CD's tracking id among them, to everything it makes:
      // https://github.com/istio/istio/blob/1.30.3/pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go
      // (extractInfrastructureMetadata)
      labels: { 'istio.io/dataplane-mode': 'none' },
      annotations: { 'kubernetes.io/description': `Made by istiod for the Gateway ${namespace}/${name}` },
      parametersRef: { group: '', kind: 'ConfigMap', name: options },
    },
    listeners: [
      { name: HTTP_LISTENER, port: HTTP_PORT, protocol: 'HTTP', allowedRoutes },
      ...[https, ...ports].flatMap((port) => listenersAt(port, certificate)),
    ],
  };
}

function listenersAt({ port, pages, sites = [], passthrough = [] }: GatewayPort, certificate: string): GatewaySpecListeners[] {
  const terminating = (listener: string, secret: string, hostname?: string): GatewaySpecListeners => ({
    name: listener,
    ...hostname === undefined ? {} : { hostname },
    port,
    protocol: 'HTTPS',
    tls: { mode: GatewaySpecListenersTlsMode.TERMINATE, certificateRefs: [{ group: '', kind: 'Secret', name: secret }] },
    allowedRoutes,
  });
  return [
    ...pages ? [terminating(httpsListenerOf(undefined, port), certificate)] : [],
    ...sites.map((site) => terminating(site.listener, site.certificate, site.hostname)),
    // A name that is written out counts before the listener that has none, whichever way they stand.
    ...passthrough.map((hostname) => ({
      name: passthroughListener(hostname, port), hostname, port, protocol: 'TLS',
      tls: { mode: GatewaySpecListenersTlsMode.PASSTHROUGH }, allowedRoutes,
    })),
  ];
}
