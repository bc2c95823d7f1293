import { EVERY_ADDON } from '../../../tools/charts/every-addon';
import { labOf } from '../../util';
import type { AlertCase } from '../../alerts/case';
import argocd from '../../charts/gitops/alerts.cases';
import cloudflared from '../../charts/addons/cloudflared/alerts.cases';
import cloudnativePg from '../../charts/addons/cloudnative-pg/alerts.cases';
import externalDns from '../../charts/addons/external-dns/alerts.cases';
import externalSecrets from '../../charts/addons/external-secrets/alerts.cases';
import homepage from '../../charts/addons/homepage/alerts.cases';
import k8sGateway from '../../charts/addons/k8s-gateway/alerts.cases';
import nfs from '../../charts/addons/nfs/alerts.cases';
import oauth2Proxy from '../../charts/addons/oauth2-proxy/alerts.cases';
import pocketId from '../../charts/addons/pocket-id/alerts.cases';
import reloader from '../../charts/addons/reloader/alerts.cases';
import sealedSecrets from '../../charts/addons/sealed-secrets/alerts.cases';
import tailscale from '../../charts/addons/tailscale/alerts.cases';
import certManager from '../../charts/certificates/alerts.cases';
import cilium from '../../charts/cni/alerts.cases';
import gateway from '../../charts/gateway/alerts.cases';
import istioCni from '../../charts/mesh/istio-cni-alerts.cases';
import istiod from '../../charts/mesh/istiod-alerts.cases';
import policy from '../../charts/policy/alerts.cases';
import mesh from '../../charts/mesh/alerts.cases';
import metallb from '../../charts/metallb/alerts.cases';
import node from '../../charts/monitoring/node-alerts.cases';
import watchdog from '../../charts/monitoring/watchdog-alerts.cases';
import ztunnel from '../../charts/ztunnel/alerts.cases';
import ztunnelRestart from '../../charts/ztunnel/restart-alerts.cases';
import { checkRules, describeWithPromtool, inputSeries, runPromtool, type PromtoolTest } from '../../alerts/promtool';
import { addonSettings } from '../../charts/addons/settings';

/** All alerts there are, those of policies in labs that have some: no lab has both ways of making names known. */
const ruleGroups = [
  ...labOf(`${EVERY_ADDON}\ndns: k8s-gateway\nnamespaces: [{ name: my-app, denyByDefault: true }]`).ruleGroups,
  ...labOf(addonSettings('oauth2-proxy')).ruleGroups
    .filter(({ name }) => name === 'oauth2-proxy'),
  ...labOf('dns: { provider: external-dns, zone: { at: pihole, server: "http://192.168.1.5" } }').ruleGroups
    .filter(({ name }) => name === 'external-dns'),
];
const alerts = new Map(
  ruleGroups.flatMap(({ rules }) => rules).flatMap((rule) => (rule.alert === undefined ? [] : [[rule.alert, rule]])),
);
const subjects: Record<string, readonly AlertCase[]> = {
  ztunnel,
  'ztunnel-restart': ztunnelRestart,
  'mesh-traffic': mesh,
  'mesh-policy': policy,
  'istio-cni': istioCni,
  istiod,
  gateway,
  'cert-manager': certManager,
  metallb,
  cilium,
  argocd,
  node,
  watchdog,
  'k8s-gateway': k8sGateway,
  'external-dns': externalDns,
  'oauth2-proxy': oauth2Proxy,
  reloader,
  'sealed-secrets': sealedSecrets,
  nfs,
  'external-secrets': externalSecrets,
  cloudflared,
  tailscale,
  'pocket-id': pocketId,
  homepage,
  'cloudnative-pg': cloudnativePg,
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
      exp_alerts: fires.map((fired) => ({
        exp_labels: { ...labels, ...fired.labels },
        exp_annotations: { ...annotations, description: fired.description },
      })),
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
    expect(checkRules(ruleGroups)).toMatch(/SUCCESS: \d+ rules found/);
  });

  test.each(Object.keys(subjects))('about %s fire when they should, and only then', (subject) => {
    expect(runPromtool(ruleGroups.filter(({ name }) => name === subject), (subjects[subject] ?? []).map(toTest))).toBe('');
  });
});
