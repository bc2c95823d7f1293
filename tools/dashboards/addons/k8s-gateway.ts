import { K8S_GATEWAY } from '../../../charts/addons/k8s-gateway/names';
import { histogramQuantile, metric, rate, sum } from '../../../charts/core/promql';
import type { DashboardProps, Query } from '../panel';
import { orNone, podsRow, readyPods } from './pods';

/*
 * Metrics: plugin/metrics/vars/vars.go of coredns/coredns at v1.14.4, which k8s-gateway/k8s_gateway has in its go.mod at v1.8.2. Answers:
 * gateway.go of the latter. No metric has the names that are asked for.
 */
const JOB = { job: K8S_GATEWAY };

const answers = (rcode?: string) => sum(rate(metric('coredns_dns_responses_total', { ...JOB, ...rcode ? { rcode } : {} }), '10m'));
const share = (rcode: string) => orNone(answers(rcode)).dividedBy(answers());
const duration = (quantile: number): Query => ({
  expr: histogramQuantile(quantile, sum(rate(metric('coredns_dns_request_duration_seconds_bucket', JOB), '5m'), { by: ['le'] })),
  legend: `p${quantile * 100}`,
});

/** The lab's name server. */
export const k8sGateway: DashboardProps = {
  uid: 'homelab-k8s-gateway',
  title: 'Name server',
  description: 'Whether the name server of the lab is asked, and what it answers.',
  rows: [
    {
      title: 'Now',
      panels: [
        readyPods({ addon: K8S_GATEWAY, deployment: K8S_GATEWAY, alert: 'NameServerDown' }),
        {
          kind: 'number',
          title: 'Questions',
          description: 'A second. None at all while somebody is at home: the router or the hosts ask another name server.',
          unit: 'reqps',
          queries: [{ expr: sum(rate(metric('coredns_dns_requests_total', JOB), '5m')), legend: 'questions' }],
        },
        {
          kind: 'number',
          title: 'Failed answers',
          description: 'Share of SERVFAIL. Alert NameServerFailing: more than 10 % for 15 minutes: it cannot read the routes, or is asked '
            + 'for names of other domains.',
          unit: 'percentunit',
          redFrom: 0.1,
          queries: [{ expr: share('SERVFAIL'), legend: 'failed' }],
        },
        {
          kind: 'number',
          title: 'Names that there are not',
          description: 'Share of NXDOMAIN. Much of it is a name without a route, or of a Service without an address; its log has no '
            + 'names, ask it with nslookup.',
          unit: 'percentunit',
          queries: [{ expr: share('NXDOMAIN'), legend: 'not there' }],
        },
      ],
    },
    {
      title: 'Questions and answers',
      panels: [
        {
          kind: 'graph',
          title: 'Answers, by code',
          description: 'NOERROR is an answer, NXDOMAIN a name that the lab does not have, SERVFAIL a failure.',
          unit: 'reqps',
          queries: [{ expr: sum(rate(metric('coredns_dns_responses_total', JOB), '5m'), { by: ['rcode'] }), legend: '{{rcode}}' }],
        },
        {
          kind: 'graph',
          title: 'Questions, by type',
          description: 'A asks for IPv4, AAAA for IPv6, which the lab does not have: it is answered without an address.',
          unit: 'reqps',
          queries: [{ expr: sum(rate(metric('coredns_dns_requests_total', JOB), '5m'), { by: ['type'] }), legend: '{{type}}' }],
        },
        {
          kind: 'graph',
          title: 'Time to answer',
          description: 'It answers out of its memory: more than some milliseconds is a node without CPU to spare.',
          unit: 's',
          queries: [duration(0.5), duration(0.99)],
        },
      ],
    },
    podsRow(K8S_GATEWAY),
  ],
};
