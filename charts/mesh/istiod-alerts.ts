import { absent, increase, metric, sum, time } from '../core/promql';
import { DAY } from '../core/seconds';
import type { RuleGroup } from '../core/alert-rule';

/**
 * The control plane of the mesh, and its certificate authority. Metrics: security/pkg/server/ca/monitoring.go and pkg/xds/monitoring.go of
 * istio/istio.
 *
 * @param hasZtunnel - whether there is one, and so its dashboard, which shows the certificates
 */
export function istiodRules(hasZtunnel: boolean): RuleGroup {
  const dashboard = hasZtunnel ? { dashboard: 'ztunnel' } : {};
  return {
    name: 'istiod',
    rules: [
      {
        alert: 'IstiodDown',
        expr: absent(metric('up', { job: 'istiod' }).equals(1)),
        for: '5m',
        severity: 'critical',
        layer: 'mesh',
        silences: [{ alerts: ['IstiodRefusesCertificates', 'IstioProxiesRejectConfig'] }],
        summary: 'istiod is down',
        description: 'No istiod has answered for 5 minutes. What runs goes on, but no certificate is signed and no change reaches the '
          + 'mesh.',
      },
      {
        alert: 'IstioRootCertificateExpiringSoon',
        expr: metric('citadel_server_root_cert_expiry_timestamp').minus(time()).below(30 * DAY),
        for: '1h',
        severity: 'warning',
        layer: 'mesh',
        summary: 'The root certificate of the mesh expires within 30 days',
        description: "istiod's root certificate has {{ $value | humanizeDuration }} left. When it ends, every workload certificate ends "
          + 'with it.',
        ...dashboard,
      },
      {
        alert: 'IstiodRefusesCertificates',
        // A CSR that istiod does not sign: either its own error, or a token it does not accept, as after a long sleep.
        expr: sum(increase(metric('citadel_server_csr_sign_err_count'), '15m')).above(0)
          .or(sum(increase(metric('citadel_server_authentication_failure_count'), '15m')).above(0)),
        for: '5m',
        severity: 'warning',
        layer: 'mesh',
        summary: 'istiod refuses to sign workload certificates',
        description: '{{ $value | humanize }} request(s) for a certificate were refused in 15 minutes. Workloads keep the old one until '
          + 'it expires.',
        ...dashboard,
      },
      {
        alert: 'IstioProxiesRejectConfig',
        expr: sum(increase(metric('pilot_total_xds_rejects'), '10m'), { by: ['type'] }).above(0),
        for: '10m',
        severity: 'warning',
        layer: 'mesh',
        summary: 'Proxies refuse configuration from istiod',
        description: '{{ $value | humanize }} update(s) of type {{ $labels.type }} were refused in 10 minutes; those proxies run on what '
          + 'they had before.',
      },
    ],
  };
}
