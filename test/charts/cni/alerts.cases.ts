import type { AlertCase } from '../../alerts/case';

const cases: readonly AlertCase[] = [
  {
    alert: 'CiliumAgentDown',
    on: 'a node without agent',
    at: '10m',
    series: {
      'kube_daemonset_status_number_unavailable{namespace="kube-system",daemonset="cilium"}': '1x20',
    },
    fires: [
      {
        labels: { daemonset: 'cilium', namespace: 'kube-system' },
        description: '1 node(s) have no ready Cilium agent. Running pods keep their network; new ones get none.',
      },
    ],
  },
  {
    alert: 'CiliumAgentDown',
    on: 'an agent on every node',
    at: '10m',
    series: {
      'kube_daemonset_status_number_unavailable{namespace="kube-system",daemonset="cilium"}': '0x20',
    },
  },
  {
    alert: 'CiliumPacketsDropped',
    on: 'two a second against policy',
    at: '20m',
    series: {
      'cilium_drop_count_total{node="homelab",pod="cilium-x",reason="Policy denied",direction="INGRESS"}': '0+120x30',
    },
    fires: [
      {
        labels: { direction: 'INGRESS', node: 'homelab', reason: 'Policy denied' },
        description: '2 packets a second (INGRESS) have been dropped on homelab for 10 minutes: Policy denied.',
      },
    ],
  },
  {
    alert: 'CiliumPacketsDropped',
    on: 'packets no healthy network delivers, and a few stray ones',
    at: '20m',
    series: {
      'cilium_drop_count_total{node="homelab",pod="cilium-x",reason="Unsupported L2 protocol",direction="EGRESS"}': '0+600x30',
      'cilium_drop_count_total{node="homelab",pod="cilium-x",reason="Policy denied",direction="INGRESS"}': '0+6x30',
    },
  },
  {
    alert: 'CiliumMapNearlyFull',
    on: '95 % full',
    at: '20m',
    series: {
      'cilium_bpf_map_pressure{node="homelab",pod="cilium-x",map_name="ct_any4_global"}': '0.95x30',
    },
    fires: [
      {
        labels: { map_name: 'ct_any4_global', node: 'homelab' },
        description: 'Map ct_any4_global on homelab is 95% full. Past 100 % new connections fail.',
      },
    ],
  },
  {
    alert: 'CiliumMapNearlyFull',
    on: '60 % full',
    at: '20m',
    series: {
      'cilium_bpf_map_pressure{node="homelab",pod="cilium-x",map_name="ct_any4_global"}': '0.6x30',
    },
  },
  {
    alert: 'CiliumControllersFailing',
    on: 'one that keeps failing',
    at: '20m',
    series: {
      'cilium_controllers_failing{node="homelab",pod="cilium-x"}': '1x30',
    },
    fires: [
      {
        labels: { node: 'homelab', pod: 'cilium-x' },
        description: '1 controller(s) of Cilium on homelab have been failing for 15 minutes.',
      },
    ],
  },
  {
    alert: 'CiliumControllersFailing',
    on: 'one that mends itself',
    at: '20m',
    series: {
      'cilium_controllers_failing{node="homelab",pod="cilium-x"}': '1x5 0x30',
    },
  },
  {
    alert: 'CiliumNodesUnreachable',
    on: 'a second node that is off',
    at: '20m',
    series: {
      'cilium_unreachable_nodes{node="homelab",pod="cilium-x"}': '1x30',
    },
    fires: [
      { labels: { node: 'homelab', pod: 'cilium-x' }, description: 'homelab has not reached 1 other node(s) for 15 minutes.' },
    ],
  },
  {
    alert: 'CiliumNodesUnreachable',
    on: 'none missing',
    at: '20m',
    series: {
      'cilium_unreachable_nodes{node="homelab",pod="cilium-x"}': '0x30',
    },
  },
  {
    alert: 'HubbleEventsLost',
    on: 'two a second',
    at: '25m',
    series: {
      'hubble_lost_events_total{node="homelab",pod="cilium-x",source="hubble_ring_buffer"}': '0+120x30',
    },
    fires: [
      {
        labels: { node: 'homelab', source: 'hubble_ring_buffer' },
        description: '2 events a second are lost on homelab (hubble_ring_buffer); what Hubble shows is incomplete.',
      },
    ],
  },
  {
    alert: 'HubbleEventsLost',
    on: 'one in ten seconds',
    at: '25m',
    series: {
      'hubble_lost_events_total{node="homelab",pod="cilium-x",source="hubble_ring_buffer"}': '0+6x30',
    },
  },
];

export default cases;
