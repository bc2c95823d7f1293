/** An expression, and what becomes of it. */
export interface ExpressionTrial {
  /** The expression. */
  readonly expr: string;
  /** True if the pinned Prometheus takes it. */
  readonly valid: boolean;
  /** Where the promtool of Debian's package, an older one, says something else: since when, and why. @default - it says the same */
  readonly since?: string;
}

const right = (...expressions: readonly string[]): ExpressionTrial[] => expressions.map((expr) => ({ expr, valid: true }));
const wrong = (...expressions: readonly string[]): ExpressionTrial[] => expressions.map((expr) => ({ expr, valid: false }));
const rightSince = (since: string, ...expressions: readonly string[]): ExpressionTrial[] =>
  expressions.map((expr) => ({ expr, valid: true, since }));
const wrongSince = (since: string, ...expressions: readonly string[]): ExpressionTrial[] =>
  expressions.map((expr) => ({ expr, valid: false, since }));

/** Expressions of every construct, right and wrong. What is wrong is wrong in one thing, if nothing else is said. */
export const EXPRESSIONS: readonly ExpressionTrial[] = [
  // Selectors.
  ...right(
    'up', 'job:up:sum', '_a', 'up{}', 'up{job="a"}', 'up{job="a",}', "up{job='a'}", 'up{job=`a\\d`}', 'up{job!="a",pod=~"b.*",node!~"c|d"}',
    '{job="a"}', '{__name__="up"}', '{__name__=~"up|down"}', '{job=~".+"}', '{job!=""}', 'up{job=~""}', 'up{by="a",on="b",sum="c"}',
    'up{job="a\\"b\\\\c\\n\\t\\x41\\u00e9\\U0001F600\\101"}', "up{job='a\\'b'}", 'up{job="é"}', 'up{job=~"\\\\d+"}', 'up # a comment',
    ' up{job = "a"}\n', 'up\n# a comment\n{job="a"}', 'sum', 'rate', 'by', 'start', 'offset', 'up{job=~"(?i)a"}', 'up{job=~"a{2}"}',
    'up # a\u00a0blank', 'up{job="a\u00a0b"}', 'up\t\r\n> 1', '{__name__=~"a.*",__name__!="ab"}',
  ),
  ...wrong(
    '', ' ', '# a comment', '{}', '{job=""}', '{job=~".*"}', '{job!="a"}', '{job=~"a?"}', '{job!~"a"}', 'up{', 'up{job}', 'up{job="a"',
    'up{job="a" pod="b"}', 'up{,}', 'up{job="a",,}', 'up{job=a}', 'up{job==a}', 'up{job=1}', 'up{job="a}', "up{job='a}", 'up{job=`a}',
    'up{"job="a"}', 'up{job=~"("}', 'up{job=~"*"}', 'up{job=~"a(?=b)"}', 'up{job=~"[b-a]"}', 'up{job=~"\\d"}', 'up{job="\\q"}',
    "up{job=\"\\'\"}", 'up{job="\\xZZ"}', 'up{job="\\ud800"}', 'up{job:a="b"}', 'up{1a="b"}', 'up{job="a"}}', 'up}', 'up{__name__="down"}',
    'up{__name__=~"d.*"}', 'up{__name__!="down"}', 'up{__name__!~"d.*"}', 'up\u00a0> 1', 'up >\u20031', 'up\u000b> 1', '\ufeffup',
    'on', 'bool', 'up down', '1up', 'up$', 'up?', 'up{job="a\nb"}', 'up{job>"a"}', 'up.down', '-', 'a;b',
  ),
  // Numbers and texts.
  ...right('1', '-1', '+1', '1.5', '.5', '1e3', '1E-3', '0x1F', 'Inf', '-inf', 'NaN', '"text"', '1 + 2', '-(1)', '2 ^ 3 ^ 2', '010', '5.'),
  ...wrong(
    '1 2', '1..5', '0xG', '1e', '"text', '"a" + 1', '"a" == "b"', '-"a"', '1 +', '* 2', '1 + * 2',
    '(1', '1)', '()', '(1, 2)', '1,2',
  ),
  ...rightSince('2.54: a duration is a number of seconds', 'time() - up > 5m', '1h30m', '1_000'),
  // Ranges, offsets, points in time, subqueries.
  ...right(
    'rate(up[5m])', 'rate(up[1h30m])', 'rate(up[1d2h3m4s5ms])', 'rate(up[1y])', 'up offset 5m', 'up offset -5m', 'rate(up[5m] offset 1h)',
    'up @ 0', 'up @ -1.5', 'up @ start()', 'up @ end()', 'up @ 0 offset 5m', 'up offset 5m @ 0', 'rate(up[5m] @ 0)',
    'max_over_time(rate(up[5m])[1h:])', 'max_over_time(rate(up[5m])[1h:30s])', 'rate(up[5m:1m] offset 1h)', 'rate(up[5m:1m] @ 0)',
    'a + b offset 5m', 'a + b @ 0', '-up offset 5m', 'a and b offset 5m > 1', 'a * rate(b[5m])', 'max_over_time((a > b)[5m:])',
    'max_over_time(sum(up)[5m:])', 'rate((up)[5m:])', 'max_over_time(vector(time())[5m:]) == 1 or up', 'up @ 1e9',
    'a offset 5m + b offset 1h', 'a - rate(b[5m:1m]) * 1', 'up OFFSET 5m',
  ),
  ...wrong(
    'rate(up[5m)', 'rate(up[])', 'rate(up[5])) ', 'rate(up[5 m])', 'rate(up[1m1h])', 'rate(up[5m5m])', 'rate(up[5min])', 'rate(up[1.5h])',
    'rate(up[m5])', 'rate(up["5m"])', 'rate(up[0s])', 'rate(up[300y])', 'rate(up[5M])', 'rate((a + b)[5m])', 'rate(sum(up)[5m])',
    'rate((up)[5m])',
    'rate(up offset 1h [5m])', 'rate(up @ 0 [5m])', 'up offset', 'up offset 5m offset 5m', 'sum(up) offset 5m', '(up) offset 5m',
    '1 offset 5m', '1 @ 0',
    'up @', 'up @ now()', 'up @ start', 'up @ 0 @ 0', 'up @ inf', 'rate(up[5m:1m)', 'rate(up[5m:1m:1s])', 'rate(up[:1m])',
    'rate(up[5m][1h:])',
    'rate(1[5m:])', 'rate(up[5m:0s])', 'up[5m', 'up]', 'rate(up[5m]', 'up offset (a)', 'up offset "5m"', 'rate(up[5m:])[1m]',
  ),
  ...rightSince('2.54: a number of seconds is a duration', 'rate(up[300])', 'up offset 300', 'rate(up[5m:60])'),
  ...rightSince(
    '3.14: durations may be calculated', 'rate(up[5m + 1m])', 'up offset (5m * 2)', 'rate(up[2 * step()])', 'rate(up[max_of(5m, step())])',
  ),
  ...wrong('rate(up[-5m])', 'rate(up[5m +])'),
  // Operators.
  ...right(
    'a + b', 'a - b * c / d % e ^ f', 'a atan2 b', 'a == b', 'a != 1', '1 > bool 2', 'a > bool b', 'a and b', 'a or b unless c', 'a AND b',
    '-a', '-a ^ 2', 'a - -1',
    'a + on (job) b', 'a + on () b', 'a + ignoring (job, pod,) b', 'a * on (job) group_left b', 'a * on (job) group_left (node) b',
    'a * ignoring (job) group_right (node) b', 'a and on (job) b', 'a unless ignoring (job) b', 'a == bool on (job) b', 'a + ON (job) b',
    'a > on (sum) b',
    'a + (b or c)', 'a <= 1', 'a >= 1', 'a < 1', '1 + a', 'vector(1) or a', 'a == 1 and b == 2', '- - a', '1 - 2 > bool 0', 'a * group',
  ),
  ...wrong(
    'a +', '+', 'a + + ', 'a ** b', 'a = b', 'a =~ b', 'a !~ b', 'a === b', 'a <> b', 'a && b', 'a || b', '!a', 'a & b', '1 > 2', '1 == 1',
    '(1) <= (2)', 'a + bool b', 'a and bool b',
    'a and 1', '1 or a', '1 unless 2', 'a + on b', 'a + on (job b', 'a + on ("job" b', 'a + on (1) b', 'a * group_left b',
    'a * group_left (node) b',
    'a and on (job) group_left b', 'a or ignoring (job) group_right (x) b', 'a * on (job) group_left (job) b', 'a + on (job) 1',
    '1 + ignoring (job) a',
    'a[5m] + b', 'a + b[5m]', '-a[5m]', 'a and "b"', 'a bool > b', 'a > bool', 'a + on (job) ignoring (pod) b', 'a not b', 'a xor b',
    'a b', 'a + by (job) b',
  ),
  ...rightSince('3.0: names of labels may be of any characters, in quotes', 'a + on ("a b") b', 'sum by ("a b") (up)'),
  ...wrong('a + fill(0) b', 'a + on (job) fill_left(0) b'),
  ...rightSince('3.11: histograms are trimmed', 'a </ 5', 'a >/ 5'),
  // Aggregations.
  ...right(
    'sum(up)', 'sum by (job) (up)', 'sum(up) by (job)', 'sum without (job, pod) (up)', 'sum by () (up)', 'sum by (job,) (up)',
    'SUM BY (job) (up)', 'avg(up)', 'min(up)',
    'max(up)', 'count(up)', 'group(up)', 'stddev(up)', 'stdvar(up)', 'topk(3, up)', 'topk by (job) (3, up)', 'bottomk(scalar(a), up)',
    'quantile(0.9, up)', 'count_values("v", up)',
    'sum(sum by (job) (up))', 'sum((up))', 'topk(1 + 2, up)', 'sum by (by, on) (up)', 'count(up == 1) / count(up)',
    'sum by (le) (rate(a_bucket[5m]))', 'sum(-up)',
  ),
  ...wrong(
    'sum()', 'sum(up', 'sum(', 'sum(up, up)', 'sum(1)', 'sum("a")', 'sum(up[5m])', 'sum(time())', 'topk(up)', 'topk(up, up)',
    'topk("a", up)', 'topk(1, up, up)', 'topk(1, 2)',
    'quantile("a", up)', 'count_values(1, up)', 'count_values(up)', 'sum by job (up)', 'sum by (job (up)', 'sum by (job)', 'sum by (up)',
    'sum by (1) (up)', 'sum by (job) without (pod) (up)',
    'sum(up) by', 'sum by (job) up', 'sum up', 'sum by (job:a) (up)', 'total(up)', 'average(up)', 'sum(up))', 'sum(up,)',
    'sum by (job) (up) by (pod)', 'median(up)', 'sum by (job pod) (up)',
  ),
  ...wrong('limitk(1, up)', 'limit_ratio(0.5, up)'),
  // Functions.
  ...right(
    'abs(up)', 'absent(up{job="a"})', 'absent_over_time(up[5m])', 'ceil(up)', 'changes(up[5m])', 'clamp(up, 0, 1)', 'clamp_max(up, 1)',
    'clamp_min(up, 1)', 'day_of_week()', 'day_of_year(up)',
    'days_in_month(vector(time()))', 'deriv(up[5m])', 'exp(up)', 'floor(up)', 'histogram_quantile(0.9, a_bucket)', 'hour()',
    'idelta(up[5m])', 'increase(up[5m])', 'irate(up[5m])',
    'label_replace(up, "a", "$1", "b", "(.*)")', 'label_join(up, "a", "-", "b", "c")', 'label_join(up, "a", "-")',
    'last_over_time(up[5m])', 'ln(up)', 'log10(up)', 'minute(up)', 'pi()', 'predict_linear(up[5m], 60)',
    'present_over_time(up[5m])', 'quantile_over_time(0.5, up[5m])', 'resets(up[5m])', 'round(up)', 'round(up, 0.1)', 'scalar(up)',
    'sgn(up)', 'sort(up)', 'sort_desc(up)', 'sqrt(up)', 'stddev_over_time(up[5m])', 'time()',
    'timestamp(up)', 'vector(1)', 'year()', 'histogram_fraction(0, 1, up)', 'histogram_count(up)', 'histogram_sum(up)', 'tanh(up)',
    'rad(up)', 'rate (up[5m])', 'abs(up) > scalar(sum(up))', 'round(rate(up[5m]))', 'vector(scalar(up))',
  ),
  ...rightSince('2.45 to 2.51: new', 'histogram_avg(up)', 'histogram_stddev(up)', 'histogram_stdvar(up)'),
  ...rightSince('3.14: no longer experimental', 'first_over_time(up[5m])'),
  ...wrong(
    'rate(up)', 'rate(1)', 'rate()', 'rate(up[5m], 1)', 'rate(rate(up[5m]))', 'rate(up[5m],)', 'Rate(up[5m])', 'RATE(up[5m])', 'abs(1)',
    'abs(up[5m])', 'abs("a")', 'absent()', 'vector(up)', 'scalar(1)', 'time(up)', 'pi(1)',
    'clamp(up)', 'clamp_max(up)', 'round(up, 1, 2)', 'round(up, up)', 'hour(1)', 'hour(up, up)', 'histogram_quantile(a_bucket)',
    'histogram_quantile(a_bucket, 0.9)', 'label_replace(up, "a", "$1", "b")',
    'label_replace(up, a, "$1", "b", "(.*)")', 'label_join(up, "a")', 'label_join(up)', 'label_join(up, "a", "-", b)',
    'predict_linear(up, 60)', 'predict_linear(up[5m])', 'quantile_over_time(up[5m], 0.5)', 'foo(up)', 'up(1)', 'increase(up[5m]) by (job)',
    'delta(up[5m]) offset 5m', 'rate(up[5m]) rate(up[5m])', 'sum_over_time(up)', 'avg_over_time(up > 1)', 'ratee(up[5m])',
    'rate{job="a"}[5m]) ', 'timestamp(up, 1)', 'count_scalar(up)', 'drop_common_labels(up)',
  ),
  ...wrong(
    'mad_over_time(up[5m])', 'sort_by_label(up, "job")', 'sort_by_label_desc(up, "job")', 'info(up)',
    'double_exponential_smoothing(up[5m], 0.5, 0.5)', 'ts_of_max_over_time(up[5m])',
    'histogram_quantiles(up, "q", 0.5, 0.9)', 'step()', 'min_of(1, 2)', 'start_timestamp(up)', 'rate(up[5m] anchored)',
    'rate(up[5m] smoothed)',
  ),
  ...wrongSince('3.0: called double_exponential_smoothing, and experimental', 'holt_winters(up[5m], 0.5, 0.5)'),
  // Names of any characters.
  ...rightSince('3.0: names may be of any characters, in quotes', '{"a b"}', '{"a.b", job="c"}', 'up{"a b"="c"}', '{"up"}'),
  ...wrong('up{"down"}', '{"a b", "c d"}', '{"a b"=c}', '"a b"{job="c"}'),
  // As they are written in alerts.
  ...right(
    'sum by (namespace) (rate(http_requests_total{code=~"5.."}[5m])) / sum by (namespace) (rate(http_requests_total[5m])) > 0.05',
    '(time() - timestamp(up{job="a"} == 1)) > 3600 and on (instance) up', 'absent(up{job="a"}) or up{job="a"} == 0',
    'max by (node) (node_disk_free_bytes{path="/"} / node_disk_bytes) < 0.1\nand\npredict_linear(free{path="/"}[6h], 86400) < 0',
    'count without (cpu) (count without (mode) (node_cpu_seconds_total))',
    'label_replace(kube_pod_info, "a", "$1", "pod", "(.*)-.*") * on (pod) group_left (node) labels',
    'histogram_quantile(0.99, sum by (le, job) (rate(request_duration_seconds_bucket[10m]))) > 1',
    '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) > 0.9',
  ),
];
