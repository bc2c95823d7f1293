import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PlainRuleGroup } from '../../charts/monitoring/prometheus-rules';
import { toYaml } from '../../charts/core/yaml';

/** Samples by series, in promtool's notation: one per minute, `1x5` repeats five more times, `_` is a missing one. */
export type Series = Readonly<Record<string, string>>;

/** One of promtool's unit tests, https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/. */
export interface PromtoolTest {
  readonly name: string;
  readonly interval: string;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly alert_rule_test?: readonly {
    readonly eval_time: string;
    readonly alertname: string;
    readonly exp_alerts?: readonly {
      readonly exp_labels: Readonly<Record<string, string>>;
      readonly exp_annotations: Readonly<Record<string, string>>;
    }[];
  }[];
  readonly promql_expr_test?: readonly {
    readonly expr: string;
    readonly eval_time: string;
    readonly exp_samples?: readonly { readonly labels: string; readonly value: number }[];
  }[];
}

/** Debian's package is `prometheus`. */
export const hasPromtool = isInstalled('promtool');

/** `describe` where promtool is installed; elsewhere a skipped suite whose name says what is missing. */
export function describeWithPromtool(name: string, suite: () => void): void {
  if (hasPromtool) {
    describe(name, suite);
  } else {
    describe.skip(`${name} (SKIPPED: promtool is not installed; on Debian: apt-get install prometheus)`, suite);
  }
}

/** Runs unit tests against rules. Returns what promtool objects to; nothing if all pass. */
export function runPromtool(groups: readonly PlainRuleGroup[], tests: readonly PromtoolTest[], evaluationInterval = '1m'): string {
  return inFolder((folder) => {
    writeFileSync(path.join(folder, 'rules.yaml'), toYaml({ groups }));
    writeFileSync(path.join(folder, 'tests.yaml'), toYaml({ rule_files: ['rules.yaml'], evaluation_interval: evaluationInterval, tests }));
    const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', 'tests.yaml'], { cwd: folder, encoding: 'utf8' });
    return status === 0 ? '' : `${stdout}${stderr}` || `promtool ended with ${String(status)}`;
  });
}

/** What `promtool check rules` says of rules. */
export function checkRules(groups: readonly PlainRuleGroup[]): string {
  return inFolder((folder) => {
    writeFileSync(path.join(folder, 'rules.yaml'), toYaml({ groups }));
    return execFileSync('promtool', ['check', 'rules', 'rules.yaml'], { cwd: folder, encoding: 'utf8' });
  });
}

export function inputSeries(series: Series): PromtoolTest['input_series'] {
  return Object.entries(series).map(([name, values]) => ({ series: name, values }));
}

export function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version']).error === undefined;
}

function inFolder<T>(action: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'homelab-rules-'));
  try { return action(folder); } finally { rmSync(folder, { recursive: true, force: true }); }
}
