import { CHARTS } from '../../../versions';
import { checkControllers } from '../../../check/controllers/controller-check';
import { checkPromql, describeProblem } from '../../../check/promql/check-promql';
import { prometheusFeatures } from '../../../check/promql/features';
import { selectorsOf } from '../../../check/promql/selector';
import { parseConfig } from '../../../charts/load-config';
import { RenderedLab } from '../../../charts/core/rendered-lab';
import { renderedLab, toManifests } from '../../../synth/render';
import { labOf } from '../../util';
import { object } from '../objects';

const said = (expression: string): string[] => checkPromql(expression).problems.map((problem) => describeProblem(expression, problem));
const rules = (...list: readonly unknown[]): ReturnType<typeof object> =>
  object('monitoring.coreos.com/v1', 'PrometheusRule', 'a', 'b', { spec: { groups: [{ name: 'a', rules: list }] } });

test.each([
  ['sum(', 'line 1, column 4: this "(" is never closed'],
  ['sum(a) by', 'line 1, column 10: the expression ends where labels in brackets, such as (job, pod), is expected'],
  ['a > 0 and\n  rate(b)', 'line 2, column 8: rate() takes a range vector here, such as metric[5m], and this is an instant vector'],
  ['a b', 'line 1, column 3: "b" stands where an operator, or the end of the expression, is expected'],
  ['a = b', 'line 1, column 3: "=" compares a label with a text inside of { }; values are compared with =='],
  ['ratee(a[5m])', 'line 1, column 1: there is no function ratee(); did you mean rate()?'],
  ['rate(a[1m1h])', 'line 1, column 8: the units of "1m1h" must go from large to small, each once, as in 1h30m'],
  ['rate(a[5min])', 'line 1, column 8: "min" is no unit of time: y, w, d, h, m, s, ms are'],
  ['clamp(a, 1)', 'line 1, column 1: clamp() takes 3 arguments, and there are 2'],
  ['{job=~".*"}', 'line 1, column 1: at least one matcher must ask for a label that is there: this selects every series'],
  ['a{b=~"("}', 'line 1, column 6: this is no regular expression of RE2: missing ): ('],
  ['1 > 2', 'line 1, column 3: two numbers are compared with "> bool"'],
  ['"a" + b', 'line 1, column 1: "+" goes with numbers and instant vectors, and this is a text'],
  ['mad_over_time(a[5m])',
    'line 1, column 1: mad_over_time() is experimental: it needs promql-experimental-functions in enableFeatures of Prometheus'],
])('of %j it says where and what', (expression, problem) => {
  expect(said(expression)).toEqual([problem]);
});

test.each([
  ['a + b offset 5m', 'vector'], ['a * -b ^ 2', 'vector'], ['1 + 2', 'scalar'], ['a[5m]', 'range'], ['a[5m:]', 'range'], ['"a"', 'string'],
  ['time() - a @ 0 > 5', 'vector'], ['scalar(a) * 2', 'scalar'],
])('%j gives %s', (expression, type) => {
  expect(checkPromql(expression)).toEqual({ problems: [], type });
});

test('an offset belongs to the selector before it, and not to the sum', () => {
  // GIVEN what the grammar for editors groups the other way round
  expect(said('a + b offset 5m')).toEqual([]);
  // WHEN it does belong to a sum
  expect(said('(a + b) offset 5m')).toEqual(['line 1, column 1: offset stands behind a selector, its range or a subquery; put it there '
    + 'inside of the expression']);
});

test('what enableFeatures switches on is allowed', () => {
  // GIVEN
  const lab = labOf('values: { kube-prometheus-stack: { prometheus: { prometheusSpec: { enableFeatures: '
    + '[promql-experimental-functions] } } } }');
  const features = prometheusFeatures(renderedLab(lab, toManifests(lab)));
  // THEN
  expect(features).toEqual(['promql-experimental-functions']);
  expect(checkPromql('mad_over_time(a[5m])', features).problems).toEqual([]);
  expect(checkPromql('rate(a[5m] smoothed)', features).problems).toHaveLength(1);
  expect(checkControllers(rules({ alert: 'A', expr: 'limitk(1, a) > 0' }), { features })).toEqual([]);
});

test('what a lab\'s own code switches on is allowed', () => {
  const [on, more] = [['promql-experimental-functions'], ['promql-duration-expr,a']];
  const { repository, chart } = CHARTS['kube-prometheus-stack'];
  const release = object('argoproj.io/v1alpha1', 'Application', 'kube-prometheus-stack', 'argocd', {
    spec: {
      destination: { namespace: 'monitoring' },
      source: { repoURL: repository, chart, helm: { valuesObject: { prometheus: { prometheusSpec: { enableFeatures: on } } } } },
    },
  });
  const own = object('monitoring.coreos.com/v1', 'Prometheus', 'own', 'mine', { spec: { enableFeatures: more } });
  const lab = new RenderedLab(parseConfig(''), new Map([['a', [release, own]]]));
  expect(prometheusFeatures(lab)).toEqual([...on, 'promql-duration-expr', 'a']);
});

test('a rule that gives no samples, and one that is there twice, are found', () => {
  // GIVEN what the operator takes
  const found = (...list: readonly unknown[]): string[] =>
    checkControllers(rules(...list)).map(({ by, path, message }) => `${by}: ${path} ${message}`);
  // THEN
  expect(found({ alert: 'A', expr: 'a[5m]' }))
    .toEqual(['Prometheus: spec.groups[0].rules[0].expr must give an instant vector or a number, and gives a range vector']);
  expect(found({ record: 'a', expr: 'b' }, { record: 'a', expr: ' b' }))
    .toEqual(['Prometheus: spec.groups[0].rules[1] must differ from spec.groups[0].rules[0], which makes the same series']);
  expect(found({ record: 'a', expr: 'b' }, { record: 'a', expr: 'c', labels: { x: 'y' } })).toEqual([]);
  expect(found({ alert: 'A', expr: 'a > 1' }, { alert: 'A', expr: 'b > 1' })).toEqual([]);
  expect(found({ alert: 'A', expr: 'a  > 1' }, { alert: 'A', expr: 'a > 1' })).toHaveLength(1);
  expect(found({ alert: 'A', expr: 'a', for: '60s' }, { alert: 'A', expr: 'a', for: '1m' })).toHaveLength(1);
  expect(found({ alert: 'A', expr: 'a', for: '5m' }, { alert: 'A', expr: 'a', for: '1h' })).toEqual([]);
  expect(found({ alert: 'A', expr: 'a', keep_firing_for: '5m' }, { alert: 'A', expr: 'a' })).toEqual([]);
});

test('rules that record one name of different samples are no duplicates', () => {
  // GIVEN what kube-prometheus does for the requests of the API server
  const increase = (code: string): unknown => ({
    record: 'code_verb:apiserver_request_total:increase1h',
    expr: `sum by (cluster, code, verb) (increase(apiserver_request_total{job="apiserver",verb=~"LIST|GET|POST",code=~"${code}"}[1h]))`,
  });
  // THEN Prometheus takes them all
  expect(checkControllers(rules(increase('2..'), increase('3..'), increase('4..')))).toEqual([]);
});

test('selectors are read with their name, matchers and the function around them', () => {
  expect(selectorsOf('absent(up{job="a"}) or {__name__=~"b.*",x!~"y"}')).toEqual([
    { name: 'up', from: 7, within: ['absent'], matchers: [{ label: 'job', operator: '=', value: 'a', at: 14 }] },
    {
      from: 23, within: [], matchers: [
        { label: '__name__', operator: '=~', value: 'b.*', at: 34 }, { label: 'x', operator: '!~', value: 'y', at: 43 },
      ],
    },
  ]);
});
