import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';

/** What the policy is made from. */
export interface ApiServerPolicyProps {
  /** Name of the policy. */
  readonly name: string;
  /** Namespace of the pods. */
  readonly namespace: string;
  /** Label that the pods have, whatever its value. @default - every pod of the namespace */
  readonly withLabel?: string;
}

/** Port of the API server of K3s; `https-listen-port` cannot be set in a lab (config/k3s-args.ts). */
const API_PORT = 6443;

/**
 * Lets pods call the API server. It is a process of a node, and Cilium takes no node for an address: a NetworkPolicy cannot name it.
 *
 * @see https://docs.cilium.io/en/stable/security/policy/language/#entities-based
 */
export class ApiServerPolicy extends ApiObject {
  constructor(scope: Construct, id: string, { name, namespace, withLabel }: ApiServerPolicyProps) {
    super(scope, id, {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name, namespace },
      spec: {
        endpointSelector: withLabel === undefined ? {} : { matchExpressions: [{ key: withLabel, operator: 'Exists' }] },
        egress: [{ toEntities: ['kube-apiserver'], toPorts: [{ ports: [{ port: String(API_PORT), protocol: 'TCP' }] }] }],
      },
    });
  }
}
