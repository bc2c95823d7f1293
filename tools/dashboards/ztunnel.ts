import { increase, metric, min, sum, time } from '../../charts/core/promql';
import type { DashboardProps } from './panel';

const notAfter = metric('ztunnel_workload_certificate_not_after_seconds');

/** The article's trouble: certificates that run out, and clocks that jump. */
export const ztunnel: DashboardProps = {
  uid: 'homelab-ztunnel',
  title: 'ztunnel and certificates',
  description: 'Whether ztunnel renews its certificates in time, and what the clock of the node did. Background: docs/clock.md.',
  rows: [
    {
      title: 'Now',
      panels: [
        {
          kind: 'number',
          title: 'First certificate to expire',
          description: 'Time left. ztunnel renews at half of the life; less than that means it is late.',
          unit: 's',
          redBelow: 3600,
          queries: [{ expr: min(notAfter.minus(time())), legend: 'left' }],
        },
        {
          kind: 'number',
          title: 'Root certificate',
          description: "Time left of istiod's own authority.",
          unit: 's',
          redBelow: 2_592_000,
          queries: [{ expr: min(metric('citadel_server_root_cert_expiry_timestamp').minus(time())), legend: 'left' }],
        },
        {
          kind: 'number',
          title: 'Sleep since ztunnel started',
          description: "How far the clock has jumped since. Past half of the certificates' life they expire before they are renewed.",
          unit: 's',
          queries: [{ expr: metric('homelab_clock_guard_drift_seconds'), legend: '{{node}}' }],
        },
        {
          kind: 'number',
          title: 'Nodes without ztunnel',
          description: 'Alert ZtunnelDown: more than none for 5 minutes.',
          unit: 'short',
          queries: [{ expr: metric('kube_daemonset_status_number_unavailable', { daemonset: 'ztunnel' }), legend: 'nodes' }],
        },
      ],
    },
    {
      title: 'Certificates',
      panels: [
        {
          kind: 'graph',
          title: 'Time left, by identity',
          description: 'A healthy line is a saw whose teeth end at half of the life.',
          unit: 's',
          width: 12,
          queries: [{ expr: notAfter.minus(time()), legend: '{{identity}}' }],
        },
        {
          kind: 'graph',
          title: 'Certificates, by state',
          description: 'What ztunnel holds.',
          unit: 'short',
          width: 6,
          queries: [{ expr: metric('ztunnel_workload_certificates'), legend: '{{state}}' }],
        },
        {
            kind: 'graph',
            title: 'Requests to istiod',
            description: 'Certificates signed and refused within 15 minutes.',
            unit: 'short',
            width: 6,
            queries: [
              { expr: sum(increase(metric('citadel_server_success_cert_issuance_count'), '15m')), legend: 'signed' },
              { expr: sum(increase(metric('citadel_server_csr_sign_err_count'), '15m')), legend: 'failed' },
              { expr: sum(increase(metric('citadel_server_authentication_failure_count'), '15m')), legend: 'not accepted' },
            ],
          },
        {
          kind: 'graph',
          title: 'Gateways and waypoints',
          description: 'Time left of their mesh certificates.',
          unit: 's',
          width: 12,
          queries: [
            { expr: min(metric('istio_agent_cert_expiry_seconds'), { by: ['namespace', 'pod'] }), legend: '{{namespace}}/{{pod}}' },
          ],
        },
      ],
    },
    {
      title: 'Clock and restarts',
      panels: [
        {
          kind: 'graph',
          title: 'Boot time',
          description: 'A step without a reboot is a sleep of the node.',
          unit: 'dateTimeAsIso',
          queries: [{ expr: metric('node_boot_time_seconds').times(1000), legend: '{{node}}' }],
        },
        {
          kind: 'graph',
          title: 'Jumps and restarts',
          description: 'Clock jumps past the threshold, and restarts of ztunnel because of them, within a day.',
          unit: 'short',
          queries: [
            { expr: increase(metric('homelab_clock_guard_jumps_total'), '1d'), legend: 'jumps' },
            { expr: increase(metric('homelab_clock_guard_restarts_total'), '1d'), legend: 'restarts' },
          ],
        },
        {
          kind: 'graph',
          title: 'Offset of the clock',
          description: 'Against what chrony follows.',
          unit: 's',
          queries: [{ expr: metric('node_timex_offset_seconds'), legend: '{{node}}' }],
        },
      ],
    },
  ],
};
