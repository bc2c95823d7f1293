import type { AlertCase } from '../../../alerts/case';

const cases: readonly AlertCase[] = [
  {
    alert: 'NameServerDown',
    on: 'no ready pod',
    at: '10m',
    series: { 'kube_deployment_status_replicas_available{namespace="k8s-gateway",deployment="k8s-gateway"}': '0x20' },
    fires: [{
      labels: { namespace: 'k8s-gateway', deployment: 'k8s-gateway' },
      description: 'No pod of k8s-gateway has been ready for 5 minutes. Whoever asks it for names of the lab finds none of its pages.',
    }],
  },
  {
    alert: 'NameServerDown',
    on: 'a pod that is ready again after a restart',
    at: '10m',
    series: { 'kube_deployment_status_replicas_available{namespace="k8s-gateway",deployment="k8s-gateway"}': '1 0x2 1x20' },
  },
  {
    alert: 'NameServerFailing',
    on: 'a third of all answers that are failures',
    at: '40m',
    series: {
      'coredns_dns_responses_total{job="k8s-gateway",rcode="NOERROR"}': '0+60x60',
      'coredns_dns_responses_total{job="k8s-gateway",rcode="SERVFAIL"}': '0+30x60',
    },
    fires: [{
      labels: {},
      description: '33.33% of its answers are failures: it cannot read the routes, or is asked for other domains.',
    }],
  },
  {
    alert: 'NameServerFailing',
    on: 'names that there are not, and failures of the name server of the cluster itself',
    at: '40m',
    series: {
      'coredns_dns_responses_total{job="k8s-gateway",rcode="NOERROR"}': '0+60x60',
      'coredns_dns_responses_total{job="k8s-gateway",rcode="NXDOMAIN"}': '0+600x60',
      'coredns_dns_responses_total{job="coredns",rcode="SERVFAIL"}': '0+600x60',
    },
  },
];

export default cases;
