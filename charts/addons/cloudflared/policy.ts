import type { Construct } from 'constructs';
import { PLATFORM_NAMESPACES } from '../../../config/platform';
import { k8s } from '../../core/k8s';
import { askNames, gatewayPods, namespaceNamed, policyPort } from '../../core/network-peers';
import { CLOUDFLARED, METRICS_PORT } from './names';

/** Whom a tunnel may speak to. */
export interface TunnelPolicyProps {
  /** The gateways of its pages, beyond which there is nothing for it. */
  readonly gateways: {
    /** Names of the Gateways, labels of their pods. */
    readonly names: readonly string[];
    /** Their namespace. */
    readonly namespace: string;
  };
}

/** Port of Cloudflare's servers: docs of Cloudflare One, "Tunnel with firewall". */
const EDGE_PORT = 7844;
/** Addresses at home, of carriers and of one link, where no server of Cloudflare is. */
const NOT_CLOUDFLARE = ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];

/**
 * Keeps a tunnel to Cloudflare, to the gateways and to names. Whoever can change its settings at Cloudflare could else send requests to the
 * API server, to pages of pods and to machines at home.
 */
export function tunnelPolicy(layer: Construct, { gateways }: TunnelPolicyProps): void {
  new k8s.KubeNetworkPolicy(layer, 'network-policy', {
    metadata: { name: CLOUDFLARED, namespace: CLOUDFLARED },
    spec: {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      // Its port shows more than metrics, such as what is in its memory.
      ingress: [{ from: [{ namespaceSelector: namespaceNamed(PLATFORM_NAMESPACES.monitoring) }], ports: [policyPort(METRICS_PORT)] }],
      egress: [
        askNames(),
        { to: gatewayPods(gateways), ports: [policyPort(443)] },
        { to: [{ ipBlock: { cidr: '0.0.0.0/0', except: NOT_CLOUDFLARE } }], ports: [policyPort(EDGE_PORT, 'UDP'), policyPort(EDGE_PORT)] },
      ],
    },
  });
}
