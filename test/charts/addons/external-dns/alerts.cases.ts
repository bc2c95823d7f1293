import type { AlertCase } from '../../../alerts/case';

const cases: readonly AlertCase[] = [
  {
    alert: 'ExternalDnsDown',
    on: 'no ready pod',
    at: '10m',
    series: { 'kube_deployment_status_replicas_available{namespace="external-dns",deployment="external-dns"}': '0x20' },
    fires: [{
      labels: { namespace: 'external-dns', deployment: 'external-dns' },
      description: 'No pod of external-dns has been ready for 5 minutes. Records stay as they are; a new name gets none.',
    }],
  },
  {
    alert: 'ExternalDnsDown',
    on: 'a pod that is ready again after a restart',
    at: '10m',
    series: { 'kube_deployment_status_replicas_available{namespace="external-dns",deployment="external-dns"}': '1 0x2 1x20' },
  },
  {
    alert: 'ExternalDnsFailing',
    on: 'a round that was never finished',
    at: '30m',
    series: { 'external_dns_controller_last_sync_timestamp_seconds{job="external-dns"}': '0x60' },
    fires: [{
      labels: {}, description: 'external-dns has not brought the records in line with the routes for more than 15 minutes.',
    }],
  },
  {
    alert: 'ExternalDnsFailing',
    on: 'a round each minute',
    at: '30m',
    series: { 'external_dns_controller_last_sync_timestamp_seconds{job="external-dns"}': '0+60x60' },
  },
];

export default cases;
