import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';

/** What the policy is made from. */
export interface CiliumClusterwideNetworkPolicyProps {
  /** Name of the policy. */
  readonly name: string;
  /** Source networks that every pod of the cluster accepts, in CIDR notation. */
  readonly allowFrom: readonly string[];
}

/**
 * A rule that lets some sources reach every pod, without denying anything else. Written by hand: its binding would be loaded at every
 * synth, for one field.
 *
 * @see https://docs.cilium.io/en/stable/network/kubernetes/policy/
 */
export class CiliumClusterwideNetworkPolicy extends ApiObject {
  constructor(scope: Construct, id: string, { name, allowFrom }: CiliumClusterwideNetworkPolicyProps) {
    super(scope, id, {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumClusterwideNetworkPolicy',
      metadata: { name },
      spec: {
        // An empty selector picks every pod, and a policy that picks a pod denies it all else. This one must only add.
        enableDefaultDeny: { egress: false, ingress: false },
        endpointSelector: {},
        ingress: [{ fromCIDR: [...allowFrom] }],
      },
    });
  }
}
