import type { Duration } from 'cdk8s';
import { abs, absent, metric, time, type Expression } from '../core/promql';
import { HOUR, MINUTE } from '../core/seconds';
import type { RuleGroup } from '../core/alert-rule';

/** What the alerts about ztunnel depend on. */
export interface ZtunnelRulesProps {
  /** Namespace of ztunnel. */
  readonly namespace: string;
  /** Life of the workload certificates it asks for. */
  readonly workloadCertificateTTL: Duration;
}

// ztunnel itself exposes no expiry (https://github.com/istio/ztunnel, metrics in README.md; issue 1481): a timer on the node reads its
// config_dump and writes these, see host/node/files/usr/local/lib/homelab/ztunnel-certificates.jq.
const notAfter = metric('ztunnel_workload_certificate_not_after_seconds');
const exporterSuccess = metric('homelab_certificate_exporter_last_success_timestamp_seconds');
const clockDrift = metric('homelab_clock_guard_drift_seconds');

const remaining = (): Expression => notAfter.minus(time());

/** The article's problem: workload certificates that ztunnel renews too late, or never. */
export function ztunnelRules({ namespace, workloadCertificateTTL }: ZtunnelRulesProps): RuleGroup {
  const life = workloadCertificateTTL.toSeconds();
  // kube-state-metrics, https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/daemonset-metrics.md
  const unavailable = metric('kube_daemonset_status_number_unavailable', { namespace, daemonset: 'ztunnel' });
  return {
    name: 'ztunnel',
    rules: [
      {
        alert: 'ZtunnelCertificateExpiringSoon',
        // The first half is the article's expression. No Istio release exports it for ztunnel; should one begin to, it counts too.
        expr: metric('istio_agent_cert_expiry_seconds', { app: 'ztunnel' }).below(HOUR).or(remaining().below(HOUR)),
        for: '5m',
        severity: 'warning',
        layer: 'mesh',
        silences: [{ alerts: ['ZtunnelCertificateRenewalLate'], equal: ['identity'] }],
        summary: 'Ztunnel certificate expiring soon',
        description: 'The workload certificate of {{ with $labels.identity }}{{ . }}{{ else }}ztunnel{{ end }} has '
          + '{{ $value | humanizeDuration }} left. ztunnel renews at half of its life, so the renewal is long overdue.',
        dashboard: 'ztunnel',
      },
      {
        alert: 'ZtunnelCertificateRenewalLate',
        // ztunnel asks for a new certificate at half of the old one's life. Anything well below half means that its timer stood still:
        // https://github.com/istio/ztunnel/issues/1481
        expr: remaining().below(Math.floor(life * 0.4)),
        for: '30m',
        severity: 'warning',
        layer: 'mesh',
        summary: 'ztunnel renews its certificates late',
        description: `The certificate of {{ $labels.identity }} has {{ $value | humanizeDuration }} left of `
          + `${life / HOUR} h; ztunnel should have renewed it at half. Its timers have stood still while the node slept, `
          + 'and stay late until it restarts.',
        dashboard: 'ztunnel',
      },
      {
        alert: 'ZtunnelCertificateExpired',
        expr: time().minus(notAfter).atLeast(0),
        severity: 'critical',
        layer: 'mesh',
        silences: [
          { alerts: ['MeshTlsFailures'] },
          { alerts: ['ZtunnelCertificateExpiringSoon', 'ZtunnelCertificateRenewalLate'], equal: ['identity'] },
        ],
        summary: 'ztunnel serves an expired certificate',
        description: 'The certificate of {{ $labels.identity }} expired {{ $value | humanizeDuration }} ago. Every connection of that '
          + 'workload through the mesh fails until ztunnel restarts.',
        dashboard: 'ztunnel',
      },
      {
        alert: 'ZtunnelCertificateMetricStale',
        expr: time().minus(exporterSuccess).above(15 * MINUTE).or(absent(exporterSuccess)),
        for: '15m',
        severity: 'warning',
        layer: 'mesh',
        summary: "Nobody reads ztunnel's certificates",
        description: "The node has not published the expiry of ztunnel's certificates for 15 minutes, so the alerts about them are blind.",
        dashboard: 'ztunnel',
      },
      {
        alert: 'ZtunnelClockDriftHigh',
        // All later renewals are late by the total time frozen since ztunnel started; they fail past half of the life. Half of that is time
        // to act.
        expr: abs(clockDrift).above(Math.floor(life / 4)),
        for: '15m',
        severity: 'warning',
        layer: 'mesh',
        summary: 'ztunnel has slept through half of its margin',
        description: `On {{ $labels.node }} the clock has jumped by {{ $value | humanizeDuration }} since ztunnel started; past `
          + `${life / 2 / HOUR} h its certificates expire before it renews them.`,
        dashboard: 'ztunnel',
      },
      {
        alert: 'ZtunnelDown',
        expr: unavailable.above(0),
        for: '5m',
        severity: 'critical',
        layer: 'mesh',
        silences: [{ alerts: ['MeshTlsFailures', 'ZtunnelProxiesPending', 'IstioCniDisconnected', 'ZtunnelCertificateMetricStale'] }],
        summary: 'ztunnel is not running on every node',
        description: '{{ $value }} node(s) have no ready ztunnel. Pods of the mesh on them can neither call nor be called.',
        dashboard: 'ztunnel',
      },
      {
        alert: 'ZtunnelProxiesPending',
        // src/inpod/metrics.rs and src/app.rs of istio/ztunnel; the README's istio_-prefixed names do not exist.
        expr: metric('workload_manager_pending_proxy_count').above(0),
        for: '10m',
        severity: 'warning',
        layer: 'mesh',
        summary: 'Pods wait to be let into the mesh',
        description: '{{ $value }} pod(s) have been waiting for ztunnel {{ $labels.pod }} to take them in for 10 minutes.',
        dashboard: 'ztunnel',
      },
    ],
  };
}
