import { absent, increase, max, metric, not, sum, time } from '../core/promql';
import type { RuleGroup } from '../core/alert-rule';

// internal/collectors/ and pkg/metrics/metrics.go of cert-manager/cert-manager. A timestamp that is not known yet is 0.
const SAME_CERTIFICATE = { on: ['namespace', 'name'] };
const expiry = metric('certmanager_certificate_expiration_timestamp_seconds');
const renewal = metric('certmanager_certificate_renewal_timestamp_seconds');

/** Certificates for the gateway. Limits are relative to a certificate's own life, since lives shrink from 90 days to 45, and to 6. */
export function certManagerRules(): RuleGroup {
  return {
    name: 'cert-manager',
    rules: [
      {
        alert: 'CertManagerDown',
        expr: absent(metric('up', { job: 'cert-manager' }).equals(1)),
        for: '10m',
        severity: 'warning',
        layer: 'edge',
        summary: 'cert-manager is down',
        description: 'cert-manager has not answered for 10 minutes. Certificates are not renewed.',
        dashboard: 'edge',
      },
      {
        alert: 'CertificateNotReady',
        expr: max(metric('certmanager_certificate_ready_status', { condition: not('True') }).equals(1), {
          by: ['namespace', 'name', 'issuer_name'],
        }),
        // A DNS-01 challenge waits for public name servers.
        for: '30m',
        severity: 'warning',
        layer: 'edge',
        summary: 'A certificate cannot be issued',
        description: 'Certificate {{ $labels.namespace }}/{{ $labels.name }} from {{ $labels.issuer_name }} has not been ready for 30 '
          + 'minutes.',
        dashboard: 'edge',
      },
      {
        alert: 'CertificateRenewalOverdue',
        // cert-manager renews when (expiry - renewal) is left; less than 70 % of that left means that it has tried and failed for a while.
        expr: expiry.minus(time()).below(expiry.minus(renewal, SAME_CERTIFICATE).times(0.7), SAME_CERTIFICATE)
          .and(renewal.differsFrom(0), SAME_CERTIFICATE),
        for: '1h',
        severity: 'warning',
        layer: 'edge',
        summary: 'A certificate is not renewed',
        description: 'Certificate {{ $labels.namespace }}/{{ $labels.name }} has {{ $value | humanizeDuration }} left; its renewal is '
          + 'overdue.',
        dashboard: 'edge',
      },
      {
        alert: 'CertificateExpired',
        expr: expiry.minus(time()).atMost(0).and(expiry.above(0), SAME_CERTIFICATE),
        severity: 'critical',
        layer: 'edge',
        silences: [{ alerts: ['CertificateRenewalOverdue', 'CertificateNotReady'], equal: ['namespace', 'name'] }],
        summary: 'A certificate has expired',
        description: 'Certificate {{ $labels.namespace }}/{{ $labels.name }} has expired. Browsers refuse every host name it stands for.',
        dashboard: 'edge',
      },
      {
        alert: 'ClusterIssuerNotReady',
        expr: max(metric('certmanager_clusterissuer_ready_status', { condition: not('True') }).equals(1), { by: ['name'] }),
        for: '15m',
        severity: 'warning',
        layer: 'edge',
        silences: [{ alerts: ['CertificateNotReady'] }],
        summary: 'An issuer of certificates is not ready',
        description: 'ClusterIssuer {{ $labels.name }} has not been ready for 15 minutes.',
        dashboard: 'edge',
      },
      {
        alert: 'AcmeRateLimited',
        expr: sum(increase(metric('certmanager_http_acme_client_request_count', { status: '429' }), '1h'), { by: ['host'] }).above(0),
        for: '5m',
        severity: 'warning',
        layer: 'edge',
        summary: 'The certificate authority refuses more requests',
        description: '{{ $labels.host }} has answered {{ $value | humanize }} request(s) with 429 within an hour.',
        dashboard: 'edge',
      },
    ],
  };
}
