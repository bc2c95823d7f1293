import { METALLB_ADDRESS } from '../../core/annotations';
import { IMAGES } from '../../../versions';
import type { HelmValues } from '../../core/helm-values';
import { GATEWAY_CLASS } from '../../gateway/gateway-name';
import { RESTRICTED_CONTAINER, RESTRICTED_POD } from '../security';
import { WATCHED_KINDS } from './names';

/** What decides about the values of the name server. */
export interface K8sGatewayProps {
  /** The domains that it answers for, and no other. */
  readonly domains: readonly string[];
  /** Address that its Service asks for; out of a pool of the load balancer. */
  readonly address: string;
  /** How long answers may be remembered, in seconds. */
  readonly ttl: number;
}

/** Values of the chart k8s-gateway. Keys: charts/k8s-gateway/values.yaml at k8s-gateway-3.7.2. */
export function k8sGatewayValues({ domains, address, ttl }: K8sGatewayProps): HelmValues {
  return {
    // The chart has an older one than the release it calls its own.
    image: { tag: IMAGES.k8sGateway.replace(/^.*:/, '') },
    domain: domains.join(' '),
    ttl,
    watchedResources: [...WATCHED_KINDS],
    // Waypoints are of another class, and their address is of no use outside the cluster.
    filters: { gatewayClasses: [GATEWAY_CLASS] },
    // Without "forward", which the chart has: that one would answer every question of everybody who reaches it. Without "log", a line for
    // each question.
    extraZonePlugins: [
      { name: 'errors' },
      { name: 'health', configBlock: 'lameduck 5s' },
      { name: 'ready' },
      { name: 'prometheus', parameters: '0.0.0.0:9153' },
      { name: 'reload' },
      { name: 'loadbalance' },
    ],
    service: {
      type: 'LoadBalancer',
      port: 53,
      // An answer that is too long for UDP is asked for again over TCP (RFC 7766), and some routers ask over TCP alone.
      useTcp: true,
      // An address of its own: sharing the gateway's would take an annotation on the gateway's Service, which istiod copies to its pods and
      // restarts them, and two Services that keep the client's address share one only if they have the same pods
      // (https://metallb.io/usage/#ip-address-sharing).
      annotations: { [METALLB_ADDRESS]: address },
      externalTrafficPolicy: 'Local',
    },
    // The image is built from nothing, and its binary has no capability of its own to give up (Dockerfile at v1.8.2).
    podSecurityContext: RESTRICTED_POD,
    securityContext: { runAsUser: 1000, runAsGroup: 1000, ...RESTRICTED_CONTAINER },
    resources: { requests: { cpu: '10m', memory: '48Mi' }, limits: { memory: '128Mi' } },
  };
}
