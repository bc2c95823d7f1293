import { absent, increase, lastOverTime, matches, metric, not, predictLinear, rate, sum, time } from '../../../charts/core/promql';

test('a selector quotes its values', () => {
  expect(metric('up', { job: 'a "quoted" \\ name' }).toString()).toBe('up{job="a \\"quoted\\" \\\\ name"}');
});

test('a selector without matchers is the bare name', () => {
  expect(metric('up').toString()).toBe('up');
});

test('matchers keep their operators', () => {
  expect(metric('up', { job: matches('a|b'), node: not('') }).toString()).toBe('up{job=~"a|b",node!=""}');
});

test('operands that are no atoms are put in brackets, so that precedence never matters', () => {
  expect(metric('a').minus(time()).below(60).or(metric('b').above(0)).toString()).toBe('((a - time()) < 60) or (b > 0)');
});

test('pairs sides by the labels given', () => {
  expect(metric('a').dividedBy(metric('b'), { on: ['pool'], groupLeft: ['node'] }).toString()).toBe('a / on (pool) group_left (node) b');
});

test('a window over a selector is a range, over anything else a subquery', () => {
  expect(rate(metric('a'), '5m').toString()).toBe('rate(a[5m])');
  expect(increase(metric('a').plus(1), '5m').toString()).toBe('increase((a + 1)[5m:])');
});

test('an offset stands behind the range', () => {
  expect(lastOverTime(metric('a', { x: 'y' }).ago('15m'), '2d').toString()).toBe('last_over_time(a{x="y"}[2d] offset 15m)');
});

test('aggregations name the labels they keep', () => {
  expect(sum(metric('a'), { by: ['x', 'y'] }).toString()).toBe('sum by (x, y) (a)');
  expect(absent(sum(metric('a'))).toString()).toBe('absent(sum(a))');
  expect(predictLinear(metric('a'), '6h', 60).toString()).toBe('predict_linear(a[6h], 60)');
});
