import { labOf } from '../util';
import type { AlertCase } from './case';
import argocd from './cases/argocd';
import certManager from './cases/cert-manager';
import cilium from './cases/cilium';
import gateway from './cases/gateway';
import istioCni from './cases/istio-cni';
import istiod from './cases/istiod';
import mesh from './cases/mesh-traffic';
import metallb from './cases/metallb';
import node from './cases/node';
import watchdog from './cases/watchdog';
import ztunnel from './cases/ztunnel';
import ztunnelRestart from './cases/ztunnel-restart';
import { checkRules, describeWithPromtool, inputSeries, runPromtool, type PromtoolTest } from './promtool';

const lab = labOf();
const alerts = new Map(lab.ruleGroups.flatMap(({ rules }) => rules).flatMap((rule) => rule.alert === undefined ? [] : [[rule.alert, rule]]));
const subjects: Record<string, readonly AlertCase[]> = {
  ztunnel, 'ztunnel-restart': ztunnelRestart, 'mesh-traffic': mesh, 'istio-cni': istioCni, istiod, gateway, 'cert-manager': certManager, metallb, cilium, argocd, node, watchdog,
};

function toTest({ alert, on, series, at, fires = [] }: AlertCase): PromtoolTest {
  const { labels = {}, annotations = {} } = alerts.get(alert) ?? {};
  return {
    name: `${alert} on ${on}`,
    interval: '1m',
    input_series: inputSeries(series),
    alert_rule_test: [{
      eval_time: at,
      alertname: alert,
      exp_alerts: fires.map((fired) => ({ exp_labels: { ...labels, ...fired.labels }, exp_annotations: { ...annotations, description: fired.description } })),
    }],
  };
}

test('every alert has a case in which it fires and one in which it is silent', () => {
  const cases = Object.values(subjects).flat();
  const fired = new Set(cases.filter(({ fires = [] }) => fires.length > 0).map(({ alert }) => alert));
  const silent = new Set(cases.filter(({ fires = [] }) => fires.length === 0).map(({ alert }) => alert));
  expect([...alerts.keys()].filter((alert) => !fired.has(alert))).toEqual([]);
  // Watchdog's whole point is that it always fires.
  expect([...alerts.keys()].filter((alert) => !silent.has(alert))).toEqual(['Watchdog']);
  expect(cases.map(({ alert }) => alert).filter((alert) => !alerts.has(alert))).toEqual([]);
});

describeWithPromtool('alerts', () => {
  test('are rules that Prometheus loads', () => {
    expect(checkRules(lab.ruleGroups)).toMatch(/SUCCESS: \d+ rules found/);
  });

  test.each(Object.keys(subjects))('about %s fire when they should, and only then', (subject) => {
    expect(runPromtool(lab.ruleGroups.filter(({ name }) => name === subject), (subjects[subject] ?? []).map(toTest))).toBe('');
  });
});
