import type { Construct } from 'constructs';
import { KUBE_SYSTEM, PLATFORM_NAMESPACES } from '../../../config/platform';
import { k8s } from '../../core/k8s';
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
/** Label of the pods of a Gateway that istiod deploys. */
const GATEWAY_LABEL = 'gateway.networking.k8s.io/gateway-name';

/**
 * Keeps a tunnel to Cloudflare, to the gateways and to names. Whoever can change its settings at Cloudflare could else send requests to the
 * API server, to pages of pods and to machines at home.
 */
export function tunnelPolicy(layer: Construct, { gateways: { names, namespace } }: TunnelPolicyProps): void {
  const port = (number: number, protocol = 'TCP'): k8s.NetworkPolicyPort => ({ port: k8s.IntOrString.fromNumber(number), protocol });
  const named = (name: string): k8s.LabelSelector => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });
  new k8s.KubeNetworkPolicy(layer, 'network-policy', {
    metadata: { name: CLOUDFLARED, namespace: CLOUDFLARED },
    spec: {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      // Its port shows more than metrics, such as what is in its memory.
      ingress: [{ from: [{ namespaceSelector: named(PLATFORM_NAMESPACES.monitoring) }], ports: [port(METRICS_PORT)] }],
      egress: [
        {
          to: [{ namespaceSelector: named(KUBE_SYSTEM), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
          ports: [port(53, 'UDP'), port(53)],
        },
        {
          to: names.map((name) => ({ namespaceSelector: named(namespace), podSelector: { matchLabels: { [GATEWAY_LABEL]: name } } })),
          ports: [port(443)],
        },
        { to: [{ ipBlock: { cidr: '0.0.0.0/0', except: NOT_CLOUDFLARE } }], ports: [port(EDGE_PORT, 'UDP'), port(EDGE_PORT)] },
      ],
    },
  });
}
