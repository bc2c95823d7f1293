import { buckets, counter, gauge, type JobSamples } from './sample';

const DNS = { server: 'dns://:1053', zone: '.', view: '' };
const READY = { name: 'vault', namespace: 'shop', condition: 'Ready', status: 'False' };
const OTEL = {
  http_request_method: 'POST', url_scheme: 'http', server_address: 'pocket-id', network_protocol_name: 'http',
  network_protocol_version: '1.1', http_route: '/api/oidc/token',
};
const BACKEND = { datname: 'app', usename: 'app', application_name: '', state: 'active' };

/** What add-ons tell. Where upstream says so stands at the head of each dashboard (tools/dashboards/addons/). */
export const ADDON_SAMPLES: Readonly<Record<string, JobSamples>> = {
  'k8s-gateway': {
    coredns_dns_requests_total: counter({ ...DNS, proto: 'udp', family: '1', type: 'A' }),
    coredns_dns_responses_total: counter(...['NOERROR', 'NXDOMAIN', 'SERVFAIL'].map((rcode) => ({ ...DNS, rcode, plugin: 'k8s_gateway' }))),
    coredns_dns_request_duration_seconds_bucket: buckets(DNS),
  },
  'external-dns': {
    external_dns_controller_last_sync_timestamp_seconds: gauge(1700),
    external_dns_controller_last_reconcile_timestamp_seconds: gauge(1760),
    external_dns_controller_verified_records: gauge(1, { record_type: 'a' }),
    external_dns_source_records: gauge(2, { record_type: 'a' }),
    external_dns_source_errors_total: counter(),
    external_dns_registry_errors_total: counter(),
    external_dns_registry_skipped_records_owner_mismatch_per_sync: gauge(1, {
      record_type: 'a', owner: 'lab', foreign_owner: '', domain: 'frank.dev',
    }),
  },
  'external-secrets': {
    externalsecret_status_condition: gauge(1, READY),
    externalsecret_sync_calls_error: counter({ name: 'login', namespace: 'shop' }),
    externalsecret_provider_api_calls_count: counter({ provider: 'HashiCorp/Vault', call: 'ReadSecretData', status: 'error' }),
    secretstore_status_condition: gauge(1, READY),
    clustersecretstore_status_condition: gauge(1, { ...READY, namespace: '' }),
  },
  'sealed-secrets': {
    sealed_secrets_controller_condition_info: gauge(-1, {
      namespace: 'shop', name: 'login', condition: 'Synced', ss_app_kubernetes_io_instance: '',
    }),
    sealed_secrets_controller_unseal_errors_total: counter({ reason: 'unseal', namespace: 'shop' }),
    sealed_secrets_controller_http_requests_total: counter({ path: '/v1/cert.pem', code: '200', method: 'get' }),
  },
  'cloudnative-pg': { controller_runtime_reconcile_errors_total: counter({ controller: 'cluster' }) },
  'postgres': {
    cnpg_collector_up: gauge(1, { cluster: 'shop-db' }),
    cnpg_collector_last_available_backup_timestamp: gauge(600),
    barman_cloud_cloudnative_pg_io_last_available_backup_timestamp: gauge(600),
    cnpg_collector_pg_wal_archive_status: gauge(1, { value: 'ready' }, { value: 'done' }),
    cnpg_collector_pg_wal: gauge(1, { value: 'size' }, { value: 'count' }),
    cnpg_pg_stat_archiver_seconds_since_last_archival: gauge(60),
    cnpg_pg_stat_archiver_failed_count: counter(),
    cnpg_pg_replication_lag: gauge(0),
    cnpg_pg_settings_setting: gauge(100, { name: 'max_connections' }, { name: 'shared_buffers' }),
    cnpg_pg_database_size_bytes: gauge(1, { datname: 'app' }),
    cnpg_pg_stat_database_xact_commit: counter({ datname: 'app' }),
    cnpg_pg_stat_database_xact_rollback: counter({ datname: 'app' }),
    cnpg_pg_stat_database_deadlocks: counter({ datname: 'app' }),
    cnpg_backends_total: gauge(1, BACKEND),
    cnpg_backends_max_tx_duration_seconds: gauge(1, BACKEND),
    cnpg_backends_waiting_total: gauge(0),
  },
  'cloudflared': {
    cloudflared_tunnel_ha_connections: gauge(4),
    cloudflared_tunnel_total_requests: counter(),
    cloudflared_tunnel_request_errors: counter(),
    cloudflared_tunnel_response_by_code: counter({ status_code: '200' }),
    cloudflared_tunnel_tunnel_register_success: counter({ rpcName: 'registerConnection' }),
    cloudflared_tunnel_tunnel_register_fail: counter({ error: 'server_error', rpcName: 'registerConnection' }),
    cloudflared_tunnel_server_locations: gauge(1, { connection_id: '0', edge_location: 'fra03' }),
    quic_client_smoothed_rtt: gauge(12, { conn_index: '0' }),
  },
  'reloader': {
    reloader_reload_executed_total: counter({ success: 'true' }, { success: 'false' }),
    reloader_action_total: counter({ workload_kind: 'Deployment', result: 'success' }),
    reloader_events_received_total: counter({ event_type: 'update', resource_type: 'secrets' }),
    reloader_events_processed_total: counter({ event_type: 'unknown', resource_type: 'secrets', result: 'dropped' }),
    rest_client_requests_total: counter({ code: '200', method: 'GET', host: '10.43.0.1:443' }),
  },
  'oauth2-proxy': {
    oauth2_proxy_requests_total: counter({ code: '200' }, { code: '403' }, { code: '500' }),
    oauth2_proxy_response_duration_seconds_bucket: buckets({ method: 'get' }),
  },
  'pocket-id': {
    http_server_request_duration_seconds_count: counter(...['200', '429', '500'].map((code) => (
      { ...OTEL, http_response_status_code: code }
    ))),
    http_server_request_duration_seconds_bucket: buckets({ ...OTEL, http_response_status_code: '200' }),
  },
  'tailscale': {
    tailscaled_advertised_routes: gauge(2),
    tailscaled_approved_routes: gauge(2),
    tailscaled_health_messages: gauge(0, { type: 'warning' }),
    tailscaled_inbound_bytes_total: counter({ path: 'derp' }),
    tailscaled_outbound_bytes_total: counter({ path: 'derp' }),
    tailscaled_inbound_dropped_packets_total: counter({ reason: 'acl' }),
    tailscaled_outbound_dropped_packets_total: counter({ reason: 'error' }),
  },
};
