import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { TAILSCALE } from '../../../config/addons/tailscale';
import { PLATFORM_NAMESPACES } from '../../../config/platform';
import { NOT_INTERNET } from '../../../config/special-addresses';
import { k8s } from '../../core/k8s';
import { askNames, namespaceNamed, policyPort } from '../../core/network-peers';
import { METRICS_PORT } from './names';

/** Whom the device may speak to. */
export interface TailnetPolicyProps {
  /** Pods behind the addresses that it leads to: Cilium looks at the pod, not at the address that was asked. */
  readonly pods: readonly k8s.NetworkPolicyPeer[];
  /** Networks outside the cluster that it leads to. */
  readonly networks: readonly string[];
  /** Whether one of them has nodes in it, which Cilium takes for no address. */
  readonly nodes: boolean;
  /** TCP ports of servers anywhere, beside those of Tailscale: a control server of one's own, a proxy. */
  readonly serverPorts: readonly number[];
}

/** Servers of Tailscale: https://tailscale.com/docs/reference/faq/firewall-ports */
const TAILSCALE_PORTS = [443, 80];

/**
 * Keeps the device to the tailnet, to what homelab.yaml leads there, and to names. What it forwards is also limited by the routes that it
 * offers itself (updateFilterLocked in ipn/ipnlocal/local.go, v1.102.3).
 */
export function tailnetPolicy(layer: Construct, { pods, networks, nodes, serverPorts }: TailnetPolicyProps): void {
  const metadata = { name: TAILSCALE, namespace: TAILSCALE };
  const anywhere = { ipBlock: { cidr: '0.0.0.0/0' } };
  new k8s.KubeNetworkPolicy(layer, 'network-policy', {
    metadata,
    spec: {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      // Devices come in over connections that it has opened itself.
      ingress: [{ from: [{ namespaceSelector: namespaceNamed(PLATFORM_NAMESPACES.monitoring) }], ports: [policyPort(METRICS_PORT)] }],
      egress: [
        askNames(),
        { to: [...pods] },
        ...networks.length === 0 ? [] : [{ to: networks.map((cidr) => ({ ipBlock: { cidr } })) }],
        // Devices, at home or behind any other router, have any port.
        { to: [anywhere], ports: [{ protocol: 'UDP' }] },
        { to: [{ ipBlock: { cidr: '0.0.0.0/0', except: [...NOT_INTERNET] } }], ports: TAILSCALE_PORTS.map((port) => policyPort(port)) },
        ...serverPorts.length === 0 ? [] : [{ to: [anywhere], ports: serverPorts.map((port) => policyPort(port)) }],
      ],
    },
  });
  if (!nodes) { return; }
  // https://docs.cilium.io/en/stable/security/policy/language/#entities-based
  new ApiObject(layer, 'nodes', {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { ...metadata, name: `${TAILSCALE}-nodes` },
    spec: { endpointSelector: {}, egress: [{ toEntities: ['host', 'remote-node'] }] },
  });
}
