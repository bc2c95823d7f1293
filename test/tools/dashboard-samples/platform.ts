import { buckets, counter, gauge, type JobSamples } from './sample';

const ISSUED = {
  namespace: 'istio-ingress', name: 'homelab-tls-cert', issuer_name: 'letsencrypt-prod', issuer_kind: 'ClusterIssuer',
  issuer_group: 'cert-manager.io',
};
const TO_SHOP = { destination_service_namespace: 'shop', destination_service_name: 'shop', destination_workload_namespace: 'shop' };

/** What layers of the platform scrape. Metrics: where the alerts of each layer say so (charts/LAYER/alerts.ts). */
export const PLATFORM_SAMPLES: Readonly<Record<string, JobSamples>> = {
  'istio-proxies': {
    istio_requests_total: counter(...['200', '503'].map((code) => ({ ...TO_SHOP, reporter: 'source', response_code: code }))),
    istio_request_duration_milliseconds_bucket: buckets({ ...TO_SHOP, reporter: 'source', response_code: '200' }),
    istio_agent_cert_expiry_seconds: gauge(3600, { resource_name: 'default' }),
  },
  'istiod': {
    citadel_server_root_cert_expiry_timestamp: gauge(9e9),
    citadel_server_success_cert_issuance_count: counter(),
    citadel_server_csr_sign_err_count: counter(),
    citadel_server_authentication_failure_count: counter(),
  },
  'ztunnel': {
    istio_tcp_connections_opened_total: counter({ ...TO_SHOP, reporter: 'destination', connection_security_policy: 'mutual_tls' }),
    istio_tcp_connections_failed_total: counter({ ...TO_SHOP, reporter: 'source', response_flags: 'CONNECT' }),
    istio_tcp_received_bytes_total: counter({ ...TO_SHOP, reporter: 'destination' }),
  },
  'cilium-agent': { cilium_drop_count_total: counter({ reason: 'Policy denied', direction: 'INGRESS' }) },
  'metallb': {
    metallb_speaker_announced: gauge(1, {
      service: 'istio-ingress/main-gateway-istio', protocol: 'layer2', node: 'homelab', ip: '192.168.100.200',
    }),
    metallb_allocator_addresses_in_use_total: gauge(1, { pool: 'default' }),
    metallb_allocator_addresses_total: gauge(20, { pool: 'default' }),
  },
  'cert-manager': {
    certmanager_certificate_expiration_timestamp_seconds: gauge(9e9, ISSUED),
    certmanager_certificate_renewal_timestamp_seconds: gauge(8e9, ISSUED),
    certmanager_certificate_ready_status: gauge(1, { ...ISSUED, condition: 'True' }),
    certmanager_http_acme_client_request_count: counter({
      scheme: 'https', host: 'acme-v02.api.letsencrypt.org', action: 'new-order', method: 'POST', status: '201',
    }),
  },
};
