import { abs, absent, increase, lastOverTime, matchesNot, metric, minOverTime, predictLinear, time } from '../core/promql';
import { DAY, MINUTE } from '../core/seconds';
import type { AlertLayer, RuleGroup, Silence } from '../core/alert-rule';

/** A change of the clock that is no mere correction, in seconds; the same threshold as the clock guard's on the node. */
const JUMP = 10 * MINUTE;

const SAME_NODE = { on: ['instance'] };
const REAL_FILESYSTEMS = { fstype: matchesNot('tmpfs|ramfs|vfat|overlay') };

/** Everything that is not about nodes themselves. */
const NOT_NODE: readonly AlertLayer[] = ['cluster', 'cni', 'edge', 'gitops', 'mesh', 'monitoring'];

/** What the alerts about nodes depend on. */
export interface NodeRulesProps {
  /** Whether everything follows from the only node. With more, only what is labelled with the same node does. */
  readonly singleNode: boolean;
  /** Whether nodes have a ztunnel, the first thing that the clock guard restarts; gateways are the other. @default true */
  readonly hasZtunnel?: boolean;
}

/**
 * Machines under Kubernetes. Metrics: https://github.com/prometheus/node_exporter, and the clock guard's of
 * host/node/files/usr/local/lib/homelab/clock-guard.sh.
 */
export function nodeRules({ singleNode, hasZtunnel = true }: NodeRulesProps): RuleGroup {
  const restarted = hasZtunnel ? 'ztunnel' : 'the gateways';
  const dashboard = hasZtunnel ? { dashboard: 'ztunnel' } : {};
  const bootTime = metric('node_boot_time_seconds');
  const switches = metric('node_context_switches_total');
  const guardRun = metric('homelab_clock_guard_last_run_timestamp_seconds');
  const free = metric('node_filesystem_avail_bytes', REAL_FILESYSTEMS);
  const size = metric('node_filesystem_size_bytes', REAL_FILESYSTEMS);
  // NodeClockJumped ends by itself 15 minutes after waking, and then what is still broken is sent.
  const consequences: readonly Silence[] = [{ layers: NOT_NODE, ...singleNode ? {} : { equal: ['node'] } }];
  return {
    name: 'node',
    rules: [
      {
        alert: 'NodeNotReady',
        expr: metric('kube_node_status_condition', { condition: 'Ready', status: 'true' }).equals(0),
        for: '5m',
        severity: 'critical',
        layer: 'node',
        silences: consequences,
        summary: 'A node is not ready',
        description: 'Node {{ $labels.node }} has not been ready for 5 minutes. Its pods are being given up.',
      },
      {
        alert: 'NodeClockJumped',
        // The kernel gives the boot time as the clock's time less the time it has run, and a VM that is frozen does not run: setting its
        // clock right moves the boot time. A reboot moves it as well, but begins counting context switches anew. The last sample of long
        // ago is compared, since there are none of the sleep itself; so the alert lasts for 15 minutes after waking.
        expr: abs(bootTime.minus(lastOverTime(bootTime.ago('15m'), '2d'))).above(JUMP)
          .and(switches.atLeast(lastOverTime(switches.ago('15m'), '2d')), SAME_NODE),
        severity: 'warning',
        layer: 'node',
        silences: consequences,
        summary: 'A node was asleep',
        description: 'The clock of {{ $labels.node }} has jumped by {{ $value | humanizeDuration }}: it was frozen that long. The '
          + `clock guard should restart ${restarted} now.`,
        ...dashboard,
      },
      {
        alert: 'ClockGuardPending',
        expr: metric('homelab_clock_guard_pending').equals(1),
        for: '15m',
        severity: 'critical',
        layer: 'node',
        summary: `The clock guard could not restart ${restarted}`,
        description: 'On {{ $labels.node }} the clock jumped, and for 15 minutes the guard has not managed to restart '
          + `${hasZtunnel ? 'ztunnel or the gateways' : 'the gateways'}.`,
        ...dashboard,
      },
      {
        alert: 'ClockGuardSilent',
        expr: time().minus(guardRun).above(30 * MINUTE).or(absent(guardRun)),
        for: '15m',
        severity: 'warning',
        layer: 'node',
        summary: 'The clock guard does not run',
        description: 'The clock guard has not looked at the clock for more than 30 minutes. After the next sleep nobody restarts '
          + `${restarted}.`,
        ...dashboard,
      },
      {
        alert: 'NodeClockNotSynchronised',
        // As in node_exporter's own mixin: docs/node-mixin/alerts/alerts.libsonnet.
        expr: minOverTime(metric('node_timex_sync_status'), '5m').equals(0)
          .and(metric('node_timex_maxerror_seconds').atLeast(16), SAME_NODE),
        for: '10m',
        severity: 'warning',
        layer: 'node',
        summary: 'The clock of a node follows nothing',
        description: 'The clock of {{ $labels.node }} has not been synchronised for 10 minutes. Certificates and logs depend on it.',
      },
      {
        alert: 'NodeDiskFillingUp',
        expr: free.dividedBy(size).below(0.2).and(predictLinear(free, '6h', DAY).below(0)),
        for: '1h',
        severity: 'warning',
        layer: 'node',
        summary: 'A disk will be full within a day',
        description: '{{ $labels.mountpoint }} on {{ $labels.node }} has {{ $value | humanizePercentage }} left, and at this pace nothing '
          + 'within 24 hours.',
      },
      {
        alert: 'NodeDiskFull',
        // kubelet evicts pods below 5 % of K3s' data folder: https://docs.k3s.io/cli/agent (eviction-hard).
        expr: free.dividedBy(size).below(0.08),
        for: '5m',
        severity: 'critical',
        layer: 'node',
        silences: [{ alerts: ['NodeDiskFillingUp'], equal: ['node', 'mountpoint'] }],
        summary: 'A disk is nearly full',
        description: '{{ $labels.mountpoint }} on {{ $labels.node }} has {{ $value | humanizePercentage }} left. Below 5 % pods are '
          + 'evicted.',
      },
      {
        alert: 'NodeInodesLow',
        expr: metric('node_filesystem_files_free', REAL_FILESYSTEMS).dividedBy(metric('node_filesystem_files', REAL_FILESYSTEMS))
          .below(0.05),
        for: '15m',
        severity: 'warning',
        layer: 'node',
        summary: 'A disk can hold hardly any more files',
        description: '{{ $labels.mountpoint }} on {{ $labels.node }} has {{ $value | humanizePercentage }} of its inodes left.',
      },
      {
        alert: 'NodeMemoryLow',
        expr: metric('node_memory_MemAvailable_bytes').dividedBy(metric('node_memory_MemTotal_bytes')).below(0.08),
        for: '10m',
        severity: 'warning',
        layer: 'node',
        summary: 'A node is short of memory',
        description: '{{ $value | humanizePercentage }} of the memory of {{ $labels.node }} has been available for 10 minutes.',
      },
      {
        alert: 'NodeOutOfMemory',
        expr: increase(metric('node_vmstat_oom_kill'), '15m').above(0),
        severity: 'warning',
        layer: 'node',
        summary: 'The kernel killed a process for want of memory',
        description: '{{ $value | humanize }} process(es) were killed on {{ $labels.node }} within 15 minutes.',
      },
    ],
  };
}
