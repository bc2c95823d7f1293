import { AuthorizationPolicySpecAction, type AuthorizationPolicyProps } from '../../imports/security.istio.io';
import { SYNC_WAVE } from '../core/annotations';

/**
 * What has the gateway ask about each request for some host names. Without an answer it refuses them: istiod turns a provider that it does
 * not find into a refusal of what the rule takes (getBadCustomDenyRules in
 * https://github.com/istio/istio/blob/1.30.3/pilot/pkg/security/authz/builder/builder.go), and Envoy one that does not answer.
 *
 * @param at - the Gateways, and the namespace that they and the policy are in
 * @param provider - name of the provider in the mesh configuration
 * @param hostnames - those that only who has logged in gets to
 */
export function loginPolicy(
  at: { readonly namespace: string; readonly gateways: readonly string[] }, provider: string, hostnames: readonly string[],
): AuthorizationPolicyProps {
  return {
    metadata: {
      name: 'login', namespace: at.namespace,
      // Before the first route to such a page, and gone after the last.
      annotations: { [SYNC_WAVE]: '-1' },
    },
    spec: {
      targetRefs: at.gateways.map((name) => ({ group: 'gateway.networking.k8s.io', kind: 'Gateway', name })),
      action: AuthorizationPolicySpecAction.CUSTOM,
      provider: { name: provider },
      rules: [{
        to: [{
          operation: {
            // Whoever asks may write a port after the name, which routes leave out of account and policies do not:
            // https://istio.io/latest/docs/ops/best-practices/security/#host-match-policies
            hosts: [...new Set(hostnames)].sort().flatMap((each) => [each, `${each}:*`]),
            // There, all are sent to https.
            notPorts: ['80'],
          },
        }],
      }],
    },
  };
}
