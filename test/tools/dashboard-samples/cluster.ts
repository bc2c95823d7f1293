import { ADDON_NAMES } from '../../../config/addons/names';
import { counter, gauge, type JobSamples } from './sample';

/** Deployments and DaemonSets of add-ons, where they are not called as the add-on is. */
const DEPLOYMENTS = [
  ...ADDON_NAMES.map((name) => ({ namespace: name, deployment: name })),
  { namespace: 'sealed-secrets', deployment: 'sealed-secrets-controller' },
  { namespace: 'external-secrets', deployment: 'external-secrets-webhook' },
  { namespace: 'nfs', deployment: 'csi-nfs-controller' },
];
const CONTAINERS = [
  ...ADDON_NAMES.map((name) => ({ namespace: name, pod: `${name}-x`, container: name })),
  { namespace: 'shop', pod: 'shop-db-1', container: 'postgres' },
];
const CLAIMS = [
  { namespace: 'shop', persistentvolumeclaim: 'photos' }, { namespace: 'shop', persistentvolumeclaim: 'films' },
];

/** What kube-prometheus-stack scrapes: programs of its own, and the kubelet. */
export const CLUSTER_SAMPLES: Readonly<Record<string, JobSamples>> = {
  // docs/metrics of kubernetes/kube-state-metrics at v2.20.0.
  'kube-state-metrics': {
    kube_deployment_status_replicas_available: gauge(1, ...DEPLOYMENTS),
    kube_daemonset_status_number_unavailable: gauge(0,
      { namespace: 'nfs', daemonset: 'csi-nfs-node' }, { namespace: 'istio-system', daemonset: 'ztunnel' }),
    kube_pod_container_resource_limits: gauge(1, ...CONTAINERS.map((each) => (
      { ...each, uid: 'u', node: 'homelab', resource: 'memory', unit: 'byte' }
    ))),
    kube_pod_container_status_restarts_total: counter(...CONTAINERS.map((each) => ({ ...each, uid: 'u' }))),
    kube_persistentvolumeclaim_info: gauge(1, ...CLAIMS.map((each) => (
      { ...each, storageclass: 'nfs', volumename: 'v', volumemode: 'Filesystem' }
    ))),
    kube_persistentvolumeclaim_status_phase: gauge(1, { ...CLAIMS[0]!, phase: 'Bound' }, { ...CLAIMS[1]!, phase: 'Pending' }),
    kube_storageclass_info: gauge(1, {
      storageclass: 'nfs', provisioner: 'nfs.csi.k8s.io', reclaim_policy: 'Delete', volume_binding_mode: 'Immediate',
    }),
    kube_service_spec_type: gauge(1, { namespace: 'shop', service: 'shop', uid: 'u', type: 'LoadBalancer' }),
    kube_service_status_load_balancer_ingress: gauge(1, {
      namespace: 'istio-ingress', service: 'main-gateway-istio', uid: 'u', ip: '192.168.100.200', hostname: '',
    }),
  },
  // cAdvisor of K3s, and pkg/kubelet/metrics/collectors/volume_stats.go of kubernetes/kubernetes.
  'kubelet': {
    container_memory_working_set_bytes: gauge(1, ...CONTAINERS.map((each) => ({ ...each, id: 'i', image: 'a', name: 'n' }))),
    kubelet_volume_stats_available_bytes: gauge(1, CLAIMS[0]!),
    kubelet_volume_stats_capacity_bytes: gauge(2, CLAIMS[0]!),
  },
  // Of node_exporter itself, and text files of this lab (host/node/files).
  'node-exporter': {
    node_boot_time_seconds: gauge(1),
    node_timex_offset_seconds: gauge(0),
    ztunnel_workload_certificate_not_after_seconds: gauge(90_000, { identity: 'spiffe://cluster.local/ns/shop/sa/default' }),
    ztunnel_workload_certificates: gauge(1, { state: 'Available' }),
    homelab_clock_guard_drift_seconds: gauge(0),
    homelab_clock_guard_jumps_total: counter(),
    homelab_clock_guard_restarts_total: counter(),
  },
};
