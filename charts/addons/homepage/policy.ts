import type { Construct } from 'constructs';
import { k8s } from '../../core/k8s';
import { gatewayPods, policyPort } from '../../core/network-peers';
import { CONTAINER_PORT, HOMEPAGE } from './names';

/** Who may ask for a start page. */
export interface StartPagePolicyProps {
  /** The gateway that it is behind. */
  readonly gateway: {
    /** Name of the Gateway, a label of its pods. */
    readonly name: string;
    /** Its namespace. */
    readonly namespace: string;
  };
}

/**
 * Lets in the gateway alone, which asks for a login where the lab has one, and lets out nothing: some of what homepage answers to whoever
 * asks is a request of its own to somebody else (src/pages/api, v1.12.3).
 */
export function startPagePolicy(layer: Construct, { gateway: { name, namespace } }: StartPagePolicyProps): void {
  new k8s.KubeNetworkPolicy(layer, 'network-policy', {
    metadata: { name: HOMEPAGE, namespace: HOMEPAGE },
    spec: {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: gatewayPods({ names: [name], namespace }), ports: [policyPort(CONTAINER_PORT)] }],
    },
  });
}
