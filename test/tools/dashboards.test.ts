import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ADDONS } from '../../charts/addons/registry';
import { isAlert } from '../../charts/core/alert-rule';
import { checkPromql } from '../../check/promql/check-promql';
import { selectorsOf, type PromqlSelector } from '../../check/promql/selector';
import type { AddonName } from '../../config/addons/names';
import { ADDON_DASHBOARDS } from '../../tools/dashboards/addons/all';
import { renderDashboards } from '../../tools/dashboards/render';
import { describeWithPromtool, inputSeries, runPromtool, type PromtoolTest } from '../alerts/promtool';
import { addonSettings } from '../charts/addons/settings';
import { find, labOf, manifestsOf } from '../util';
import { ADDON_SAMPLES } from './dashboard-samples/addons';
import { CLUSTER_SAMPLES } from './dashboard-samples/cluster';
import { PLATFORM_SAMPLES } from './dashboard-samples/platform';
import { kept, type Job } from './dashboard-samples/sample';

interface Dashboard {
  readonly uid: string;
  readonly panels: readonly {
    readonly type: string;
    readonly title: string;
    readonly description?: string;
    readonly targets?: readonly { readonly expr: string; readonly refId: string; readonly legendFormat: string }[];
  }[];
}

const FOLDER = path.join(__dirname, '../../charts');
const rendered = [...renderDashboards()];
const dashboards = rendered.map(([file, text]): [string, Dashboard] => [file, JSON.parse(text) as Dashboard]);

test.each(rendered)('%s is what `npm run dashboards` makes', (file, text) => {
  expect(readFileSync(path.join(FOLDER, file), 'utf8')).toBe(text);
  // kubectl apply keeps a copy in an annotation, which takes 256 KiB.
  expect(text.length).toBeLessThan(200_000);
});

test('their addresses never change', () => {
  expect(dashboards.map(([, { uid }]) => uid)).toEqual([
    'homelab-request-path', 'homelab-ztunnel', 'homelab-edge',
    'homelab-k8s-gateway', 'homelab-external-dns', 'homelab-oauth2-proxy', 'homelab-reloader', 'homelab-sealed-secrets',
    'homelab-external-secrets', 'homelab-nfs', 'homelab-cloudnative-pg', 'homelab-cloudflared', 'homelab-pocket-id',
  ]);
});

test.each(dashboards)('every panel of %s explains itself and asks something that is PromQL', (_, { panels }) => {
  const shown = panels.filter(({ type }) => type !== 'row');
  expect(shown.length).toBeGreaterThan(5);
  for (const { title, description = '', targets = [] } of shown) {
    expect([title, description.length > 3, targets.length > 0]).toEqual([title, true, true]);
    for (const { expr, refId } of targets) { expect([title, refId, checkPromql(expr).problems]).toEqual([title, refId, []]); }
  }
});

test("are ConfigMaps that Grafana's sidecar finds", () => {
  const manifest = find(manifestsOf(labOf(), 'monitoring'), 'ConfigMap', 'dashboard-ztunnel');
  expect(manifest.metadata)
    .toMatchObject({ namespace: 'monitoring', labels: { grafana_dashboard: '1' }, annotations: { grafana_folder: 'Homelab' } });
  expect(JSON.parse((manifest['data'] as Record<string, string>)['ztunnel.json'] ?? '')).toMatchObject({ uid: 'homelab-ztunnel' });
});

const addons = Object.keys(ADDON_DASHBOARDS) as AddonName[];
/** The lab of each add-on that has a dashboard, with a namespace for its databases. */
const labs = new Map(addons.map((name) => [name, labOf(`${addonSettings(name)}\nnamespaces: [{ name: shop }]`)]));
const queriesOf = ({ panels }: Dashboard): { readonly title: string; readonly expr: string; readonly legendFormat: string }[] =>
  panels.flatMap(({ title, targets = [] }) => targets.map((target) => ({ title, ...target })));

test.each(addons)('the dashboard of %s asks for what is scraped where it is, and names alerts that there are', (name) => {
  // GIVEN
  const lab = labs.get(name)!;
  const jobs = lab.addons.get(name)!.contributions.scrapeTargets.map((target) => target.name);
  const alerts = lab.addons.get(name)!.contributions.alerts.flatMap(({ rules }) => rules.filter(isAlert)).map(({ alert }) => alert);
  const [, shown] = dashboards.find(([file]) => file.includes(`/${name}.json`))!;
  // THEN it is what the add-on shows
  expect(ADDONS[name].dashboard).toEqual(shown);
  // AND whatever has a job has one of the add-on, and whatever has none is of the cluster
  const selectors = queriesOf(shown).flatMap(({ expr }) => selectorsOf(expr));
  const asked = (selector: PromqlSelector): string | undefined => selector.matchers.find(({ label }) => label === 'job')?.value;
  expect(selectors.filter((each) => !isOfCluster(each) && !jobs.includes(asked(each) ?? 'none'))).toEqual([]);
  // AND the alerts that it names are its own, all of them
  const named = shown.panels.flatMap(({ description = '' }) => [...description.matchAll(/\bAlert (\w+):/g)].map(([, alert]) => alert));
  expect([...new Set(named)].sort()).toEqual([...alerts].sort());
});

/** Whether kube-state-metrics or the kubelet tells it, which say themselves what it is about. */
function isOfCluster({ name = '' }: PromqlSelector): boolean {
  return ['kube-state-metrics', 'kubelet'].some((job) => name in CLUSTER_SAMPLES[job]!);
}

/** What kube-prometheus-stack scrapes by itself: its programs' labels win, but those of node_exporter. */
const OF_THE_CHART: ReadonlyMap<string, Job> = new Map(Object.keys(CLUSTER_SAMPLES).map((job) => [job, {
  target: { job, namespace: 'monitoring', pod: `${job}-x`, service: job, endpoint: 'metrics', instance: 'x', node: 'homelab' },
  honorLabels: job !== 'node-exporter',
}]));

/** What layers ask Prometheus to scrape, in a lab without add-ons and in those with one. */
const OF_LAYERS: ReadonlyMap<string, Job> = new Map([labOf(), ...labs.values()].flatMap(({ layers }) => layers)
  .flatMap(({ contributions: { scrapeTargets } }) => scrapeTargets)
  .map(({ name, namespaces = ['shop'], copyLabels = {}, honorLabels = false }) => [name, {
    target: {
      job: name, namespace: namespaces[0]!, pod: name === 'postgres' ? 'shop-db-1' : `${name}-x`, container: 'x', endpoint: 'metrics',
      instance: 'x', node: 'homelab', ...Object.fromEntries(Object.values(copyLabels).map((label) => [label, 'main-gateway'])),
    },
    honorLabels,
  }]));

const SAMPLES = { ...CLUSTER_SAMPLES, ...PLATFORM_SAMPLES, ...ADDON_SAMPLES };

test('samples are those of jobs that are scraped', () => {
  expect(Object.keys(SAMPLES).filter((job) => !OF_THE_CHART.has(job) && !OF_LAYERS.has(job))).toEqual([]);
});

/** Every series that is scraped. */
const everySeries = Object.fromEntries(Object.entries(SAMPLES)
  .flatMap(([job, samples]) => kept(samples, (OF_THE_CHART.get(job) ?? OF_LAYERS.get(job))!)));

type ExpressionTest = NonNullable<PromtoolTest['promql_expr_test']>[number];

/** Holds if an expression gives something, with a value for each of some labels. */
function shows(expr: string, labels: readonly string[]): ExpressionTest {
  const marked = labels.reduce((inner, label, index) => `label_replace(${inner}, "l${index}", "yes", "${label}", ".+")`, `(${expr})`);
  const marks = labels.map((_, index) => `l${index}`);
  return {
    expr: `count by (${marks.join(', ')}) (${marked}) > bool 0`, eval_time: '30m',
    exp_samples: [{ labels: `{${marks.map((mark) => `${mark}="yes"`).join(', ')}}`, value: 1 }],
  };
}

/** All that promtool is asked about one dashboard: each query with the labels of its legend, and each selector in it. */
function questionsAbout(shown: Dashboard): ExpressionTest[] {
  return queriesOf(shown).flatMap(({ expr, legendFormat }) => [
    shows(expr, [...new Set([...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label))]),
    // `or vector(0)` would hide that one of them finds nothing.
    ...selectorsOf(expr).map((selector) => shows(textOf(selector), [])),
  ]);
}

function textOf({ name = '', matchers }: PromqlSelector): string {
  return `${name}{${matchers.map(({ label, operator, value }) => `${label}${operator}${JSON.stringify(value)}`).join(',')}}`;
}

describeWithPromtool('panels of dashboards', () => {
  const ask = (about: readonly ExpressionTest[]): string =>
    runPromtool([], [{ name: 'panels', interval: '1m', input_series: inputSeries(everySeries), promql_expr_test: about }]);

  test.each(dashboards)('of %s find samples of what is scraped, with the labels of their legends', (_, shown) => {
    expect(ask(questionsAbout(shown))).toBe('');
  });

  test('would be found if they did not', () => {
    const panel = (expr: string, legendFormat = ''): string => ask(questionsAbout({
      uid: 'x', panels: [{ type: 'stat', title: 'x', targets: [{ expr, refId: 'A', legendFormat }] }],
    }));
    expect(panel('sum(coredns_dns_requests_total{job="k8s-gateway"})')).toBe('');
    // A name, a value of a label, a legend and a pairing that there are not, and what is no PromQL.
    expect(panel('sum(coredns_dns_request_total) or vector(0)')).toMatch(/coredns_dns_request_total.*got: nil/s);
    expect(panel('coredns_dns_requests_total{job="coredns"} or vector(0)')).toMatch(/job=.*coredns.*got: nil/s);
    expect(panel('coredns_dns_requests_total', '{{qtype}}')).toMatch(/qtype/);
    expect(panel('cnpg_collector_up * on (cluster) cnpg_backends_total')).toMatch(/cnpg_backends_total.*got: nil/s);
    expect(panel('sum(up')).toMatch(/parse error/);
  });
});
