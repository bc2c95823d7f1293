import { alertMetrics } from '../../../render/judges/alert-metrics';
import type { Manifest } from '../../../charts/core/manifest';
import { object } from '../../check/objects';
import { chartsOf, deployment, said, service } from '../charts';

const MONITORING = 'monitoring.coreos.com/v1';
const prometheus = (spec: Record<string, unknown> = {}): Manifest => object(MONITORING, 'Prometheus', 'p', 'watch', { spec });
const alert = (expr: string): Manifest => object(MONITORING, 'PrometheusRule', 'r', 'watch', {
  spec: { groups: [{ name: 'g', rules: [{ alert: 'A', expr }, { record: 'a:up:sum', expr: 'sum(up)' }] }] },
});
type Fields = Record<string, unknown>;
const monitor = (kind: 'ServiceMonitor' | 'PodMonitor', endpoint: Fields = {}, more: Fields = {}): Manifest =>
  object(MONITORING, kind, 'm', 'watch', {
    spec: {
      selector: { matchLabels: { app: 'web' } }, namespaceSelector: { any: true },
      [kind === 'ServiceMonitor' ? 'endpoints' : 'podMetricsEndpoints']: [{ port: 'http', ...endpoint }], ...more,
    },
  });
const WEB = [service('web', [{ port: 80, name: 'http' }]), deployment('web')];

/** What is said of an expression beside one monitor of the Service or the pods "web" in the namespace "tools". */
function of(expr: string, made: readonly Manifest[] = [monitor('ServiceMonitor')], more: readonly Manifest[] = []): string[] {
  return said(alertMetrics, chartsOf({ lab: [prometheus(), alert(expr), ...made], chart: [...WEB, ...more] }));
}
const asks = (what: string, so = 'there is never anything to show'): string =>
  `PrometheusRule r the alert A asks for ${what}, so that ${so}`;
const nobody = (labels: string): string[] => [asks(`up{${labels}}, and no monitor reads targets with these labels`)];

test.each([
  ['up{job="web"} == 0', true], ['up{job=~"we.|api"} == 0', true], ['up{job="web",namespace="tools",service="web"}', true],
  ['up == 0', true],
  ['up{job!="api"}', true], ['absent(up{job="web"})', true], ['up{instance="x"}', true], ['ALERTS{job="api"}', true],
  ['a:up:sum{job="api"}', true],
  ['up{job="api"} == 0', false], ['up{job=~"we"}', false], ['up{job="web",namespace="other"}', false], ['absent(up{job="api"})', false],
  ['up{job="web"} or up{job="api"}', false], ['up{job!~"w.*"}', false],
])('the job of a ServiceMonitor is its Service: %s has samples: %s', (expr, has) => {
  expect(of(expr)).toHaveLength(has ? 0 : 1);
});

test('the labels that nobody has are named', () => {
  expect(of('up{job="api",pod="x",namespace=~"a.*"} == 0')).toEqual(nobody('job="api", namespace=~"a.*"'));
});

test('jobLabel, relabelings and honorLabels are followed', () => {
  // GIVEN a label of the Service
  expect(of('up{job="web"}', [monitor('ServiceMonitor', {}, { jobLabel: 'app' })])).toEqual([]);
  // GIVEN a job that is set
  const set = [monitor('ServiceMonitor', { relabelings: [{ action: 'replace', targetLabel: 'job', replacement: 'shop' }] })];
  expect(of('up{job="shop"}', set)).toEqual([]);
  expect(of('up{job="web"}', set)).toEqual(nobody('job="web"'));
  // GIVEN one that comes from a label that is not known here
  const taken = [monitor('ServiceMonitor', { relabelings: [{ targetLabel: 'job', sourceLabels: ['__meta_x'] }] })];
  expect(of('up{job="anything"}', taken)).toEqual([]);
  // GIVEN a target that names the namespace itself
  expect(of('up{namespace="other"}', [monitor('ServiceMonitor', { honorLabels: true })])).toEqual([]);
});

test('what a target says of itself is not known where labels are honored', () => {
  // GIVEN a Pushgateway, or another Prometheus
  const honored = [monitor('ServiceMonitor', { honorLabels: true })];
  expect(of('backup_age{job="nightly"} > 1', honored)).toEqual([]);
  expect(of('up{job="api"} == 0', honored)).toEqual([]);
  // GIVEN a program of the platform, of which none says of itself what its job is
  const lab = [prometheus(), ...honored, ...WEB];
  const saidOf = (expr: string): string[] => said(alertMetrics, chartsOf({ lab: [...lab, alert(expr)] }));
  expect(saidOf('kube_pod_info{job="api"}')).toHaveLength(1);
  expect(saidOf('kube_pod_info{job="web",namespace="other"}')).toEqual([]);
  expect(saidOf('up{namespace="other"}')).toHaveLength(1);
});

test('a label that the target does not have, its samples may bring', () => {
  expect(of('requests_total{service="shop@docker"}', [monitor('PodMonitor')])).toEqual([]);
});

test.each<[what: string, endpoint: Fields, more: Fields, expr: string, has: boolean]>([
  ['all labels', { relabelings: [{ action: 'labelmap', regex: '__meta_kubernetes_service_label_(.+)' }] }, {}, 'up{job="x"}', true],
  ['labels with a prefix', { relabelings: [{ action: 'LabelMap', regex: '__x_(.+)', replacement: 'x_$1' }] }, {}, 'up{job="x"}', false],
  ['a label by name', { relabelings: [{ sourceLabels: ['a'], targetLabel: '${1}' }] }, {}, 'up{job="x"}', true],
  ['a label that is dropped', { relabelings: [{ action: 'labeldrop', regex: 'serv.*' }] }, {}, 'up{service="web"}', false],
  ['a label that is not kept', { relabelings: [{ action: 'labelkeep', regex: 'job|__.+' }] }, {}, 'up{service=""}', true],
  ['a constant from a label', { relabelings: [{ sourceLabels: ['a'], targetLabel: 'job', replacement: 'x' }] }, {}, 'up{job="x"}', true],
  ['one for some', { relabelings: [{ regex: 'b', sourceLabels: ['a'], targetLabel: 'job', replacement: 'x' }] }, {}, 'up{job="y"}', true],
  ['samples that get a job', { metricRelabelings: [{ targetLabel: 'job', replacement: 'x' }] }, {}, 'a{job="x"}', true],
  ['which the target has not', { metricRelabelings: [{ targetLabel: 'job', replacement: 'x' }] }, {}, 'up{job="x"}', false],
  ['targetLabels', {}, { targetLabels: ['service'] }, 'up{service="x"}', true],
  ['targetLabels that the job overwrites', {}, { targetLabels: ['job'] }, 'up{job="x"}', false],
  ['podTargetLabels', {}, { podTargetLabels: ['namespace'] }, 'up{namespace="x"}', true],
  ['a jobLabel that is not there', {}, { jobLabel: 'team' }, 'up{job="web"}', true],
  ['a jobLabel as Prometheus calls it', {}, { jobLabel: 'a.p/p' }, 'up{job="x"}', false],
])('%s: %j %j: %s has samples: %s', (_what, endpoint, more, expr, has) => {
  expect(of(expr, [monitor('ServiceMonitor', endpoint, more)])).toHaveLength(has ? 0 : 1);
});

test('a label that a pod may get later may be its job', () => {
  expect(of('up{job="x"}', [monitor('PodMonitor', {}, { jobLabel: 'pod-template-hash' })])).toEqual([]);
  expect(of('up{job="x"}', [monitor('PodMonitor', {}, { jobLabel: 'app' })])).toHaveLength(1);
});

test('the class of a monitor relabels before the monitor itself', () => {
  const shop = [{ targetLabel: 'job', replacement: 'shop' }];
  const classes = prometheus({ scrapeClasses: [{ name: 'a', default: true, relabelings: shop }, { name: 'b' }] });
  const saidOf = (expr: string, made: Manifest): string[] =>
    said(alertMetrics, chartsOf({ lab: [classes, alert(expr), made], chart: WEB }));
  expect(saidOf('up{job="shop"}', monitor('ServiceMonitor'))).toEqual([]);
  expect(saidOf('up{job="shop"}', monitor('ServiceMonitor', {}, { scrapeClass: 'b' }))).toHaveLength(1);
  expect(saidOf('up{job="own"}', monitor('ServiceMonitor', { relabelings: [{ targetLabel: 'job', replacement: 'own' }] }))).toEqual([]);
});

test('the job of a ScrapeConfig or a Probe is its jobName, or what its targets say, or its own name', () => {
  const made = (kind: string, spec: Fields): Manifest => object(MONITORING, kind, 'm', 'watch', { spec });
  const config = (spec: Fields): Manifest[] => [made('ScrapeConfig', spec)];
  const own = [{ targets: ['a:1'], labels: { job: 'nas' } }];
  expect(of('up{job="scrapeConfig/watch/m"}', config({}))).toEqual([]);
  expect(of('up{job="nas"}', config({ staticConfigs: own }))).toEqual([]);
  expect(of('up{job="nas"}', config({ staticConfigs: own, jobName: 'x' }))).toHaveLength(1);
  expect(of('up{job="nas"}', config({ httpSDConfigs: [{ url: 'http://a' }] }))).toEqual([]);
  expect(of('up{job="nas"}', config({ kubernetesSDConfigs: [{ role: 'Node' }] }))).toHaveLength(1);
  expect(of('up{job="nas"}', config({ jobName: 'x', relabelings: [{ targetLabel: 'job', replacement: 'nas' }] }))).toEqual([]);
  expect(of('up{job="nas"}', [made('Probe', { targets: { staticConfig: { labels: { job: 'nas' } } } })])).toEqual([]);
  expect(of('up{job="nas"}', [made('Probe', { targets: { ingress: {} } })])).toHaveLength(1);
  expect(of('probe_success{job="nas"}', [made('Probe', {
    targets: { ingress: { relabelingConfigs: [{ sourceLabels: ['ingress'], targetLabel: 'job' }] } },
  })])).toEqual([]);
});

test('a metric with a name that its monitor gives is not missed', () => {
  const renames = { sourceLabels: ['__name__'], regex: 'old', targetLabel: '__name__', replacement: 'new' };
  const made = [monitor('ServiceMonitor', { metricRelabelings: [{ sourceLabels: ['__name__'], action: 'drop', regex: 'new' }, renames] })];
  expect(of('new{job="web"}', made)).toEqual([]);
  expect(of('a:b:c', made)).toEqual([]);
  expect(of('a:b:c', [monitor('ServiceMonitor', { honorLabels: true, path: '/federate' })])).toEqual([]);
});

test('an expression that takes JavaScript hours is read by RE2', () => {
  const slow = '(a+)+b|(x+x+)+y';
  expect(of(`up{job=~"${slow}"}`, [monitor('ServiceMonitor', { relabelings: [{ targetLabel: 'job', replacement: 'a'.repeat(60) }] })]))
    .toHaveLength(1);
  expect(of(`${'a'.repeat(60)}{job="web"}`, [monitor('ServiceMonitor', {
    metricRelabelings: [{ action: 'drop', sourceLabels: ['__name__'], regex: slow }],
  })])).toEqual([]);
});

test('absence is said as what it is, and no braces stand without labels', () => {
  const missing = 'up{job="api"}, and no monitor reads targets with these labels';
  expect(of('absent(up{job="api"})')).toEqual([asks(missing, 'absent() always finds it missing')]);
  expect(of('absent_over_time(up{job="api"}[5m]) > 0')).toEqual([asks(missing, 'absent_over_time() always finds it missing')]);
  expect(of('absent(sum(rate(up{job="api"}[5m])))')).toEqual([asks(missing, 'absent() always finds it missing')]);
  expect(of('up == 0', [])[0]).toBe(asks('up, and no monitor reads any target'));
});

test('the job of a PodMonitor is its namespace and name, and it has no service', () => {
  const pods = [monitor('PodMonitor')];
  expect(of('up{job="watch/m",namespace="tools"}', pods)).toEqual([]);
  expect(of('up{job="m"}', pods)).toEqual(nobody('job="m"'));
  expect(of('up{service="web"}', pods)).toEqual(nobody('service="web"'));
});

test('a metric that metricRelabelings leave out is found', () => {
  const without = (relabeling: Record<string, unknown>): Manifest[] =>
    [monitor('ServiceMonitor', { metricRelabelings: [{ sourceLabels: ['__name__'], ...relabeling }] })];
  const left = [asks('etcd_x{job="web"}, which the metricRelabelings of its monitors leave out')];
  expect(of('etcd_x{job="web"}', without({ action: 'drop', regex: '(etcd|apiserver)_.+' }))).toEqual(left);
  expect(of('etcd_x{job="web"}', without({ action: 'keep', regex: 'up|down' }))).toEqual(left);
  expect(of('etcd_x{job="web"}', without({ action: 'drop', regex: 'etcd' }))).toEqual([]);
  expect(of('up{job="web"}', without({ action: 'keep', regex: 'down' }))).toEqual([]);
  // WHEN a second label decides too
  expect(of('etcd_x{job="web"}', without({ action: 'drop', regex: 'etcd_x;.*', sourceLabels: ['__name__', 'le'] }))).toEqual([]);
});

test('what kube-state-metrics and node_exporter are told to leave out is found', () => {
  const state = deployment('state', { image: 'example.org/kube-state-metrics:v2.1', args: ['--resources=pods,ingresses,storageclasses'] });
  const node = deployment('node', { image: 'example.org/node-exporter:v1.1', args: ['--no-collector.wifi', '--collector.systemd'] });
  const exporters = (expr: string): string[] =>
    of(expr, undefined, [state, node]).map((each) => each.replace(/^.* asks for |, so that.*$/g, ''));
  expect(exporters('kube_secret_info > 0')).toEqual(['kube_secret_info, and kube-state-metrics does not tell of secrets (--resources)']);
  expect(exporters('kube_poddisruptionbudget_labels')).toHaveLength(1);
  expect(exporters('kube_pod_info + kube_ingress_info + kube_storageclass_info + kube_state_metrics_watch_total')).toEqual([]);
  expect(exporters('node_wifi_x')).toEqual(['node_wifi_x, and the collector wifi of node_exporter is off']);
  expect(exporters('node_ntp_x')).toEqual(['node_ntp_x, and the collector ntp of node_exporter is off']);
  expect(exporters('node_systemd_x + node_cpu_x')).toEqual([]);
});

test('a recorded series that no rule records is found', () => {
  expect(of('b:up:sum > 1')).toEqual([asks('b:up:sum, which no rule records')]);
});

test('panels of dashboards are looked at, but for variables of Grafana and for logs', () => {
  const dashboard = (expr: string, type = 'prometheus'): Manifest => object('v1', 'ConfigMap', 'd', 'watch', {
    metadata: { labels: { grafana_dashboard: '1' } },
    data: {
      'd.json': JSON.stringify({ panels: [{ title: 'row', panels: [{ title: 'Up', datasource: { type }, targets: [{ expr }] }] }] }),
    },
  });
  const saidOf = (expr: string, type?: string): string[] =>
    said(alertMetrics, chartsOf({ lab: [prometheus(), dashboard(expr, type), monitor('ServiceMonitor')], chart: WEB }));
  expect(saidOf('up{job="api"}')).toEqual(['ConfigMap d the panel "Up" of d.json asks for up{job="api"}, and no monitor reads targets with '
    + 'these labels, so that there is never anything to show']);
  expect(saidOf('up{job="$job"} + up{job=~"${job:regex}"}')).toEqual([]);
  expect(saidOf('{job="api"}', 'loki')).toEqual([]);
  // WHEN a chart brings it
  expect(said(alertMetrics, chartsOf({ lab: [prometheus(), monitor('ServiceMonitor')], chart: [...WEB, dashboard('up{job="api"}')] })))
    .toEqual([]);
});

test('nothing is said where other series may be: jobs in a Secret, what others write, or no Prometheus at all', () => {
  const lab = [alert('up{job="api"}'), monitor('ServiceMonitor')];
  for (const more of [
    { additionalScrapeConfigs: { name: 's', key: 'k' } }, { enableRemoteWriteReceiver: true }, { enableOTLPReceiver: true },
    { additionalArgs: [{ name: 'web.enable-remote-write-receiver' }] }, { remoteRead: [{ url: 'http://a' }] },
    { containers: [{ name: 'prometheus', args: ['--web.enable-otlp-receiver'] }] }, { enableFeatures: ['remote-write-receiver'] },
  ]) {
    expect(said(alertMetrics, chartsOf({ lab: [...lab, prometheus(more)], chart: WEB }))).toEqual([]);
  }
  expect(said(alertMetrics, chartsOf({ lab: [...lab, prometheus({ enableFeatures: ['exemplar-storage'] })], chart: WEB }))).toHaveLength(1);
  expect(said(alertMetrics, chartsOf({ lab, chart: WEB }))).toEqual([]);
});

test('an alert of a lab\'s own code is not judged while an Application of one\'s own is not rendered', () => {
  const lab = [prometheus(), alert('up{job="api"}'), monitor('ServiceMonitor')];
  const owner = object('argoproj.io/v1alpha1', 'Application', 'mine', 'argocd');
  const place = { place: { file: 'homelab.ts', line: 1, column: 1 } };
  const sourceOf = (): { readonly construct: string; readonly origin: typeof place } => ({ construct: 'x', origin: place });
  const unrendered = [{ owner, namespace: 'mine', why: 'it is a folder of another repository' }];
  expect(said(alertMetrics, chartsOf({ lab, chart: WEB, sourceOf }))).toHaveLength(1);
  expect(said(alertMetrics, chartsOf({ lab, chart: WEB, sourceOf, unrendered }))).toEqual([]);
});
