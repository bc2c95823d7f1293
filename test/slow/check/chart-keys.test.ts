import type { HelmValues } from '../../../charts/core/helm-values';
import { valueFindings } from '../../../check/chart-keys';
import { formatPath } from '../../../config/problem';
import { CHART_NAMES, type ChartName } from '../../../config/schema';
import { renderedLab, toManifests } from '../../../synth/render';
import { fixture, FIXTURES } from '../../whole-lab/labs';

function said(name: ChartName, values: HelmValues): string[] {
  return valueFindings(name, values).map(({ path = [], what, fix }) => `${formatPath(path)} ${what}; ${fix}`);
}

test.each(FIXTURES)('the charts know every value that the lab %s gives them', (name) => {
  const { lab } = fixture(name);
  const rendered = renderedLab(lab, toManifests(lab));
  expect(CHART_NAMES.flatMap((release) => said(release, rendered.helmValues(release) ?? {}))).toEqual([]);
});

test.each<[ChartName, HelmValues, string]>([
  ['cilium', { hubbel: { enabled: true } },
    'values.cilium.hubbel is no value that the chart cilium has, so it changes nothing; remove it, or write "hubble"'],
  ['kube-prometheus-stack', { prometheus: { prometheusspec: { retention: '1d' } } },
    'values.kube-prometheus-stack.prometheus.prometheusspec is no value that the chart kube-prometheus-stack has, so it changes nothing; '
    + 'remove it, or write "prometheusSpec"'],
  ['kube-prometheus-stack', { grafana: { persistance: { enabled: true } } },
    'values.kube-prometheus-stack.grafana.persistance is no value that the chart kube-prometheus-stack has, so it changes nothing; remove '
    + 'it, or write "persistence"'],
  ['metallb', { speaker: { tolerations: 'all' } },
    'values.metallb.speaker.tolerations is text, and the chart metallb takes a list here; it could not be rendered, and Argo CD would go '
    + 'on with what it has; write a list, or remove it'],
  ['cert-manager', { replicaCount: 'two' },
    'values.cert-manager.replicaCount is text, and the chart cert-manager takes a number here; it could not be rendered, and Argo CD would '
    + 'go on with what it has; write a number, or remove it'],
  ['cilium', { operator: 1 },
    'values.cilium.operator is a number, and the chart cilium takes a mapping here; it could not be rendered, and Argo CD would go on with '
    + 'what it has; write a mapping, or remove it'],
])('of %s a value that the chart does not have or take is known: %j', (name, values, expected) => {
  expect(said(name, values)).toEqual([expected]);
});

test.each<[ChartName, HelmValues]>([
  // Mappings that a chart hands on as they are.
  ['cilium', { podAnnotations: { mine: 'yes' }, nodeSelector: { disk: 'fast' }, extraConfig: { 'any-key': 'x' } }],
  ['argocd', { configs: { cm: { 'resource.customizations.health.example.com_Thing': 'return {}' }, params: { 'server.rootpath': '/x' } } }],
  ['kube-prometheus-stack', { grafana: { 'grafana.ini': { auth: { disable_login_form: true } }, envFromSecret: 'grafana' } }],
  ['loki', { loki: { limits_config: { retention_period: '7d' } } }],
  // Keys that only templates name, Istio's old and new places, null, and what helm gives every chart.
  ['istiod', { pilot: { env: { A: 'b' } }, meshConfig: { accessLogFile: '/dev/stdout' }, profile: 'ambient', global: { proxy: {} } }],
  ['istio-cni', { cni: { chained: true }, chained: true }],
  ['metallb', { speaker: null, global: { anything: true } }],
])('of %s a legitimate value is left alone: %j', (name, values) => {
  expect(said(name, values)).toEqual([]);
});
