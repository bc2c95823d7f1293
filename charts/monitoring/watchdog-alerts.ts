import { vector } from '../core/promql';
import type { RuleGroup } from '../core/alert-rule';

/** An alert that always fires. Whoever receives it has to notice when it stops: that is what a dead lab looks like from outside. */
export function watchdogRules(): RuleGroup {
  return {
    name: 'watchdog',
    rules: [
      {
        alert: 'Watchdog',
        expr: vector(1),
        severity: 'none',
        layer: 'monitoring',
        summary: 'Alerting works',
        description: 'This alert always fires. It proves that Prometheus evaluates rules and that Alertmanager delivers.',
      },
    ],
  };
}
