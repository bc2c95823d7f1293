/** Groups of rules, and what becomes of them. */
export interface RuleTrial {
  /** Unique; the recorded verdicts are found by it. */
  readonly id: string;
  /** `groups` of a file of rules, and of `spec` of a PrometheusRule. */
  readonly groups: readonly unknown[];
  /** True if the pinned Prometheus takes it. */
  readonly valid: boolean;
  /** Where the promtool of Debian's package, an older one, says something else: since when, and why. @default - it says the same */
  readonly since?: string;
  /** True for what no schema lets through, so that the API server refuses it before anybody else. @default false */
  readonly refusedByServer?: boolean;
}

type Fields = Readonly<Record<string, unknown>>;
type More = Pick<RuleTrial, 'since' | 'refusedByServer'>;

const ALERT = { alert: 'A', expr: 'up == 0' };
const RECORD = { record: 'a:b', expr: 'up' };

function ofRule(base: Fields, change: Fields, valid: boolean, more: More = {}): RuleTrial {
  const rule = Object.fromEntries(Object.entries({ ...base, ...change }).filter(([, value]) => value !== undefined));
  return { id: JSON.stringify(rule), groups: [{ name: 'a', rules: [rule] }], valid, ...more };
}

const alert = (change: Fields, valid: boolean, more?: More): RuleTrial => ofRule(ALERT, change, valid, more);
const record = (change: Fields, valid: boolean, more?: More): RuleTrial => ofRule(RECORD, change, valid, more);
const groups = (id: string, list: readonly unknown[], valid: boolean, more: More = {}): RuleTrial => ({ id, groups: list, valid, ...more });

const template = (text: string): Fields => ({ annotations: { summary: text } });
const templates = (valid: boolean, ...texts: readonly string[]): RuleTrial[] => texts.map((text) => alert(template(text), valid));
const ANY_NAME: More = { since: '3.0: names may be of any characters' };

/** What a rule file may hold beside expressions. */
export const RULE_GROUPS: readonly RuleTrial[] = [
  alert({}, true), record({}, true),
  // Alert or record.
  alert({ record: 'a:b' }, false), alert({ alert: undefined }, false), alert({ alert: '' }, false), record({ record: '' }, false),
  alert({ alert: 'With blanks' }, true),
  record({ for: '5m' }, false), record({ keep_firing_for: '5m' }, false), record({ for: '0s' }, true),
  record({ annotations: { a: 'b' } }, false), record({ annotations: {} }, true), record({ labels: { a: 'b' } }, true),
  record({ record: 'a b' }, true, ANY_NAME), record({ record: 'sum(up)' }, true, ANY_NAME), record({ record: 'up{a="b"}' }, false),
  record({ record: '1a' }, true, ANY_NAME),
  // Expressions.
  alert({ expr: '' }, false), alert({ expr: ' ' }, false), alert({ expr: 'sum(' }, false),
  alert({ expr: '1' }, true), record({ expr: 'rate(up)' }, false),
  // Durations.
  ...['0', '0s', '5m', '1h30m', '1d', '1w2d', '100ms', '1y'].map((duration) => alert({ for: duration, keep_firing_for: duration }, true)),
  ...['5', '5 m', '1m1h', '1.5h', 'soon', '-5m', '5min'].map((duration) => alert({ for: duration }, false, { refusedByServer: true })),
  alert({ for: '300y' }, false), alert({ keep_firing_for: '300y' }, false),
  // Labels and annotations.
  alert({ labels: { severity: 'warning', a_b1: 'x' }, annotations: { summary: 'x' } }, true),
  alert({ labels: { 'a-b': 'x' } }, true, ANY_NAME),
  alert({ labels: { '': 'x' } }, false), alert({ labels: { __name__: 'x' } }, false), record({ labels: { __name__: 'x' } }, false),
  alert({ annotations: { 'a-b': 'x' } }, true, ANY_NAME), alert({ annotations: { '': 'x' } }, false),
  alert({ labels: { alertname: 'x' } }, true),
  alert({ labels: { '1a': 'x' } }, true, ANY_NAME),
  // Groups.
  groups('two groups', [{ name: 'a', rules: [ALERT] }, { name: 'b', rules: [ALERT] }], true),
  groups('two groups of one name', [{ name: 'a', rules: [ALERT] }, { name: 'a', rules: [RECORD] }], false, { refusedByServer: true }),
  groups('a group without a name', [{ name: '', rules: [ALERT] }], false, { refusedByServer: true }),
  groups('a group without rules', [{ name: 'a', rules: [] }], true),
  groups('an interval', [{ name: 'a', interval: '1m', rules: [ALERT] }], true),
  groups('a limit', [{ name: 'a', limit: 3, rules: [ALERT] }], true),
  groups('an interval of 300 years', [{ name: 'a', interval: '300y', rules: [ALERT] }], false),
  groups('an interval that is none', [{ name: 'a', interval: 'often', rules: [ALERT] }], false, { refusedByServer: true }),
  groups('an interval with its units turned round', [{ name: 'a', interval: '1m1h', rules: [ALERT] }], false, { refusedByServer: true }),
  groups('labels of a group', [{ name: 'a', labels: { team: 'x' }, rules: [ALERT] }], true, { since: '3.0: groups have labels' }),
  groups('a group that names the metric', [{ name: 'a', labels: { __name__: 'x' }, rules: [ALERT] }], false),
  groups('an offset of a group', [{ name: 'a', query_offset: '1m', rules: [ALERT] }], true, { since: '2.53: new' }),
  groups('an empty offset of a group', [{ name: 'a', query_offset: '', rules: [ALERT] }], false),
  groups('the second of two rules', [{ name: 'a', rules: [ALERT, { ...RECORD, expr: 'sum(' }] }], false),
  groups('one name recorded of two things', [{ name: 'a', rules: [RECORD, { ...RECORD, expr: 'down' }] }], true),
  groups('one alert with two delays', [{ name: 'a', rules: [{ ...ALERT, for: '5m' }, { ...ALERT, for: '1h' }] }], true),
  // Templates.
  ...templates(
    true, 'plain', '', 'a } b', 'a { b', '}}', '{{ $labels.job }} is at {{ $value }}', '{{$labels.job}}', '{{- $value -}}',
    '{{ $value | humanize }}', '{{ .Labels.job }}', '{{ .Value }}',
    '{{ $labels }}', '{{ $externalLabels.cluster }}', '{{ $externalURL }}', '{{ printf "%.2f" $value }}', '{{ printf `%.2f` $value }}',
    '{{ if gt $value 1.0 }}a{{ else }}b{{ end }}',
    '{{ if $labels.a }}a{{ else if $labels.b }}b{{ end }}', '{{ range query "up" }}{{ .Labels.job }}{{ end }}',
    '{{ range $i, $e := query "up" }}{{ $i }}{{ $e.Value }}{{ end }}',
    '{{ with query "up" }}{{ . | first | value | humanizePercentage }}{{ end }}', '{{ $x := 1 }}{{ $x }}', '{{/* a comment */}}',
    '{{- /* a comment */ -}}', '{{ $value | }}', '{{ "}}" }}',
    '{{ reReplaceAll "a" "b" $labels.job | title }}', '{{ (query "up" | first).Value }}', '{{ index $labels "a-b" }}',
    '{{ eq $labels.job "a" }}', '{{ and true (not false) }}', '{{ humanizeDuration 3600 }}',
    '{{ define "x" }}a{{ end }}{{ template "x" }}', '{{ $value | printf "%.0f" | toUpper }}', '{{ len "abc" }}', '{{ 1e3 }}', "{{ 'a' }}",
    '{{ $labels.job | match "a.*" }}', '{{ block "x" . }}a{{ end }}',
    '{{ range query "up" }}{{ break }}{{ end }}', '{{ graphLink "up" }} {{ tableLink "up" }} {{ pathPrefix }} {{ externalURL }}',
    '{{ stripPort $labels.instance }}', '{{ first (query "up") | label "job" }}',
    '{{ $labels.job\n}}', '{{ $ }}', '{{ toTime 1 }}', '{{ if false }}{{ else }}{{ end }}', '{{ $v := $value }}{{ $v = 2.0 }}{{ $v }}',
    '{{ $value|humanize }}', '{{ if(eq $value 1.0)}}a{{end}}', '{{ $x:=1 }}{{$x}}', '{{ range $i,$v:=query "up" }}{{ end }}', '{{ -1 }}',
    '{{ (index $labels "a").b }}', '{{ $value | (humanize) }}', '{{ $.Value }}', '{{ .}}', '{{ nil }}', '{{ "a"|len }}', '{{ "\u00a0" }}',
    'a\u00a0{{ $value }}',
  ),
  ...templates(
    false, '{{ $labels.job', '{{ $labels.job }', '{{ }}', '{{', '{{ $label.job }}', '{{ $values }}', '{{ humanise $value }}',
    '{{ $value | humanized }}', '{{ if $value }}a', '{{ end }}', '{{ else }}',
    '{{ if }}a{{ end }}', '{{ range }}{{ end }}', '{{ | humanize }}', '{{ /* a comment */ }}x', '{{ $value | | humanize }}',
    '{{ (query "up" }}', '{{ query "up") }}', '{{ "a }}', '{{ `a }}', '{{ $x }}', '{{ if true }}{{ $x := 1 }}{{ end }}{{ $x }}',
    '{{ printf("%.2f", $value) }}', '{{ value, $value }}', '{{ $labels["job"] }}', '{{ $value + 1 }}', '{{ break }}', '{{ labels.job }}',
    '{{ Labels.job }}', '{{ $labels.job }} {{ $labels.pod ', '{{ .Value | humanize | nothing }}',
    '{{ end $x }}', '{{ $labels.a-b }}', '{{ tmpl "x" . }}', '{{ upper "a" }}', '{{ default "a" $labels.job }}', '{{ $value == 1 }}',
    '{{ with }}{{ end }}', '{{ range $a, $b, $c := query "up" }}{{ end }}', '{{ $ labels }}',
    '{{ if true }}{{ else }}{{ else }}{{ end }}', '{{ := 1 }}', '{{ () }}', '{{ if true }}', '{{ #if }}', '{{ a ? b : c }}',
    '{{ continue }}', '{{ template }}',
    '{{ $labels..job }}', '{{ .Labels..job }}', '{{ $labels.job. }}', '{{ $labels. job }}', '{{ ..}}', '{{ "a""b" }}', '{{ "a".b }}',
    '{{ 1.5.x }}', '{{ true.x }}', '{{ humanize"5" }}', '{{ humanize 5"a" }}', '{{ (len "a")(5) }}', '{{ 5m }}', '{{ -$value }}',
    '{{ $value | 5 }}', '{{ $value | . }}', '{{ $value | "a" }}', '{{ $value | true }}', '{{ $value | nil }}', '{{ $value | $x }}',
    '{{ $value\u00a0}}', '{{\u00a0$value }}', '{{ humanize\u00a0$value }}',
  ),
  alert({ labels: { severity: '{{ $labels.severity }}' } }, true), alert({ labels: { severity: '{{ $label.severity }}' } }, false),
  record({ labels: { a: '{{ $x' } }, true),
  ...['{{ now }}', '{{ toDuration 1 }}', '{{ urlQueryEscape "a" }}'].map((text) =>
    alert(template(text), true, { since: '3.6 and 3.8: new' })),
];
