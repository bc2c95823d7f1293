import { absent, matches, metric, min, not, rate, sum, type Expression } from '../core/promql';
import { HOUR } from '../core/seconds';
import type { RuleGroup } from '../core/alert-rule';

/** What the alerts about the gateway depend on. */
export interface GatewayRulesProps {
  /** Name of the Gateway; istiod calls its Deployment `<name>-istio`. */
  readonly name: string;
  /** Namespace of the Gateway. */
  readonly namespace: string;
  /** Address it must answer on. */
  readonly address: string;
}

/** The way in, and the proxies istiod makes for Gateways and waypoints. */
export function gatewayRules({ name, namespace, address }: GatewayRulesProps): RuleGroup {
  const deployment = `${name}-istio`;
  const available = metric('kube_deployment_status_replicas_available', { namespace, deployment });
  const requests = (matchers: Parameters<typeof metric>[1] = {}): Expression => {
    const rates = rate(metric('istio_requests_total', { gateway: name, ...matchers }), '5m');
    return sum(rates, { by: ['destination_service_namespace', 'destination_service_name'] });
  };
  return {
    name: 'gateway',
    rules: [
      {
        alert: 'GatewayDown',
        expr: available.below(1).or(absent(available)),
        for: '5m',
        severity: 'critical',
        layer: 'edge',
        silences: [{ alerts: ['GatewayErrors', 'ProxyCertificateExpiringSoon'] }],
        summary: 'The gateway is down',
        description: `Deployment ${namespace}/${deployment} has no ready pod. Nothing in the lab can be reached from outside.`,
        dashboard: 'edge',
      },
      {
        alert: 'GatewayAddressNotAnnounced',
        // speaker/main.go of metallb/metallb.
        expr: absent(metric('metallb_speaker_announced', { ip: address }).equals(1)),
        for: '5m',
        severity: 'critical',
        layer: 'edge',
        summary: "Nobody answers for the gateway's address",
        description: `MetalLB announces ${address} from no node. Nothing in the lab can be reached from outside.`,
        dashboard: 'edge',
      },
      {
        alert: 'GatewayErrors',
        expr: requests({ response_code: matches('5..') }).dividedBy(requests()).above(0.05)
          // A share means little when hardly anybody calls.
          .and(requests().above(0.05)),
        for: '10m',
        severity: 'warning',
        layer: 'edge',
        summary: 'The gateway answers with errors',
        description: '{{ $value | humanizePercentage }} of the requests to '
          + '{{ $labels.destination_service_namespace }}/{{ $labels.destination_service_name }} have ended in a 5xx for 10 minutes.',
        dashboard: 'request-path',
      },
      {
        alert: 'ProxyCertificateExpiringSoon',
        // Gateways and waypoints are Envoys with an agent, which does export this: security/pkg/nodeagent/cache/monitoring.go of
        // istio/istio.
        expr: min(metric('istio_agent_cert_expiry_seconds', { app: not('ztunnel') }), { by: ['namespace', 'pod'] }).below(HOUR),
        for: '5m',
        severity: 'warning',
        layer: 'edge',
        summary: 'The mesh certificate of a gateway or waypoint expires soon',
        description: 'The certificate of {{ $labels.namespace }}/{{ $labels.pod }} has {{ $value | humanizeDuration }} left; it should '
          + 'have been renewed at half of its life.',
        dashboard: 'edge',
      },
    ],
  };
}
