import type { Manifest } from '../../../charts/core/manifest';
import { chartControllers } from '../../../render/judges/chart-controllers';
import { object } from '../../check/objects';
import { chartsOf, said } from '../charts';

const MONITORING = 'monitoring.coreos.com/v1';
const rule = (rest: Record<string, unknown>): Manifest => object(MONITORING, 'PrometheusRule', 'r', 'tools', {
  spec: { groups: [{ name: 'g', rules: [{ alert: 'A', expr: 'up == 0', ...rest }] }] },
});
const SAYS = 'PrometheusRule r is nothing that the Prometheus operator can use, which leaves the object out: spec.groups[0].rules[0]';

test('rules of a chart are held to PromQL and to templates', () => {
  expect(said(chartControllers, chartsOf({ chart: [rule({ expr: 'sum(' })] })))
    .toEqual([`${SAYS}.expr must be PromQL: line 1, column 4: this "(" is never closed`]);
  expect(said(chartControllers, chartsOf({ chart: [rule({ annotations: { summary: '{{ $labels..job }}' } })] }))).toHaveLength(1);
  expect(said(chartControllers, chartsOf({ chart: [rule({ for: null, labels: null, annotations: { summary: '{{ $value }}' } })] })))
    .toEqual([]);
});

test('what Prometheus has switched on is allowed', () => {
  const chart = [rule({ expr: 'limitk(1, up) == 0' })];
  expect(said(chartControllers, chartsOf({ chart }))).toHaveLength(1);
  const on = object(MONITORING, 'Prometheus', 'p', 'tools', { spec: { enableFeatures: ['promql-experimental-functions'] } });
  expect(said(chartControllers, chartsOf({ chart: [...chart, on] }))).toEqual([]);
});

test('relabelings of a monitor are looked at, and what the schema refuses is left to another judge', () => {
  const monitor = (relabeling: Record<string, unknown>): Manifest => object(MONITORING, 'ServiceMonitor', 'm', 'tools', {
    spec: { selector: {}, endpoints: [{ port: 'http', relabelings: [relabeling] }] },
  });
  expect(said(chartControllers, chartsOf({ chart: [monitor({ action: 'replace' })] }))).toHaveLength(1);
  expect(said(chartControllers, chartsOf({ chart: [monitor({ action: 'keep', regex: 7 })] }))).toEqual([]);
});
