import type { Construct } from 'constructs';
import { POCKET_ID } from '../../../config/addons/pocket-id';
import { PLATFORM_NAMESPACES } from '../../../config/platform';
import { k8s } from '../../core/k8s';
import { gatewayPods, namespaceNamed, policyPort } from '../../core/network-peers';
import { HTTP_PORT, METRICS_PORT } from './names';

/** Whom the provider may hear from. */
export interface PocketIdPolicyProps {
  /** The gateways that its page is at. */
  readonly gateways: {
    /** Names of the Gateways, labels of their pods. */
    readonly names: readonly string[];
    /** Their namespace. */
    readonly namespace: string;
  };
}

/**
 * Lets in the gateways and Prometheus, and nothing out: it asks nobody by itself, and what an administrator can have it fetch, such as the
 * picture of a client by its address, would else be a way to pages of pods and to machines at home.
 */
export function pocketIdPolicy(layer: Construct, { gateways }: PocketIdPolicyProps): void {
  new k8s.KubeNetworkPolicy(layer, 'network-policy', {
    metadata: { name: POCKET_ID, namespace: POCKET_ID },
    spec: {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        { from: gatewayPods(gateways), ports: [policyPort(HTTP_PORT)] },
        { from: [{ namespaceSelector: namespaceNamed(PLATFORM_NAMESPACES.monitoring) }], ports: [policyPort(METRICS_PORT)] },
      ],
      egress: [],
    },
  });
}
