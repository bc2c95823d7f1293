import type { AlertCase } from '../../alerts/case';
import { series } from '../../alerts/series';

const cases: readonly AlertCase[] = [
  {
    alert: 'NodeNotReady',
    on: 'a node that does not report',
    at: '10m',
    series: {
      'kube_node_status_condition{node="homelab",condition="Ready",status="true"}': '0x20',
    },
    fires: [
      {
        labels: { condition: 'Ready', node: 'homelab', status: 'true' },
        description: 'Node homelab has not been ready for 5 minutes. Its pods are being given up.',
      },
    ],
  },
  {
    alert: 'NodeNotReady',
    on: 'a ready node',
    at: '10m',
    series: {
      'kube_node_status_condition{node="homelab",condition="Ready",status="true"}': '1x20',
      'kube_node_status_condition{node="homelab",condition="Ready",status="false"}': '0x20',
    },
  },
  {
    alert: 'NodeClockJumped',
    on: '16 hours of sleep, five minutes ago',
    at: '17h5m',
    series: {
      'node_boot_time_seconds{instance="192.168.100.10:9100",node="homelab"}': '100x60 _x960 57700x60',
      'node_context_switches_total{instance="192.168.100.10:9100",node="homelab"}': '0+1000x60 _x960 61000+1000x60',
    },
    fires: [
      {
        labels: { instance: '192.168.100.10:9100', node: 'homelab' },
        description:
          'The clock of homelab has jumped by 16h 0m 0s: it was frozen that long. The clock guard should restart ztunnel now.',
      },
    ],
  },
  {
    alert: 'NodeClockJumped',
    on: '16 hours of sleep, 25 minutes ago',
    at: '17h25m',
    series: {
      'node_boot_time_seconds{instance="192.168.100.10:9100",node="homelab"}': '100x60 _x960 57700x60',
      'node_context_switches_total{instance="192.168.100.10:9100",node="homelab"}': '0+1000x60 _x960 61000+1000x60',
    },
  },
  {
    alert: 'NodeClockJumped',
    on: 'a reboot after 16 hours switched off',
    at: '17h5m',
    series: {
      'node_boot_time_seconds{instance="192.168.100.10:9100",node="homelab"}': '100x60 _x960 61200x60',
      'node_context_switches_total{instance="192.168.100.10:9100",node="homelab"}': '0+1000x60 _x960 0+1000x60',
    },
  },
  {
    alert: 'NodeClockJumped',
    on: 'a correction by one minute',
    at: '65m',
    series: {
      'node_boot_time_seconds{instance="192.168.100.10:9100",node="homelab"}': '100x60 160x60',
      'node_context_switches_total{instance="192.168.100.10:9100",node="homelab"}': '0+1000x120',
    },
  },
  {
    alert: 'ClockGuardPending',
    on: 'an API that stays down',
    at: '20m',
    series: {
      'homelab_clock_guard_pending{instance="192.168.100.10:9100",node="homelab"}': '1x30',
    },
    fires: [
      {
        labels: { instance: '192.168.100.10:9100', node: 'homelab' },
        description: 'On homelab the clock jumped, and for 15 minutes the guard has not managed to restart ztunnel or the gateways.',
      },
    ],
  },
  {
    alert: 'ClockGuardPending',
    on: 'work that takes five minutes',
    at: '20m',
    series: {
      'homelab_clock_guard_pending{instance="192.168.100.10:9100",node="homelab"}': '1x5 0x30',
    },
  },
  {
    alert: 'ClockGuardSilent',
    on: 'a timer that was stopped',
    at: '60m',
    series: {
      'homelab_clock_guard_last_run_timestamp_seconds{instance="192.168.100.10:9100",node="homelab"}': '60x80',
    },
    fires: [
      {
        labels: { instance: '192.168.100.10:9100', node: 'homelab' },
        description: 'The clock guard has not looked at the clock for more than 30 minutes. After the next sleep nobody restarts ztunnel.',
      },
    ],
  },
  {
    alert: 'ClockGuardSilent',
    on: 'a node without the guard',
    at: '20m',
    series: {
      'up{job="node-exporter"}': '1x30',
    },
    fires: [
      {
        labels: {},
        description: 'The clock guard has not looked at the clock for more than 30 minutes. After the next sleep nobody restarts ztunnel.',
      },
    ],
  },
  {
    alert: 'ClockGuardSilent',
    on: 'a guard that looks now and then',
    at: '60m',
    series: {
      'homelab_clock_guard_last_run_timestamp_seconds{instance="192.168.100.10:9100",node="homelab"}': '0+60x80',
    },
  },
  {
    alert: 'NodeClockNotSynchronised',
    on: 'nothing to follow',
    at: '20m',
    series: {
      'node_timex_sync_status{instance="192.168.100.10:9100",node="homelab"}': '0x30',
      'node_timex_maxerror_seconds{instance="192.168.100.10:9100",node="homelab"}': '16x30',
    },
    fires: [
      {
        labels: { instance: '192.168.100.10:9100', node: 'homelab' },
        description: 'The clock of homelab has not been synchronised for 10 minutes. Certificates and logs depend on it.',
      },
    ],
  },
  {
    alert: 'NodeClockNotSynchronised',
    on: 'a host clock followed without telling the kernel',
    at: '20m',
    series: {
      'node_timex_sync_status{instance="192.168.100.10:9100",node="homelab"}': '0x30',
      'node_timex_maxerror_seconds{instance="192.168.100.10:9100",node="homelab"}': '0.5x30',
    },
  },
  {
    alert: 'NodeDiskFillingUp',
    on: 'at this pace empty within hours',
    at: '8h',
    series: {
      'node_filesystem_avail_bytes{instance="192.168.100.10:9100",node="homelab",mountpoint="/",fstype="ext4",device="/dev/sda1"}':
        '18000000000-20000000x500',
      'node_filesystem_size_bytes{instance="192.168.100.10:9100",node="homelab",mountpoint="/",fstype="ext4",device="/dev/sda1"}':
        '100000000000x500',
    },
    fires: [
      {
        labels: { device: '/dev/sda1', fstype: 'ext4', instance: '192.168.100.10:9100', mountpoint: '/', node: 'homelab' },
        description: '/ on homelab has 8.4% left, and at this pace nothing within 24 hours.',
      },
    ],
  },
  {
    alert: 'NodeDiskFillingUp',
    on: 'little left, but no less each hour',
    at: '8h',
    series: {
      'node_filesystem_avail_bytes{instance="192.168.100.10:9100",node="homelab",mountpoint="/",fstype="ext4",device="/dev/sda1"}':
        '18000000000x500',
      [series('node_filesystem_size_bytes', {
        instance: '192.168.100.10:9100', node: 'homelab', mountpoint: '/', fstype: 'ext4', device: '/dev/sda1',
      })]: '100000000000x500',
    },
  },
  {
    alert: 'NodeDiskFull',
    on: '7 % left',
    at: '10m',
    series: {
      'node_filesystem_avail_bytes{instance="192.168.100.10:9100",node="homelab",mountpoint="/",fstype="ext4",device="/dev/sda1"}':
        '7000000000x20',
      'node_filesystem_size_bytes{instance="192.168.100.10:9100",node="homelab",mountpoint="/",fstype="ext4",device="/dev/sda1"}':
        '100000000000x20',
    },
    fires: [
      {
        labels: { device: '/dev/sda1', fstype: 'ext4', instance: '192.168.100.10:9100', mountpoint: '/', node: 'homelab' },
        description: '/ on homelab has 7% left. Below 5 % pods are evicted.',
      },
    ],
  },
  {
    alert: 'NodeDiskFull',
    on: '12 % left, and a full tmpfs',
    at: '10m',
    series: {
      'node_filesystem_avail_bytes{instance="192.168.100.10:9100",node="homelab",mountpoint="/",fstype="ext4",device="/dev/sda1"}':
        '12000000000x20',
      [series('node_filesystem_size_bytes', {
        instance: '192.168.100.10:9100', node: 'homelab', mountpoint: '/', fstype: 'ext4', device: '/dev/sda1',
      })]: '100000000000x20',
      'node_filesystem_avail_bytes{fstype="tmpfs",mountpoint="/run"}': '1x20',
      'node_filesystem_size_bytes{fstype="tmpfs",mountpoint="/run"}': '100x20',
    },
  },
  {
    alert: 'NodeInodesLow',
    on: '3 % left',
    at: '20m',
    series: {
      'node_filesystem_files_free{instance="192.168.100.10:9100",node="homelab",mountpoint="/",fstype="ext4",device="/dev/sda1"}': '3x30',
      'node_filesystem_files{instance="192.168.100.10:9100",node="homelab",mountpoint="/",fstype="ext4",device="/dev/sda1"}': '100x30',
    },
    fires: [
      {
        labels: { device: '/dev/sda1', fstype: 'ext4', instance: '192.168.100.10:9100', mountpoint: '/', node: 'homelab' },
        description: '/ on homelab has 3% of its inodes left.',
      },
    ],
  },
  {
    alert: 'NodeInodesLow',
    on: '60 % left',
    at: '20m',
    series: {
      'node_filesystem_files_free{instance="192.168.100.10:9100",node="homelab",mountpoint="/",fstype="ext4",device="/dev/sda1"}': '60x30',
      'node_filesystem_files{instance="192.168.100.10:9100",node="homelab",mountpoint="/",fstype="ext4",device="/dev/sda1"}': '100x30',
    },
  },
  {
    alert: 'NodeMemoryLow',
    on: '5 % available',
    at: '15m',
    series: {
      'node_memory_MemAvailable_bytes{instance="192.168.100.10:9100",node="homelab"}': '600000000x30',
      'node_memory_MemTotal_bytes{instance="192.168.100.10:9100",node="homelab"}': '12000000000x30',
    },
    fires: [
      {
        labels: { instance: '192.168.100.10:9100', node: 'homelab' },
        description: '5% of the memory of homelab has been available for 10 minutes.',
      },
    ],
  },
  {
    alert: 'NodeMemoryLow',
    on: '20 % available',
    at: '15m',
    series: {
      'node_memory_MemAvailable_bytes{instance="192.168.100.10:9100",node="homelab"}': '2400000000x30',
      'node_memory_MemTotal_bytes{instance="192.168.100.10:9100",node="homelab"}': '12000000000x30',
    },
  },
  {
    alert: 'NodeOutOfMemory',
    on: 'a killed process',
    at: '20m',
    series: {
      'node_vmstat_oom_kill{instance="192.168.100.10:9100",node="homelab"}': '0x10 1x20',
    },
    fires: [
      {
        labels: { instance: '192.168.100.10:9100', node: 'homelab' },
        description: '1 process(es) were killed on homelab within 15 minutes.',
      },
    ],
  },
  {
    alert: 'NodeOutOfMemory',
    on: 'kills of long ago',
    at: '20m',
    series: {
      'node_vmstat_oom_kill{instance="192.168.100.10:9100",node="homelab"}': '4x30',
    },
  },
];

export default cases;
