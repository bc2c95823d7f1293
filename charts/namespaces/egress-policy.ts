import { Construct } from 'constructs';
import { k8s } from '../core/k8s';
import type { CalledMachines, NamespaceEgress } from '../core/lab-namespace';
import { askNames, GATEWAY_LABEL, gatewayPods, namespaceNamed, policyPort } from '../core/network-peers';
import { WAYPOINT } from '../mesh/waypoint';
import { ApiServerPolicy } from './api-server-policy';

/** What the policies of a namespace are made from. */
export interface EgressPolicyProps extends NamespaceEgress {
  /** The namespace. */
  readonly namespace: string;
}

/** Port at which istiod gives a waypoint its configuration and certificate. */
const ISTIOD_PORT = 15012;
/** Port at which the collector takes traces (OTLP over gRPC). */
const TRACES_PORT = 4317;
/** Label of every pod of a database: instances, poolers, and jobs that make or restore one; all of them ask the API server. */
const DATABASE_LABEL = 'cnpg.io/cluster';

/**
 * What pods of a namespace may call. Connections that come in, and the answers to them, are left alone.
 *
 * ztunnel calls from the pod's own network namespace, so that Cilium sees the pod as who calls, in the mesh and out of it. Whom it calls is
 * a pod, a waypoint perhaps, at port 15008 whichever port was asked for: among pods only namespaces can be told apart, not ports.
 */
export class EgressPolicy extends Construct {
  constructor(scope: Construct, id: string, props: EgressPolicyProps) {
    super(scope, id);
    const { namespace, namespaces, gateways, machines, api, waypoint } = props;
    new k8s.KubeNetworkPolicy(this, 'pods', {
      metadata: { name: 'egress', namespace },
      spec: {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [
          askNames(),
          // Pods of the namespace, of which its waypoint is one: who calls a Service there calls the waypoint, and that the pods.
          { to: [{ podSelector: {} }] },
          ...namespaces.map((name): k8s.NetworkPolicyEgressRule => ({ to: [{ namespaceSelector: namespaceNamed(name) }] })),
          ...gateways ? [{ to: gatewayPods(gateways) }] : [],
          ...machines.map(toMachines),
        ],
      },
    });
    if (waypoint) {
      new k8s.KubeNetworkPolicy(this, 'waypoint', {
        metadata: { name: 'egress-waypoint', namespace },
        spec: {
          podSelector: { matchLabels: { [GATEWAY_LABEL]: WAYPOINT } },
          policyTypes: ['Egress'],
          egress: [
            {
              to: [{ namespaceSelector: namespaceNamed(waypoint.istiod), podSelector: { matchLabels: { app: 'istiod' } } }],
              ports: [policyPort(ISTIOD_PORT)],
            },
            ...waypoint.traces === undefined ? []
              : [{ to: [{ namespaceSelector: namespaceNamed(waypoint.traces) }], ports: [policyPort(TRACES_PORT)] }],
          ],
        },
      });
    }
    if (api === 'all') { new ApiServerPolicy(this, 'api', { name: 'egress-api', namespace }); }
    if (api === 'databases') { new ApiServerPolicy(this, 'api', { name: 'egress-databases', namespace, withLabel: DATABASE_LABEL }); }
  }
}

function toMachines({ cidr, except = [], port }: CalledMachines): k8s.NetworkPolicyEgressRule {
  return {
    to: [{ ipBlock: { cidr, ...except.length === 0 ? {} : { except: [...except] } } }],
    ...port ? { ports: [policyPort(port.port, port.protocol)] } : {},
  };
}
