import { max, metric } from '../core/promql';
import type { RuleGroup } from '../core/alert-rule';

/** What the alerts about MetalLB depend on. */
export interface MetalLbRulesProps {
  /** Namespace of MetalLB. */
  readonly namespace: string;
}

/** Addresses from the local network. Metrics: internal/allocator/stats.go and internal/k8s/controllers/stats.go of metallb/metallb. */
export function metalLbRules({ namespace }: MetalLbRulesProps): RuleGroup {
  const stale = metric('metallb_k8s_client_config_stale_bool');
  const loaded = metric('metallb_k8s_client_config_loaded_bool');
  const used = metric('metallb_allocator_addresses_in_use_total');
  const total = metric('metallb_allocator_addresses_total');
  const service = { on: ['namespace', 'service'] };
  return {
    name: 'metallb',
    rules: [
      {
        alert: 'MetalLbConfigRejected',
        expr: max(stale.equals(1).or(loaded.equals(0)), { by: ['namespace', 'pod'] }),
        for: '5m',
        severity: 'warning',
        layer: 'edge',
        summary: 'MetalLB does not use the configuration it was given',
        description: '{{ $labels.pod }} runs on an older configuration, or on none. New addresses are not handed out.',
        dashboard: 'edge',
      },
      {
        alert: 'MetalLbPoolNearlyFull',
        // A pool of one address is full as soon as it is of use, so only larger ones count.
        expr: used.dividedBy(total, { on: ['pool'] }).above(0.85).and(total.above(1), { on: ['pool'] }),
        for: '15m',
        severity: 'info',
        layer: 'edge',
        summary: 'The address pool is nearly used up',
        description: '{{ $value | humanizePercentage }} of pool {{ $labels.pool }} is in use.',
        dashboard: 'edge',
      },
      {
        alert: 'LoadBalancerWithoutAddress',
        expr: metric('kube_service_spec_type', { type: 'LoadBalancer' })
          .unless(metric('kube_service_status_load_balancer_ingress'), service),
        for: '10m',
        severity: 'warning',
        layer: 'edge',
        summary: 'A Service waits for an address',
        description: 'Service {{ $labels.namespace }}/{{ $labels.service }} of type LoadBalancer has had no address for 10 minutes.',
        dashboard: 'edge',
      },
      {
        alert: 'MetalLbSpeakerDown',
        expr: metric('kube_daemonset_status_number_unavailable', { namespace, daemonset: 'metallb-speaker' }).above(0),
        for: '5m',
        severity: 'warning',
        layer: 'edge',
        summary: 'MetalLB is not running on every node',
        description: '{{ $value }} node(s) have no ready MetalLB speaker and cannot answer for addresses.',
        dashboard: 'edge',
      },
    ],
  };
}
