import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  Gateway, type GatewaySpecListeners, GatewaySpecListenersAllowedRoutesNamespacesFrom, GatewaySpecListenersTlsMode, HttpRoute,
  HttpRouteSpecRulesFiltersRequestRedirectScheme, HttpRouteSpecRulesFiltersRequestRedirectStatusCode, HttpRouteSpecRulesFiltersType,
  HttpRouteSpecRulesMatchesPathType,
} from '../../imports/gateway.networking.k8s.io';
import type { Component, Dependency } from '../core/component';
import { k8s } from '../core/k8s';
import { Layer } from '../core/layer';
import { EDGE_ROOT } from '../core/root-names';
import { toYaml } from '../core/yaml';
import { gatewayRules } from './alerts';
import edge from './dashboards/edge.json';
import { GATEWAY_CLASS, gatewayNameObjection } from './gateway-name';
import { HTTPS_LISTENER, passthroughListener } from './listeners';

/** What the gateway is made from. */
export interface MainGatewayProps {
  /** Name of the Gateway. */
  readonly name: string;
  /** Namespace of the Gateway and of its certificate. */
  readonly namespace: string;
  /** Address that the gateway's Service asks for; out of a pool of the load balancer. */
  readonly address: string;
  /** Secret in the same namespace with the certificate of the HTTPS listener. */
  readonly certificate: string;
  /** Further domains, each with a listener of its own. @default - none */
  readonly sites?: readonly GatewaySite[];
  /** Host names whose TLS goes through as it comes, to whoever brings the certificate. @default - none */
  readonly passthrough?: readonly string[];
  /** Name of the route, in the same namespace, that sends port 80 to https. */
  readonly redirectRoute: string;
  /** The mesh that brings the class, and the pool with the address. The Secret with the certificate may come later. */
  readonly dependsOn: readonly Dependency[];
}

/** Host names that have a certificate of their own. */
export interface GatewaySite {
  /** Name of the listener. */
  readonly listener: string;
  /** Host name, or a wildcard, which stands for one label or more. */
  readonly hostname: string;
  /** Secret in the Gateway's namespace with the certificate. */
  readonly certificate: string;
}

/** Listener on port 80. Nothing but the redirect attaches to it. */
const HTTP_LISTENER = 'http';

/** The way into the lab: one address, TLS on it, and nothing in clear but the hint to come back with TLS. */
export class MainGateway extends Layer {
  /** The Gateway. */
  public readonly gateway: ApiObject;
  /** The Application of this layer's own objects. */
  public readonly component: Component;

  /**
   * @param scope - the lab
   * @param id - name of the folder
   * @param props - names, address and certificate
   * @throws Error if the name is too long for the objects that istiod makes
   */
  constructor(scope: Construct, id: string, private readonly props: MainGatewayProps) {
    super(scope, id);
    const { name, namespace, address, dependsOn } = props;
    const objection = gatewayNameObjection(name);
    if (objection) { throw new Error(`MainGateway: the name "${name}" ${objection.what}; ${objection.fix}`); }
    const options = this.addOptions(name, namespace);
    this.gateway = this.addGateway(options);
    this.addRedirect();
    // The Gateway is not Healthy without its address.
    this.component = this.addOwnFolder({ namespace, dependsOn, root: EDGE_ROOT });
    // What istiod makes for the Gateway fits, with the seccomp profile of the options. Not in the mesh: ztunnel would stand between a
    // client and its TLS.
    this.addNamespace({ name: namespace, ambient: false, podSecurity: 'restricted' });
    this.addAlerts(gatewayRules({ name, namespace, address }));
    this.addDashboard({ name: 'edge', json: edge });
  }

  private addGateway(options: string): Gateway {
    const { name, namespace, address, certificate, sites = [], passthrough = [] } = this.props;
    // Every default of the API is written out: inside a list, a field that only the cluster has is drift to Argo CD
    // (argoproj/argo-cd#22151).
    const allowedRoutes = { namespaces: { from: GatewaySpecListenersAllowedRoutesNamespacesFrom.ALL } };
    const ofHttps = (listener: string, secret: string, hostname?: string): GatewaySpecListeners => ({
      name: listener,
      ...hostname === undefined ? {} : { hostname },
      port: 443,
      protocol: 'HTTPS',
      tls: { mode: GatewaySpecListenersTlsMode.TERMINATE, certificateRefs: [{ group: '', kind: 'Secret', name: secret }] },
      allowedRoutes,
    });
    return new Gateway(this, 'gateway', {
      metadata: { name, namespace },
      spec: {
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
          { name: HTTP_LISTENER, port: 80, protocol: 'HTTP', allowedRoutes },
          ofHttps(HTTPS_LISTENER, certificate),
          ...sites.map((site) => ofHttps(site.listener, site.certificate, site.hostname)),
          // A name that is written out counts before the listener that has none, whichever way they stand.
          ...passthrough.map((hostname) => ({
            name: passthroughListener(hostname), hostname, port: 443, protocol: 'TLS',
            tls: { mode: GatewaySpecListenersTlsMode.PASSTHROUGH }, allowedRoutes,
          })),
        ],
      },
    });
  }

  /**
   * What istiod lays over the Deployment and Service it makes. No replicas, autoscaler or disruption budget: istiod adds those two only
   * if they are named here, and a budget for one pod would block every drain.
   */
  private addOptions(gateway: string, namespace: string): string {
    const name = `${gateway}-options`;
    new k8s.KubeConfigMap(this, 'options', {
      metadata: { name, namespace },
      data: {
        // The default, Cluster, hides every client behind a node's address in access logs and policies. MetalLB then answers for the
        // address only from a node whose gateway pod is ready.
        service: toYaml({ spec: { externalTrafficPolicy: 'Local' } }),
        deployment: toYaml({
          spec: {
            template: {
              spec: {
                // All that istiod's template lacks for the Pod Security level "restricted".
                securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
                // Half of istiod's default: an idle gateway needs a tenth of that, and requests are what a small node runs out of.
                containers: [{ name: 'istio-proxy', resources: { requests: { cpu: '50m', memory: '128Mi' } } }],
              },
            },
          },
        }),
      },
    });
    return name;
  }

  /**
   * Answers everything on port 80. Routes of services attach to the HTTPS listener only, so none of them is more specific than this one.
   */
  private addRedirect(): void {
    const { name, namespace, redirectRoute } = this.props;
    new HttpRoute(this, 'redirect', {
      metadata: { name: redirectRoute, namespace },
      spec: {
        parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name, namespace, sectionName: HTTP_LISTENER }],
        rules: [{
          matches: [{ path: { type: HttpRouteSpecRulesMatchesPathType.PATH_PREFIX, value: '/' } }],
          filters: [{
            type: HttpRouteSpecRulesFiltersType.REQUEST_REDIRECT,
            requestRedirect: {
              scheme: HttpRouteSpecRulesFiltersRequestRedirectScheme.HTTPS,
              statusCode: HttpRouteSpecRulesFiltersRequestRedirectStatusCode.VALUE_301,
            },
          }],
        }],
      },
    });
  }
}
