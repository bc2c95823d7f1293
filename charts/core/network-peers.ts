import { KUBE_SYSTEM } from '../../config/platform';
import { k8s } from './k8s';

/** Label of the pods of a Gateway that istiod deploys, waypoints among them. */
export const GATEWAY_LABEL = 'gateway.networking.k8s.io/gateway-name';

/** A port of a NetworkPolicy. */
export function policyPort(number: number, protocol: 'TCP' | 'UDP' = 'TCP'): k8s.NetworkPolicyPort {
  return { port: k8s.IntOrString.fromNumber(number), protocol };
}

/** A namespace by its name, by the label that the API server gives each. */
export function namespaceNamed(name: string): k8s.LabelSelector {
  return { matchLabels: { 'kubernetes.io/metadata.name': name } };
}

/** The pods of some Gateways. */
export function gatewayPods({ names, namespace }: {
  readonly names: readonly string[]; readonly namespace: string;
}): k8s.NetworkPolicyPeer[] {
  return names.map((name) => ({ namespaceSelector: namespaceNamed(namespace), podSelector: { matchLabels: { [GATEWAY_LABEL]: name } } }));
}

/** Lets pods ask for names: of CoreDNS, itself or by what ztunnel hands on for them. */
export function askNames(): k8s.NetworkPolicyEgressRule {
  return {
    to: [{ namespaceSelector: namespaceNamed(KUBE_SYSTEM), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
    ports: [policyPort(53, 'UDP'), policyPort(53)],
  };
}
