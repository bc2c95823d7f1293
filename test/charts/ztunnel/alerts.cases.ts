import type { AlertCase } from '../../alerts/case';
import { series } from '../../alerts/series';

const STALE = "The node has not published the expiry of ztunnel's certificates for 15 minutes, so the alerts about them are blind.";

const cases: readonly AlertCase[] = [
  {
    alert: 'ZtunnelCertificateExpiringSoon',
    on: 'a certificate with less than an hour left',
    at: '15m',
    series: {
      [series('ztunnel_workload_certificate_not_after_seconds', {
        identity: 'spiffe://cluster.local/ns/my-app/sa/default', instance: '192.168.100.10:9100', node: 'homelab',
      })]: '4000x20',
    },
    fires: [
      {
        labels: { identity: 'spiffe://cluster.local/ns/my-app/sa/default', instance: '192.168.100.10:9100', node: 'homelab' },
        description: 'The workload certificate of spiffe://cluster.local/ns/my-app/sa/default has 51m 40s left. ztunnel renews at half '
          + 'of its life, so the renewal is long overdue.',
      },
    ],
  },
  {
    alert: 'ZtunnelCertificateExpiringSoon',
    on: "the article's own metric, should Istio ever export it for ztunnel",
    at: '10m',
    series: {
      'istio_agent_cert_expiry_seconds{app="ztunnel",pod="ztunnel-x",namespace="istio-system"}': '1800x20',
    },
    fires: [
      {
        labels: { app: 'ztunnel', namespace: 'istio-system', pod: 'ztunnel-x' },
        description: 'The workload certificate of ztunnel has 30m 0s left. ztunnel renews at half of its life, so the renewal is long '
          + 'overdue.',
      },
    ],
  },
  {
    alert: 'ZtunnelCertificateExpiringSoon',
    on: 'a little over an hour left, and an expiring gateway, which has an alert of its own',
    at: '10m',
    series: {
      [series('ztunnel_workload_certificate_not_after_seconds', {
        identity: 'spiffe://cluster.local/ns/my-app/sa/default', instance: '192.168.100.10:9100', node: 'homelab',
      })]: '4500x20',
      'istio_agent_cert_expiry_seconds{app="gateway"}': '60x20',
    },
  },
  {
    alert: 'ZtunnelCertificateRenewalLate',
    on: 'less than two fifths of the life left',
    at: '40m',
    series: {
      [series('ztunnel_workload_certificate_not_after_seconds', {
        identity: 'spiffe://cluster.local/ns/my-app/sa/default', instance: '192.168.100.10:9100', node: 'homelab',
      })]: '1000000x60',
    },
    fires: [
      {
        labels: { identity: 'spiffe://cluster.local/ns/my-app/sa/default', instance: '192.168.100.10:9100', node: 'homelab' },
        description: 'The certificate of spiffe://cluster.local/ns/my-app/sa/default has 11d 13h 6m 40s left of 720 h; ztunnel should '
          + 'have renewed it at half. Its timers have stood still while the node slept, and stay late until it restarts.',
      },
    ],
  },
  {
    alert: 'ZtunnelCertificateRenewalLate',
    on: 'half of the life left: the moment ztunnel renews',
    at: '40m',
    series: {
      [series('ztunnel_workload_certificate_not_after_seconds', {
        identity: 'spiffe://cluster.local/ns/my-app/sa/default', instance: '192.168.100.10:9100', node: 'homelab',
      })]: '1296000x60',
    },
  },
  {
    alert: 'ZtunnelCertificateExpired',
    on: 'a date in the past',
    at: '20m',
    series: {
      [series('ztunnel_workload_certificate_not_after_seconds', {
        identity: 'spiffe://cluster.local/ns/my-app/sa/default', instance: '192.168.100.10:9100', node: 'homelab',
      })]: '600x30',
    },
    fires: [
      {
        labels: { identity: 'spiffe://cluster.local/ns/my-app/sa/default', instance: '192.168.100.10:9100', node: 'homelab' },
        description: 'The certificate of spiffe://cluster.local/ns/my-app/sa/default expired 10m 0s ago. Every connection of that '
          + 'workload through the mesh fails until ztunnel restarts.',
      },
    ],
  },
  {
    alert: 'ZtunnelCertificateExpired',
    on: 'a date one minute ahead',
    at: '9m',
    series: {
      [series('ztunnel_workload_certificate_not_after_seconds', {
        identity: 'spiffe://cluster.local/ns/my-app/sa/default', instance: '192.168.100.10:9100', node: 'homelab',
      })]: '600x30',
    },
  },
  {
    alert: 'ZtunnelCertificateMetricStale',
    on: 'an exporter that stopped',
    at: '40m',
    series: {
      'homelab_certificate_exporter_last_success_timestamp_seconds{instance="192.168.100.10:9100",node="homelab"}': '60x60',
    },
    fires: [
      { labels: { instance: '192.168.100.10:9100', node: 'homelab' }, description: STALE },
    ],
  },
  {
    alert: 'ZtunnelCertificateMetricStale',
    on: 'a node without the exporter',
    at: '20m',
    series: {
      'up{job="node-exporter"}': '1x30',
    },
    fires: [
      { labels: {}, description: STALE },
    ],
  },
  {
    alert: 'ZtunnelCertificateMetricStale',
    on: 'an exporter that runs every minute',
    at: '40m',
    series: {
      'homelab_certificate_exporter_last_success_timestamp_seconds{instance="192.168.100.10:9100",node="homelab"}': '0+60x60',
    },
  },
  {
    alert: 'ZtunnelClockDriftHigh',
    on: 'more than a quarter of the life slept',
    at: '20m',
    series: {
      'homelab_clock_guard_drift_seconds{instance="192.168.100.10:9100",node="homelab"}': '700000x30',
    },
    fires: [
      {
        labels: { instance: '192.168.100.10:9100', node: 'homelab' },
        description: 'On homelab the clock has jumped by 8d 2h 26m 40s since ztunnel started; past 360 h its certificates expire before '
          + 'it renews them.',
      },
    ],
  },
  {
    alert: 'ZtunnelClockDriftHigh',
    on: 'one night of sleep',
    at: '20m',
    series: {
      'homelab_clock_guard_drift_seconds{instance="192.168.100.10:9100",node="homelab"}': '57600x30',
    },
  },
  {
    alert: 'ZtunnelDown',
    on: 'a node without ztunnel',
    at: '10m',
    series: {
      'kube_daemonset_status_number_unavailable{namespace="istio-system",daemonset="ztunnel"}': '1x20',
    },
    fires: [
      {
        labels: { daemonset: 'ztunnel', namespace: 'istio-system' },
        description: '1 node(s) have no ready ztunnel. Pods of the mesh on them can neither call nor be called.',
      },
    ],
  },
  {
    alert: 'ZtunnelDown',
    on: 'a rolling restart',
    at: '10m',
    series: {
      'kube_daemonset_status_number_unavailable{namespace="istio-system",daemonset="ztunnel"}': '0x5 1x3 0x20',
    },
  },
  {
    alert: 'ZtunnelProxiesPending',
    on: 'pods that stay outside',
    at: '15m',
    series: {
      'workload_manager_pending_proxy_count{pod="ztunnel-x",namespace="istio-system",node="homelab"}': '2x20',
    },
    fires: [
      {
        labels: { namespace: 'istio-system', node: 'homelab', pod: 'ztunnel-x' },
        description: '2 pod(s) have been waiting for ztunnel ztunnel-x to take them in for 10 minutes.',
      },
    ],
  },
  {
    alert: 'ZtunnelProxiesPending',
    on: 'pods that are let in within minutes',
    at: '15m',
    series: {
      'workload_manager_pending_proxy_count{pod="ztunnel-x",namespace="istio-system",node="homelab"}': '2x5 0x20',
    },
  },
];

export default cases;
