import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  Gateway, HttpRoute, HttpRouteSpecRulesFiltersRequestRedirectScheme, HttpRouteSpecRulesFiltersRequestRedirectStatusCode,
  HttpRouteSpecRulesFiltersType, HttpRouteSpecRulesMatchesPathType,
} from '../../imports/gateway.networking.k8s.io';
import type { Component, Dependency } from '../core/component';
import { k8s } from '../core/k8s';
import { Layer } from '../core/layer';
import { EDGE_ROOT } from '../core/root-names';
import { toYaml } from '../core/yaml';
import { gatewayRules } from './alerts';
import edge from './dashboards/edge.json';
import { gatewayNameObjection } from './gateway-name';
import { toGatewaySpec, type OneGateway } from './gateway-spec';
import { HTTP_LISTENER } from './listeners';

export type { OneGateway, GatewaySite } from './gateway-spec';

/** What the gateways are made from; what a `OneGateway` has is about the first one. */
export interface MainGatewayProps extends OneGateway {
  /** Namespace of the Gateways and of their certificates. */
  readonly namespace: string;
  /** Secret in the same namespace with the certificate of the HTTPS listener. */
  readonly certificate: string;
  /** Gateways beside the first one, each with an address, a Deployment and a service account of its own. @default - none */
  readonly further?: readonly OneGateway[];
  /** Name of the route, in the same namespace, that sends port 80 to https. */
  readonly redirectRoute: string;
  /** The mesh that brings the class, and the pool with the address. The Secret with the certificate may come later. */
  readonly dependsOn: readonly Dependency[];
}

/** The ways into the lab: one address each, TLS on it, and nothing in clear but the hint to come back with TLS. */
export class MainGateway extends Layer {
  /** The first Gateway. */
  public readonly gateway: ApiObject;
  /** The Gateways beside it, in the order of the props. */
  public readonly further: readonly ApiObject[];
  /** The Application of this layer's own objects. */
  public readonly component: Component;

  /**
   * @param scope - the lab
   * @param id - name of the folder
   * @param props - names, addresses and certificates
   * @throws Error if a name is too long for the objects that istiod makes
   */
  constructor(scope: Construct, id: string, private readonly props: MainGatewayProps) {
    super(scope, id);
    const { name, namespace, address, further = [], dependsOn } = props;
    const options = this.addOptions(name, namespace);
    this.gateway = this.addGateway('gateway', props, options);
    this.further = further.map((each) => this.addGateway(`gateway-${each.name}`, each, options));
    this.addRedirect();
    // A Gateway is not Healthy without its address.
    this.component = this.addOwnFolder({ namespace, dependsOn, root: EDGE_ROOT });
    // What istiod makes for a Gateway fits, with the seccomp profile of the options. Not in the mesh: ztunnel would stand between a
    // client and its TLS.
    this.addNamespace({ name: namespace, ambient: false, podSecurity: 'restricted' });
    this.addAlerts(gatewayRules({ namespace, gateways: [{ name, address }, ...further] }));
    this.addDashboard({ name: 'edge', json: edge });
  }

  private addGateway(id: string, gateway: OneGateway, options: string): Gateway {
    const { name } = gateway;
    const objection = gatewayNameObjection(name);
    if (objection) { throw new Error(`MainGateway: the name "${name}" ${objection.what}; ${objection.fix}`); }
    const { namespace, certificate } = this.props;
    return new Gateway(this, id, { metadata: { name, namespace }, spec: toGatewaySpec(gateway, { namespace, certificate, options }) });
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
    const { name: first, namespace, further = [], redirectRoute } = this.props;
    new HttpRoute(this, 'redirect', {
      metadata: { name: redirectRoute, namespace },
      spec: {
        parentRefs: [first, ...further.map(({ name }) => name)].map((name) => (
          { group: 'gateway.networking.k8s.io', kind: 'Gateway', name, namespace, sectionName: HTTP_LISTENER }
        )),
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
