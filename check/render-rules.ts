/**
 * What `homelab render` may object to (render/judges.ts), by name. `allowUnsafe` may name these too; a synth, which renders no chart, only
 * has to know that they exist.
 */
export const RENDER_RULES: readonly string[] = [
  'chart-renders', 'chart-schema', 'chart-controllers', 'chart-owned-once', 'chart-project', 'chart-pod-security', 'chart-secrets',
  'chart-image', 'route-backend', 'route-backend-known', 'service-selects-pods', 'service-selects-pods-known', 'monitor-targets',
  'monitor-targets-known', 'alert-metrics', 'policy-admits-calls', 'chart-requests',
];
