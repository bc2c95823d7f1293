import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { k8s } from '../core/k8s';
import type { NamespaceIngress } from '../core/lab-namespace';
import { namespaceNamed, policyPort } from '../core/network-peers';

/** What the policies of a namespace are made from. */
export interface IngressPolicyProps extends NamespaceIngress {
  /** The namespace. */
  readonly namespace: string;
}

/**
 * Who may call pods of a namespace. Calls that they make themselves, and the answers to them, are left alone; Cilium always lets in the
 * kubelet of the node, which asks how they are.
 */
export class IngressPolicy extends Construct {
  constructor(scope: Construct, id: string, { namespace, metrics, api = [], everybody = [] }: IngressPolicyProps) {
    super(scope, id);
    new k8s.KubeNetworkPolicy(this, 'pods', {
      metadata: { name: 'ingress', namespace },
      spec: {
        podSelector: {},
        policyTypes: ['Ingress'],
        ingress: [
          { from: [{ podSelector: {} }] },
          { from: [{ namespaceSelector: namespaceNamed(metrics.namespace) }], ports: metrics.ports.map((port) => policyPort(port)) },
          ...everybody.length === 0 ? [] : [{ ports: everybody.map(({ port, protocol }) => policyPort(port, protocol)) }],
        ],
      },
    });
    if (api.length === 0) { return; }
    // The API server is a process of a node, which Cilium takes for no address and no pod. Where it runs on the same node it is let in
    // anyway: https://docs.cilium.io/en/stable/security/policy/language/#entities-based
    new ApiObject(this, 'api', {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name: 'ingress-api', namespace },
      spec: {
        endpointSelector: {},
        ingress: [{
          fromEntities: ['kube-apiserver', 'host', 'remote-node'],
          toPorts: [{ ports: api.map((port) => ({ port: String(port), protocol: 'TCP' })) }],
        }],
      },
    });
  }
}
