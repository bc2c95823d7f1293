import { selectorsOf, type PromqlSelector } from '../../check/promql/selector';
import { describeWithPromtool, inputSeries, runPromtool, type PromtoolTest } from '../alerts/promtool';
import { ADDON_SAMPLES } from './dashboard-samples/addons';
import { CLUSTER_SAMPLES } from './dashboard-samples/cluster';
import { DASHBOARDS, LABS, queriesOf, type Dashboard } from './dashboard-samples/dashboards';
import { PLATFORM_SAMPLES } from './dashboard-samples/platform';
import { kept, type Job } from './dashboard-samples/sample';

/** What kube-prometheus-stack scrapes by itself: its programs' labels win, but those of node_exporter. */
const OF_THE_CHART: ReadonlyMap<string, Job> = new Map(Object.keys(CLUSTER_SAMPLES).map((job) => [job, {
  target: { job, namespace: 'monitoring', pod: `${job}-x`, service: job, endpoint: 'metrics', instance: 'x', node: 'homelab' },
  honorLabels: job !== 'node-exporter',
}]));

/** What layers ask Prometheus to scrape. */
const OF_LAYERS: ReadonlyMap<string, Job> = new Map(LABS.flatMap(({ layers }) => layers)
  .flatMap(({ contributions: { scrapeTargets } }) => scrapeTargets)
  .map(({ name, namespaces = ['shop'], copyLabels = {}, honorLabels = false }) => [name, {
    target: {
      job: name, namespace: namespaces[0]!, pod: name === 'postgres' ? 'shop-db-1' : `${name}-x`, container: 'x', endpoint: 'metrics',
      instance: 'x', node: 'homelab', ...Object.fromEntries(Object.values(copyLabels).map((label) => [label, 'main-gateway'])),
    },
    honorLabels,
  }]));

const SAMPLES = { ...CLUSTER_SAMPLES, ...PLATFORM_SAMPLES, ...ADDON_SAMPLES };

test('samples are those of jobs that are scraped, and of what is asked for', () => {
  expect(Object.keys(SAMPLES).filter((job) => !OF_THE_CHART.has(job) && !OF_LAYERS.has(job))).toEqual([]);
  const selectors = DASHBOARDS.flatMap(([, shown]) => queriesOf(shown)).flatMap(({ expr }) => selectorsOf(expr));
  const asked = new Set(selectors.map(({ name }) => name));
  expect(Object.values(SAMPLES).flatMap((samples) => Object.keys(samples)).filter((metric) => !asked.has(metric))).toEqual([]);
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

  test('find samples of what is scraped, with the labels of their legends', () => {
    expect(ask(DASHBOARDS.flatMap(([, shown]) => questionsAbout(shown)))).toBe('');
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
