import { App } from 'cdk8s';
import type { RuleGroup } from '../../../charts/core/alert-rule';
import { absent, metric, sum, vector } from '../../../charts/core/promql';
import { Homelab } from '../../../charts/homelab';
import { PrometheusRules, type PlainRuleGroup } from '../../../charts/monitoring/prometheus-rules';
import { repositoryLink } from '../../../charts/monitoring/repository-link';
import { watchdogRules } from '../../../charts/monitoring/watchdog-alerts';
import { parseConfig } from '../../../charts/load-config';
import { applicationsOf, contributions, contributionsOf, dependency, manifestsOf as objectsOf } from '../../../testing';
import { checkPromql } from '../../../check/promql/check-promql';
import { find, labOf, manifestsOf } from '../../util';

/** A group of alerts that differ in nothing but their names. */
function group(name: string, ...alerts: readonly string[]): RuleGroup {
  const rest = { expr: vector(1), severity: 'info', layer: 'cluster', summary: 's', description: 'd' } as const;
  return { name, rules: alerts.map((alert) => ({ alert, ...rest })) };
}

type Rule = PlainRuleGroup['rules'][number];

function rulesOf(yaml = ''): Rule[] {
  return labOf(yaml).ruleGroups.flatMap(({ rules }) => rules);
}

function alert(name: string, yaml = ''): Rule {
  const found = rulesOf(yaml).find((rule) => rule.alert === name);
  if (!found) { throw new Error(`no alert ${name}`); }
  return found;
}

test('matches the snapshot of the default lab', () => {
  expect(manifestsOf(labOf(), 'prometheus-rules')).toMatchSnapshot();
});

test("keeps the article's alert, with an expression over metrics that exist", () => {
  expect(alert('ZtunnelCertificateExpiringSoon')).toMatchObject({
    expr: '(istio_agent_cert_expiry_seconds{app="ztunnel"} < 3600) or ((ztunnel_workload_certificate_not_after_seconds - time()) < 3600)',
    for: '5m',
    labels: { severity: 'warning' },
    annotations: { summary: 'Ztunnel certificate expiring soon' },
  });
});

test('every expression is PromQL', () => {
  for (const { alert: name, record, expr } of rulesOf()) {
    expect([name ?? record, checkPromql(expr).problems]).toEqual([name ?? record, []]);
  }
});

test('every alert says how bad it is, where, what and what to do', () => {
  for (const { alert: name, labels, annotations } of rulesOf()) {
    expect([name, Object.keys(labels ?? {})]).toEqual([name, ['severity', 'layer']]);
    expect(annotations).toMatchObject({
      summary: expect.stringMatching(/^[^.{]{10,80}$/) as unknown,
      description: expect.stringMatching(/\.$/) as unknown,
      runbook_url: `https://github.com/your-name/homelab/blob/main/runbooks/${(name ?? '').toLowerCase()}.md`,
    });
  }
});

test('no two alerts share a name', () => {
  const names = rulesOf().map(({ alert: name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("runbooks are in the user's own repository", () => {
  expect(alert('Watchdog', 'gitops: { repoURL: "git@gitlab.com:me/lab.git", revision: v1 }').annotations).toMatchObject({
    runbook_url: 'https://gitlab.com/me/lab/-/blob/v1/runbooks/watchdog.md',
  });
});

test('runbooks are in the lab\'s folder of that repository', () => {
  const lab = new Homelab(new App(), 'homelab', parseConfig(''), { path: 'clusters/home' });
  const [rule] = lab.ruleGroups.flatMap(({ rules }) => rules).filter(({ alert: name }) => name === 'Watchdog');
  expect(rule?.annotations?.['runbook_url']).toBe('https://github.com/your-name/homelab/blob/main/clusters/home/runbooks/watchdog.md');
});

test('a repository that has no page on the web is named by the path in it', () => {
  const rules = new PrometheusRules(new App(), 'rules', {
    namespace: 'monitoring',
    runbook: (page) => repositoryLink('/srv/lab.git', 'main', page) ?? page,
    dependsOn: [],
  });
  rules.complete(contributions({ alerts: [watchdogRules()] }));
  expect(rules.plainGroups[0]?.rules[0]?.annotations?.['runbook_url']).toBe('watchdog.md');
});

test.each<[string, readonly RuleGroup[], string]>([
  ['two groups of one name', [group('nas', 'NasFull'), group('nas', 'NasDown')], 'two groups of rules are named "nas"'],
  ['two alerts with one page', [group('nas', 'NasDown', 'NASDown')], 'two alerts share the runbook nasdown.md'],
  [
    'two alerts with one page in two groups',
    [group('nas', 'NasDown'), group('disks', 'NasDown')],
    'two alerts share the runbook nasdown.md',
  ],
  ['an alert that is no name of a page', [group('nas', '../NasDown')], 'the alert "../NasDown" has no name in CamelCase'],
])('refuses %s', (_, alerts, message) => {
  const rules = new PrometheusRules(new App(), 'rules', { namespace: 'monitoring', runbook: (page) => page, dependsOn: [] });
  expect(() => { rules.complete(contributions({ alerts })); }).toThrow(message);
});

test('dashboards are linked only where Grafana can be reached', () => {
  expect(alert('ZtunnelDown').annotations).toMatchObject({ dashboard_url: 'https://grafana.homelab.example.com/d/homelab-ztunnel' });
  expect(alert('ZtunnelDown', 'interfaces: { grafana: { expose: false } }').annotations).not.toHaveProperty('dashboard_url');
});

test('limits follow the configuration', () => {
  // GIVEN
  const yaml =
    'mesh: { workloadCertificateTTL: 24h, ztunnelRestartSchedule: "0 3 * * *" }\ngateway: { name: edge, address: 192.168.100.201 }';
  // THEN
  expect(alert('ZtunnelCertificateRenewalLate', yaml).expr).toContain('< 34560');
  expect(alert('ZtunnelRestartOverdue', yaml).expr).toContain('> 259200');
  expect(alert('GatewayDown', yaml).expr).toContain('deployment="edge-istio"');
  expect(alert('GatewayAddressNotAnnounced', yaml).expr).toContain('ip="192.168.100.201"');
});

test('is there before anything it watches needs it', () => {
  // An object per subject, each in the namespace Prometheus lives in.
  expect(find(manifestsOf(labOf(), 'prometheus-rules'), 'PrometheusRule', 'ztunnel').metadata.namespace).toBe('monitoring');
});

describe('made alone', () => {
  function rules(): PrometheusRules {
    return new PrometheusRules(new App(), 'prometheus-rules', {
      namespace: 'watch',
      runbook: (page) => `https://lab.test/${page}`,
      dashboardUrl: ({ json }) => `https://grafana.test/${json.uid}`,
      dependsOn: [dependency('prometheus-operator-crds')],
    });
  }

  const nas: RuleGroup = {
    name: 'nas',
    rules: [
      { record: 'nas:up:sum', expr: sum(metric('up', { job: 'nas' })) },
      {
        alert: 'NasDown',
        expr: absent(metric('nas:up:sum').above(0)),
        for: '10m',
        keepFiringFor: '5m',
        severity: 'warning',
        layer: 'cluster',
        summary: 'The NAS is down',
        description: 'It does not answer.',
        dashboard: 'nas',
        runbook: 'Look at it.',
      },
    ],
  };

  test('it makes an object per group, whose alerts link to runbook and dashboard', () => {
    // GIVEN
    const layer = rules();
    // WHEN
    layer.complete(contributions({ alerts: [nas], dashboards: [{ name: 'nas', json: { uid: 'homelab-nas' } }] }));
    // THEN
    const record = { record: 'nas:up:sum', expr: 'sum(up{job="nas"})' };
    const fields = {
      alert: 'NasDown',
      expr: 'absent(nas:up:sum > 0)',
      for: '10m',
      labels: { severity: 'warning', layer: 'cluster' },
      annotations: {
        summary: 'The NAS is down',
        description: 'It does not answer.',
        runbook_url: 'https://lab.test/nasdown.md',
        dashboard_url: 'https://grafana.test/homelab-nas',
      },
    };
    expect(objectsOf(layer)).toEqual([{
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: 'nas', namespace: 'watch' },
      spec: { groups: [{ name: 'nas', rules: [record, { ...fields, keep_firing_for: '5m' }] }] },
    }]);
    expect(layer.plainGroups).toEqual([{ name: 'nas', rules: [record, { ...fields, keep_firing_for: '5m' }] }]);
  });

  test('it is one Application, unless nobody asks for an alert, and asks nothing of others', () => {
    const layer = rules();
    expect(applicationsOf(layer)).toEqual([]);
    layer.complete(contributions({ alerts: [group('nas', 'NasDown')] }));
    expect(applicationsOf(layer)).toEqual([
      { name: 'prometheus-rules', namespace: 'watch', source: 'own', dependsOn: ['prometheus-operator-crds'], root: 'monitoring' },
    ]);
    expect(contributionsOf(layer)).toEqual({});
  });

  test('it refuses an alert that shows a dashboard no layer adds', () => {
    expect(() => { rules().complete(contributions({ alerts: [nas] })); })
      .toThrow('an alert shows the dashboard "nas", which no layer adds');
  });
});
