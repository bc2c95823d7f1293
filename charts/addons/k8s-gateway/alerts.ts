import type { RuleGroup } from '../../core/alert-rule';
import { metric, rate, sum } from '../../core/promql';
import { downAlert } from '../down';
import { K8S_GATEWAY } from './names';

/** Share of failed answers from which somebody is told. */
const FAILING = 0.1;

/** The lab's name server. Metrics: plugin/metrics/vars/vars.go of coredns/coredns. */
export function k8sGatewayAlerts(): RuleGroup {
  const answers = (labels: Readonly<Record<string, string>> = {}) =>
    sum(rate(metric('coredns_dns_responses_total', { job: K8S_GATEWAY, ...labels }), '10m'));
  return {
    name: K8S_GATEWAY,
    rules: [
      downAlert({
        addon: K8S_GATEWAY, deployment: K8S_GATEWAY, alert: 'NameServerDown', severity: 'critical', layer: 'edge',
        summary: 'The name server of the lab does not answer',
        impact: 'Whoever asks it for names of the lab finds none of its pages.',
      }),
      {
        alert: 'NameServerFailing',
        expr: answers({ rcode: 'SERVFAIL' }).dividedBy(answers()).above(FAILING),
        for: '15m',
        severity: 'warning',
        layer: 'edge',
        summary: 'The name server of the lab fails to answer',
        description: '{{ $value | humanizePercentage }} of its answers are failures: it cannot read the routes, or is asked for other '
          + 'domains.',
      },
    ],
  };
}
