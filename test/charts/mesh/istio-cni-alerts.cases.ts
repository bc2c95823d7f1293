import type { AlertCase } from '../../alerts/case';

const cases: readonly AlertCase[] = [
  {
    alert: 'IstioCniNotInstalled',
    on: "a file name that sorts after Cilium's",
    at: '10m',
    series: {
      'istio_cni_install_ready{node="homelab",pod="istio-cni-node-x"}': '0x20',
    },
    fires: [
      {
        labels: { node: 'homelab', pod: 'istio-cni-node-x' },
        description: 'On homelab the file of istio-cni is missing or not the first of its folder, so new pods may run outside the mesh.',
      },
    ],
  },
  {
    alert: 'IstioCniNotInstalled',
    on: 'a start that takes three minutes',
    at: '10m',
    series: {
      'istio_cni_install_ready{node="homelab",pod="istio-cni-node-x"}': '0x3 1x20',
    },
  },
  {
    alert: 'IstioCniDisconnected',
    on: 'no ztunnel connected',
    at: '10m',
    series: {
      'ztunnel_connected{node="homelab",pod="istio-cni-node-x"}': '0x20',
    },
    fires: [
      {
        labels: { node: 'homelab', pod: 'istio-cni-node-x' },
        description: 'On homelab no ztunnel is connected to istio-cni, so new pods are not taken into the mesh.',
      },
    ],
  },
  {
    alert: 'IstioCniDisconnected',
    on: 'two at once, as during a rolling restart',
    at: '10m',
    series: {
      'ztunnel_connected{node="homelab",pod="istio-cni-node-x"}': '2x20',
    },
  },
  {
    alert: 'IstioCniDown',
    on: 'a node without istio-cni',
    at: '10m',
    series: {
      'kube_daemonset_status_number_unavailable{namespace="istio-system",daemonset="istio-cni-node"}': '1x20',
    },
    fires: [
      {
        labels: { daemonset: 'istio-cni-node', namespace: 'istio-system' },
        description: '1 node(s) have no ready istio-cni. After a reboot no pod starts there until it is back.',
      },
    ],
  },
  {
    alert: 'IstioCniDown',
    on: 'a missing ztunnel, which has an alert of its own',
    at: '10m',
    series: {
      'kube_daemonset_status_number_unavailable{namespace="istio-system",daemonset="istio-cni-node"}': '0x20',
      'kube_daemonset_status_number_unavailable{namespace="istio-system",daemonset="ztunnel"}': '1x20',
    },
  },
];

export default cases;
