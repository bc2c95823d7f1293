import { absent, matches, max, metric, min, not, rate, sum, type Expression } from '../core/promql';
import { HOUR } from '../core/seconds';
import type { RuleGroup } from '../core/alert-rule';
import { gatewayAccount } from './gateway-name';

/** What the alerts about the gateways depend on. */
export interface GatewayRulesProps {
  /** Namespace of the Gateways. */
  readonly namespace: string;
  /** The Gateways, at least one: their names, after which istiod calls Deployments, and the addresses they must answer on. */
  readonly gateways: readonly { readonly name: string; readonly address: string }[];
}

/** The ways in, and the proxies istiod makes for Gateways and waypoints. */
export function gatewayRules({ namespace, gateways }: GatewayRulesProps): RuleGroup {
  const names = gateways.map(({ name }) => name);
  const [first] = gateways;
  // Of several an alert says by its labels which one it is about.
  const one = gateways.length === 1 ? first : undefined;
  const isAway = (name: string): Expression => {
    const available = metric('kube_deployment_status_replicas_available', { namespace, deployment: gatewayAccount(name) });
    return available.below(1).or(absent(available));
  };
  const isSilent = (address: string): Expression => {
    const announced = metric('metallb_speaker_announced', { ip: address });
    // What is absent keeps the labels of a selector, and none of a comparison.
    return one ? absent(announced.equals(1)) : absent(announced).or(max(announced, { by: ['ip'] }).below(1));
  };
  const requests = (matchers: Parameters<typeof metric>[1] = {}): Expression => {
    const gateway = one ? one.name : matches(names.join('|'));
    const rates = rate(metric('istio_requests_total', { gateway, ...matchers }), '5m');
    return sum(rates, { by: ['destination_service_namespace', 'destination_service_name'] });
  };
  const lost = one ? 'Nothing in the lab can be reached from outside.' : 'Nothing that is reached through it alone answers.';
  return {
    name: 'gateway',
    rules: [
      {
        alert: 'GatewayDown',
        expr: any(names.map(isAway)),
        for: '5m',
        severity: 'critical',
        layer: 'edge',
        // Of several the others go on, and what is said of them has to be heard.
        ...one ? { silences: [{ alerts: ['GatewayErrors', 'ProxyCertificateExpiringSoon'] }] } : {},
        summary: 'The gateway is down',
        description: `Deployment ${namespace}/${one ? gatewayAccount(one.name) : '{{ $labels.deployment }}'} has no ready pod. ${lost}`,
        dashboard: 'edge',
      },
      {
        alert: 'GatewayAddressNotAnnounced',
        // speaker/main.go of metallb/metallb.
        expr: any(gateways.map(({ address }) => isSilent(address))),
        for: '5m',
        severity: 'critical',
        layer: 'edge',
        summary: "Nobody answers for the gateway's address",
        description: `MetalLB announces ${one ? one.address : '{{ $labels.ip }}'} from no node. ${lost}`,
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

/** The series of all. @throws Error for none */
function any(all: readonly Expression[]): Expression {
  return all.reduce((one, other) => one.or(other));
}
