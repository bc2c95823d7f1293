import type { AlertCase } from '../../alerts/case';

const cases: readonly AlertCase[] = [
  {
    alert: 'IstiodDown',
    on: 'an istiod that does not answer',
    at: '10m',
    series: {
      'up{job="istiod",pod="istiod-x"}': '0x20',
    },
    fires: [
      {
        labels: {},
        description:
          'No istiod has answered for 5 minutes. What runs goes on, but no certificate is signed and no change reaches the mesh.',
      },
    ],
  },
  {
    alert: 'IstiodDown',
    on: 'one of two that does',
    at: '10m',
    series: {
      'up{job="istiod",pod="istiod-x"}': '0x20',
      'up{job="istiod",pod="istiod-y"}': '1x20',
    },
  },
  {
    alert: 'IstioRootCertificateExpiringSoon',
    on: '23 days left',
    at: '2h',
    series: {
      'citadel_server_root_cert_expiry_timestamp{pod="istiod-x"}': '2000000x150',
    },
    fires: [
      {
        labels: { pod: 'istiod-x' },
        description: "istiod's root certificate has 23d 1h 33m 20s left. When it ends, every workload certificate ends with it.",
      },
    ],
  },
  {
    alert: 'IstioRootCertificateExpiringSoon',
    on: '35 days left',
    at: '2h',
    series: {
      'citadel_server_root_cert_expiry_timestamp{pod="istiod-x"}': '3000000x150',
    },
  },
  {
    alert: 'IstiodRefusesCertificates',
    on: 'tokens that istiod does not accept',
    at: '20m',
    series: {
      'citadel_server_authentication_failure_count{pod="istiod-x"}': '0+1x30',
    },
    fires: [
      {
        labels: {},
        description: '15 request(s) for a certificate were refused in 15 minutes. Workloads keep the old one until it expires.',
      },
    ],
  },
  {
    alert: 'IstiodRefusesCertificates',
    on: 'a request it could not sign',
    at: '20m',
    series: {
      'citadel_server_csr_sign_err_count{pod="istiod-x"}': '0+1x30',
      'citadel_server_authentication_failure_count{pod="istiod-x"}': '0x30',
    },
    fires: [
      {
        labels: {},
        description: '15 request(s) for a certificate were refused in 15 minutes. Workloads keep the old one until it expires.',
      },
    ],
  },
  {
    alert: 'IstiodRefusesCertificates',
    on: 'requests that are signed',
    at: '20m',
    series: {
      'citadel_server_csr_sign_err_count{pod="istiod-x"}': '4x30',
      'citadel_server_csr_count{pod="istiod-x"}': '0+1x30',
    },
  },
  {
    alert: 'IstioProxiesRejectConfig',
    on: 'listeners that proxies refuse',
    at: '15m',
    series: {
      'pilot_total_xds_rejects{type="lds",pod="istiod-x"}': '0+2x20',
    },
    fires: [
      {
        labels: { type: 'lds' },
        description: '20 update(s) of type lds were refused in 10 minutes; those proxies run on what they had before.',
      },
    ],
  },
  {
    alert: 'IstioProxiesRejectConfig',
    on: 'one refusal',
    at: '25m',
    series: {
      'pilot_total_xds_rejects{type="lds",pod="istiod-x"}': '0 1x30',
    },
  },
];

export default cases;
