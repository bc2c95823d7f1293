import type { AlertCase } from '../../alerts/case';
import { series } from '../../alerts/series';

const cases: readonly AlertCase[] = [
  {
    alert: 'CertManagerDown',
    on: 'a pod that does not answer',
    at: '15m',
    series: {
      'up{job="cert-manager",pod="cert-manager-x"}': '0x20',
    },
    fires: [{ labels: {}, description: 'cert-manager has not answered for 10 minutes. Certificates are not renewed.' }],
  },
  {
    alert: 'CertManagerDown',
    on: 'a restart',
    at: '15m',
    series: {
      'up{job="cert-manager",pod="cert-manager-x"}': '0x5 1x20',
    },
  },
  {
    alert: 'CertificateNotReady',
    on: 'a challenge that never ends',
    at: '40m',
    series: {
      [series('certmanager_certificate_ready_status', {
        namespace: 'istio-ingress', name: 'homelab-tls-cert', condition: 'False', issuer_name: 'letsencrypt-prod',
        issuer_kind: 'ClusterIssuer', issuer_group: 'cert-manager.io',
      })]:
        '1x60',
      [series('certmanager_certificate_ready_status', {
        namespace: 'istio-ingress', name: 'homelab-tls-cert', condition: 'True', issuer_name: 'letsencrypt-prod',
        issuer_kind: 'ClusterIssuer', issuer_group: 'cert-manager.io',
      })]:
        '0x60',
      [series('certmanager_certificate_ready_status', {
        namespace: 'istio-ingress', name: 'homelab-tls-cert', condition: 'Unknown', issuer_name: 'letsencrypt-prod',
        issuer_kind: 'ClusterIssuer', issuer_group: 'cert-manager.io',
      })]:
        '0x60',
    },
    fires: [
      {
        labels: { issuer_name: 'letsencrypt-prod', name: 'homelab-tls-cert', namespace: 'istio-ingress' },
        description: 'Certificate istio-ingress/homelab-tls-cert from letsencrypt-prod has not been ready for 30 minutes.',
      },
    ],
  },
  {
    alert: 'CertificateNotReady',
    on: 'a challenge that took a quarter of an hour',
    at: '40m',
    series: {
      [series('certmanager_certificate_ready_status', {
        namespace: 'istio-ingress', name: 'homelab-tls-cert', condition: 'False', issuer_name: 'letsencrypt-prod',
        issuer_kind: 'ClusterIssuer', issuer_group: 'cert-manager.io',
      })]:
        '1x15 0x60',
      [series('certmanager_certificate_ready_status', {
        namespace: 'istio-ingress', name: 'homelab-tls-cert', condition: 'True', issuer_name: 'letsencrypt-prod',
        issuer_kind: 'ClusterIssuer', issuer_group: 'cert-manager.io',
      })]:
        '0x15 1x60',
    },
  },
  {
    alert: 'CertificateRenewalOverdue',
    on: 'a 90-day certificate with 21 days left',
    at: '90m',
    series: {
      [series('certmanager_certificate_expiration_timestamp_seconds', {
        namespace: 'istio-ingress', name: 'homelab-tls-cert', issuer_name: 'letsencrypt-prod', issuer_kind: 'ClusterIssuer',
        issuer_group: 'cert-manager.io',
      })]:
        '1800000x120',
      [series('certmanager_certificate_renewal_timestamp_seconds', {
        namespace: 'istio-ingress', name: 'homelab-tls-cert', issuer_name: 'letsencrypt-prod', issuer_kind: 'ClusterIssuer',
        issuer_group: 'cert-manager.io',
      })]:
        '-800000x120',
    },
    fires: [
      {
        labels: { name: 'homelab-tls-cert', namespace: 'istio-ingress' },
        description: 'Certificate istio-ingress/homelab-tls-cert has 20d 18h 30m 0s left; its renewal is overdue.',
      },
    ],
  },
  {
    alert: 'CertificateRenewalOverdue',
    on: 'a 6-day certificate with 26 hours left',
    at: '90m',
    series: {
      [series('certmanager_certificate_expiration_timestamp_seconds', {
        namespace: 'istio-ingress', name: 'homelab-tls-cert', issuer_name: 'letsencrypt-prod', issuer_kind: 'ClusterIssuer',
        issuer_group: 'cert-manager.io',
      })]:
        '100000x120',
      [series('certmanager_certificate_renewal_timestamp_seconds', {
        namespace: 'istio-ingress', name: 'homelab-tls-cert', issuer_name: 'letsencrypt-prod', issuer_kind: 'ClusterIssuer',
        issuer_group: 'cert-manager.io',
      })]:
        '-60000x120',
    },
    fires: [
      {
        labels: { name: 'homelab-tls-cert', namespace: 'istio-ingress' },
        description: 'Certificate istio-ingress/homelab-tls-cert has 1d 2h 16m 40s left; its renewal is overdue.',
      },
    ],
  },
  {
    alert: 'CertificateRenewalOverdue',
    on: 'a 45-day certificate at its renewal time',
    at: '90m',
    series: {
      [series('certmanager_certificate_expiration_timestamp_seconds', {
        namespace: 'istio-ingress', name: 'homelab-tls-cert', issuer_name: 'letsencrypt-prod', issuer_kind: 'ClusterIssuer',
        issuer_group: 'cert-manager.io',
      })]:
        '1290000x120',
      [series('certmanager_certificate_renewal_timestamp_seconds', {
        namespace: 'istio-ingress', name: 'homelab-tls-cert', issuer_name: 'letsencrypt-prod', issuer_kind: 'ClusterIssuer',
        issuer_group: 'cert-manager.io',
      })]:
        '3600x120',
    },
  },
  {
    alert: 'CertificateRenewalOverdue',
    on: 'a 6-day certificate just due',
    at: '90m',
    series: {
      [series('certmanager_certificate_expiration_timestamp_seconds', {
        namespace: 'istio-ingress', name: 'homelab-tls-cert', issuer_name: 'letsencrypt-prod', issuer_kind: 'ClusterIssuer',
        issuer_group: 'cert-manager.io',
      })]:
        '170000x120',
      [series('certmanager_certificate_renewal_timestamp_seconds', {
        namespace: 'istio-ingress', name: 'homelab-tls-cert', issuer_name: 'letsencrypt-prod', issuer_kind: 'ClusterIssuer',
        issuer_group: 'cert-manager.io',
      })]:
        '1000x120',
    },
  },
  {
    alert: 'CertificateRenewalOverdue',
    on: 'a certificate that was never issued, which has an alert of its own',
    at: '90m',
    series: {
      [series('certmanager_certificate_expiration_timestamp_seconds', {
        namespace: 'istio-ingress', name: 'homelab-tls-cert', issuer_name: 'letsencrypt-prod', issuer_kind: 'ClusterIssuer',
        issuer_group: 'cert-manager.io',
      })]:
        '0x120',
      [series('certmanager_certificate_renewal_timestamp_seconds', {
        namespace: 'istio-ingress', name: 'homelab-tls-cert', issuer_name: 'letsencrypt-prod', issuer_kind: 'ClusterIssuer',
        issuer_group: 'cert-manager.io',
      })]:
        '0x120',
    },
  },
  {
    alert: 'CertificateExpired',
    on: 'a date in the past',
    at: '20m',
    series: {
      [series('certmanager_certificate_expiration_timestamp_seconds', {
        namespace: 'istio-ingress', name: 'homelab-tls-cert', issuer_name: 'letsencrypt-prod', issuer_kind: 'ClusterIssuer',
        issuer_group: 'cert-manager.io',
      })]:
        '600x30',
    },
    fires: [
      {
        labels: {
          issuer_group: 'cert-manager.io',
          issuer_kind: 'ClusterIssuer',
          issuer_name: 'letsencrypt-prod',
          name: 'homelab-tls-cert',
          namespace: 'istio-ingress',
        },
        description: 'Certificate istio-ingress/homelab-tls-cert has expired. Browsers refuse every host name it stands for.',
      },
    ],
  },
  {
    alert: 'CertificateExpired',
    on: 'a certificate that was never issued',
    at: '20m',
    series: {
      [series('certmanager_certificate_expiration_timestamp_seconds', {
        namespace: 'istio-ingress', name: 'homelab-tls-cert', issuer_name: 'letsencrypt-prod', issuer_kind: 'ClusterIssuer',
        issuer_group: 'cert-manager.io',
      })]:
        '0x30',
    },
  },
  {
    alert: 'ClusterIssuerNotReady',
    on: 'an account that cannot be registered',
    at: '20m',
    series: {
      'certmanager_clusterissuer_ready_status{name="letsencrypt-prod",condition="False"}': '1x30',
      'certmanager_clusterissuer_ready_status{name="letsencrypt-prod",condition="True"}': '0x30',
    },
    fires: [{ labels: { name: 'letsencrypt-prod' }, description: 'ClusterIssuer letsencrypt-prod has not been ready for 15 minutes.' }],
  },
  {
    alert: 'ClusterIssuerNotReady',
    on: 'a ready issuer',
    at: '20m',
    series: {
      'certmanager_clusterissuer_ready_status{name="letsencrypt-prod",condition="False"}': '0x30',
      'certmanager_clusterissuer_ready_status{name="letsencrypt-prod",condition="True"}': '1x30',
    },
  },
  {
    alert: 'AcmeRateLimited',
    on: 'too many orders',
    at: '30m',
    series: {
      [series('certmanager_http_acme_client_request_count', {
        scheme: 'https', host: 'acme-v02.api.letsencrypt.org', action: 'newOrder', method: 'POST', status: '429',
      })]:
        '0+1x40',
    },
    fires: [
      {
        labels: { host: 'acme-v02.api.letsencrypt.org' },
        description: 'acme-v02.api.letsencrypt.org has answered 30 request(s) with 429 within an hour.',
      },
    ],
  },
  {
    alert: 'AcmeRateLimited',
    on: 'orders that are taken',
    at: '30m',
    series: {
      [series('certmanager_http_acme_client_request_count', {
        scheme: 'https', host: 'acme-v02.api.letsencrypt.org', action: 'newOrder', method: 'POST', status: '201',
      })]:
        '0+1x40',
      [series('certmanager_http_acme_client_request_count', {
        scheme: 'https', host: 'acme-v02.api.letsencrypt.org', action: 'newOrder', method: 'POST', status: '429',
      })]:
        '3x40',
    },
  },
];

export default cases;
