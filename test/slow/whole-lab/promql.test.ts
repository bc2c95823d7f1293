import { checkPromql } from '../../../check/promql/check-promql';
import { describeTrees, nameOf } from '../../whole-lab/labs';

interface Rule { readonly alert?: string; readonly record?: string; readonly expr: string | number }

describeTrees((tree) => {
  test('has only alert and recording rules whose expressions parse', () => {
    const wrong = tree().manifests.filter(({ kind }) => kind === 'PrometheusRule').flatMap((manifest) => {
      const { groups } = manifest['spec'] as { groups: { rules: Rule[] }[] };
      return groups.flatMap(({ rules }) => rules).flatMap(({ alert, record, expr }) => {
        const error = firstError(String(expr));
        return error === undefined ? [] : [`${nameOf(manifest)} ${alert ?? record ?? ''}: ${error}`];
      });
    });
    expect(wrong).toEqual([]);
  });
});

test.each([
  ['sum by (job) (rate(up[5m])) > 0', true], ['(time() - a{b="c"} offset 5m) < 3600', true], ['absent(up) or on() vector(0)', true],
  ['sum(rate(up[5m])', false], ['up{job=~"a}', false], ['', false], ['rate(up)[5m', false],
])('the expression "%s" parses: %s', (expression, parses) => {
  expect(firstError(expression) === undefined).toBe(parses);
});

/** Where an expression stops being PromQL. */
function firstError(expression: string): string | undefined {
  return checkPromql(expression).problems[0]?.what;
}
