import type { AlertCase } from '../../alerts/case';

const cases: readonly AlertCase[] = [
  {
    alert: 'MetalLbConfigRejected',
    on: 'an older configuration in use',
    at: '10m',
    series: {
      'metallb_k8s_client_config_stale_bool{namespace="metallb-system",pod="metallb-controller-x"}': '1x20',
    },
    fires: [
      {
        labels: { namespace: 'metallb-system', pod: 'metallb-controller-x' },
        description: 'metallb-controller-x runs on an older configuration, or on none. New addresses are not handed out.',
      },
    ],
  },
  {
    alert: 'MetalLbConfigRejected',
    on: 'no configuration',
    at: '10m',
    series: {
      'metallb_k8s_client_config_loaded_bool{namespace="metallb-system",pod="metallb-speaker-x"}': '0x20',
    },
    fires: [
      {
        labels: { namespace: 'metallb-system', pod: 'metallb-speaker-x' },
        description: 'metallb-speaker-x runs on an older configuration, or on none. New addresses are not handed out.',
      },
    ],
  },
  {
    alert: 'MetalLbConfigRejected',
    on: 'the newest in use',
    at: '10m',
    series: {
      'metallb_k8s_client_config_stale_bool{namespace="metallb-system",pod="metallb-controller-x"}': '0x20',
      'metallb_k8s_client_config_loaded_bool{namespace="metallb-system",pod="metallb-controller-x"}': '1x20',
    },
  },
  {
    alert: 'MetalLbPoolNearlyFull',
    on: '19 of 21 addresses',
    at: '20m',
    series: {
      'metallb_allocator_addresses_total{pool="homelab-pool",namespace="metallb-system",pod="metallb-controller-x"}': '21x30',
      'metallb_allocator_addresses_in_use_total{pool="homelab-pool",namespace="metallb-system",pod="metallb-controller-x"}': '19x30',
    },
    fires: [
      { labels: { pool: 'homelab-pool' }, description: '90.48% of pool homelab-pool is in use.' },
    ],
  },
  {
    alert: 'MetalLbPoolNearlyFull',
    on: 'a pool of one address, in use',
    at: '20m',
    series: {
      'metallb_allocator_addresses_total{pool="homelab-pool",namespace="metallb-system",pod="metallb-controller-x"}': '1x30',
      'metallb_allocator_addresses_in_use_total{pool="homelab-pool",namespace="metallb-system",pod="metallb-controller-x"}': '1x30',
    },
  },
  {
    alert: 'MetalLbPoolNearlyFull',
    on: '3 of 21 addresses',
    at: '20m',
    series: {
      'metallb_allocator_addresses_total{pool="homelab-pool",namespace="metallb-system",pod="metallb-controller-x"}': '21x30',
      'metallb_allocator_addresses_in_use_total{pool="homelab-pool",namespace="metallb-system",pod="metallb-controller-x"}': '3x30',
    },
  },
  {
    alert: 'LoadBalancerWithoutAddress',
    on: 'a Service that waits',
    at: '15m',
    series: {
      'kube_service_spec_type{namespace="my-app",service="shop",uid="1",type="LoadBalancer"}': '1x30',
    },
    fires: [
      {
        labels: { namespace: 'my-app', service: 'shop', type: 'LoadBalancer', uid: '1' },
        description: 'Service my-app/shop of type LoadBalancer has had no address for 10 minutes.',
      },
    ],
  },
  {
    alert: 'LoadBalancerWithoutAddress',
    on: 'a Service with an address',
    at: '15m',
    series: {
      'kube_service_spec_type{namespace="my-app",service="shop",uid="1",type="LoadBalancer"}': '1x30',
      'kube_service_status_load_balancer_ingress{namespace="my-app",service="shop",uid="1",ip="192.168.100.201"}': '1x30',
    },
  },
  {
    alert: 'MetalLbSpeakerDown',
    on: 'a node without speaker',
    at: '10m',
    series: {
      'kube_daemonset_status_number_unavailable{namespace="metallb-system",daemonset="metallb-speaker"}': '1x20',
    },
    fires: [
      {
        labels: { daemonset: 'metallb-speaker', namespace: 'metallb-system' },
        description: '1 node(s) have no ready MetalLB speaker and cannot answer for addresses.',
      },
    ],
  },
  {
    alert: 'MetalLbSpeakerDown',
    on: 'a speaker on every node',
    at: '10m',
    series: {
      'kube_daemonset_status_number_unavailable{namespace="metallb-system",daemonset="metallb-speaker"}': '0x20',
    },
  },
];

export default cases;
