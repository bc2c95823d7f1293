import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AlertRule, RuleGroup } from '../../../charts/core/alert-rule';
import { alertInhibitions } from '../../../charts/monitoring/alert-inhibitions';
import { nodeRules } from '../../../charts/monitoring/node-alerts';
import { watchdogRules } from '../../../charts/monitoring/watchdog-alerts';
import { toYaml } from '../../../charts/core/yaml';
import { isInstalled } from '../../alerts/promtool';
import { labOf } from '../../util';

const EVERYTHING = `
monitoring:
  alerting:
    receivers:
      - { name: phone, type: ntfy, bearerToken: true }
      - { name: chat, type: discord }
      - { name: work, type: slack, channel: "#lab" }
      - { name: family, type: telegram, chatID: -100123 }
      - { name: watch, type: pushover, device: pager }
      - { name: mail, type: email, to: me@example.org, from: lab@example.org, smarthost: "smtp.example.org:587", username: lab@example.org }
      - { name: dead-man, type: webhook }
    receiver: mail
    routes:
      - { severity: [critical], receiver: phone }
      - { layer: [gitops], receiver: chat }
      - { severity: [warning, info], layer: [mesh, edge], receiver: family }
      - { layer: [monitoring], receiver: work }
    quietHours: { from: "22:30", to: "07:00", timeZone: Europe/London }
    deadMan: { receiver: dead-man, every: 10m }
`;

function configOf(yaml: string): NonNullable<ReturnType<typeof labOf>['alertmanagerConfig']> {
  const { alertmanagerConfig } = labOf(yaml);
  if (!alertmanagerConfig) { throw new Error('no Alertmanager in this lab'); }
  return alertmanagerConfig;
}

test('matches the snapshot of a lab with every kind of receiver', () => {
  expect(configOf(EVERYTHING)).toMatchSnapshot();
});

test('without receivers nobody is told, and nothing is missing', () => {
  expect(configOf('')).toMatchObject({ route: { receiver: 'nobody' }, receivers: [{ name: 'nobody' }] });
  expect(labOf().requiredSecrets.filter(({ name }) => name.startsWith('alerting-'))).toEqual([]);
});

test('the first receiver is told of everything unless another one is named', () => {
  expect(configOf('monitoring: { alerting: { receivers: [{ name: phone, type: ntfy }] } }')).toMatchObject({
    route: { receiver: 'phone' },
  });
});

test('asks for the Secrets that receivers read, and holds none of them', () => {
  // GIVEN
  const lab = labOf(EVERYTHING);
  // WHEN
  const keys = Object.fromEntries(
    lab.requiredSecrets
      .filter(({ namespace, name }) => namespace === 'monitoring' && name.startsWith('alerting-'))
      .map(({ name, keys: each }) => [name, each.map(({ key }) => key)]),
  );
  // THEN
  expect(keys).toEqual({
    'alerting-phone': ['url', 'token'],
    'alerting-chat': ['webhook-url'],
    'alerting-work': ['webhook-url'],
    'alerting-family': ['bot-token'],
    'alerting-watch': ['user-key', 'token'],
    'alerting-mail': ['password'],
    'alerting-dead-man': ['url'],
  });
  expect(JSON.stringify(lab.alertmanagerConfig)).not.toMatch(
    /"(webhook_url|api_url|bot_token|user_key|token|auth_password|credentials)":|"url":"(?!{{ .CommonAnnotations.runbook_url }}")/,
  );
});

test('quiet hours that pass midnight are two ranges', () => {
  expect(configOf(EVERYTHING)).toMatchObject({
    time_intervals: [
      {
        time_intervals: [
          {
            times: [
              { start_time: '22:30', end_time: '24:00' },
              { start_time: '00:00', end_time: '07:00' },
            ],
            location: 'Europe/London',
          },
        ],
      },
    ],
  });
});

test('with several nodes a sleeping one silences only what happens on it', () => {
  // GIVEN the alerts about nodes
  const asleep = (singleNode: boolean): unknown => alertInhibitions([nodeRules({ singleNode })])
    .find((each) => JSON.stringify(each).includes('NodeClockJumped'));
  // THEN all but those about nodes wait, with several nodes on that node alone
  const silenced = {
    source_matchers: ['alertname = "NodeClockJumped"'],
    target_matchers: ['layer =~ "cluster|cni|edge|gitops|mesh|monitoring"', 'severity != "none"'],
  };
  expect(asleep(true)).toEqual(silenced);
  expect(asleep(false)).toEqual({ ...silenced, equal: ['node'] });
});

test('an alert of own code can silence others, but none that does not exist', () => {
  // GIVEN
  const [first] = watchdogRules().rules;
  const group = (...alerts: string[]): RuleGroup => ({
    name: 'own', rules: [{ ...first as AlertRule, alert: 'NasDown', silences: [{ alerts, equal: ['instance'] }] }],
  });
  // WHEN it names one, or two
  expect(alertInhibitions([watchdogRules(), group('Watchdog')])[0]).toEqual({
    source_matchers: ['alertname = "NasDown"'], target_matchers: ['alertname = "Watchdog"'], equal: ['instance'],
  });
  expect(alertInhibitions([watchdogRules(), group('Watchdog', 'NasDown')])[0]).toMatchObject({
    target_matchers: ['alertname =~ "Watchdog|NasDown"'],
  });
  // THEN a misspelt name is an error
  expect(() => alertInhibitions([group('Watchdo')])).toThrow('the alert "NasDown" silences "Watchdo", which no layer has');
});

test('every alert that an inhibition names exists', () => {
  const known = new Set(labOf().ruleGroups.flatMap(({ rules }) => rules.map((rule) => rule.alert)));
  // Of kube-prometheus-stack.
  known.add('InfoInhibitor');
  const named = [...JSON.stringify(configOf('')['inhibit_rules']).matchAll(/alertname =~? \\"([^"\\]+)\\"/g)].flatMap(([, names]) =>
    (names ?? '').split('|'),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

const describeWithAmtool = isInstalled('amtool') ? describe : describe.skip;

describeWithAmtool(
  isInstalled('amtool') ? 'amtool' : 'amtool (SKIPPED: it is not installed; on Debian: apt-get install prometheus-alertmanager)',
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'homelab-routing-'));
    const file = path.join(folder, 'alertmanager.yaml');
    const amtool = (...args: string[]): string => {
      const { status, stdout } = spawnSync('amtool', args, { encoding: 'utf8' });
      return `${String(status)} ${stdout.trim()}`;
    };

    /**
     * Debian's amtool is of 2022 and lacks the `_file` form of some fields (webhook, Telegram and Pushover: 0.26, Discord: 0.28), so it
     * is given values; and the device of Pushover, of 0.26 as well, is left out.
     */
    const write = (yaml: string): void => {
      const known = JSON.stringify(configOf(yaml))
        .replace(/"(url|webhook_url)_file":"[^"]*"/g, '"$1":"https://receiver.invalid/"')
        .replace(/"bot_token_file":"[^"]*"/g, '"bot_token":"1:x"')
        .replace(/"(user_key|token)_file":"[^"]*"/g, '"$1":"x"')
        .replace(/"device":"[^"]*",/g, '');
      writeFileSync(file, toYaml(JSON.parse(known)));
    };

    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    test.each([
      ['default', ''],
      ['full', EVERYTHING],
      [
        'other',
        'monitoring: { alerting: { receivers: [{ name: a, type: webhook, bearerToken: true }], quietHours: { from: "09:00", to: "17:00" '
          + '} } }',
      ],
    ])('accepts the %s routing', (_, yaml) => {
      write(yaml);
      expect(amtool('check-config', file)).toMatch(/^0 .*SUCCESS/s);
    });

    test.each<[string, string]>([
      ['alertname=ZtunnelCertificateExpired severity=critical layer=mesh', 'phone'],
      ['alertname=GatewayDown severity=critical layer=edge', 'phone'],
      ['alertname=NodeDiskFull severity=critical layer=node', 'phone'],
      ['alertname=ZtunnelCertificateExpiringSoon severity=warning layer=mesh', 'family'],
      ['alertname=MetalLbPoolNearlyFull severity=info layer=edge namespace=metallb-system', 'family'],
      ['alertname=ArgoCdSyncFailed severity=warning layer=gitops', 'chat'],
      ['alertname=ArgoCdAutoSyncOff severity=info layer=gitops namespace=argocd', 'chat'],
      ['alertname=PrometheusRuleFailures severity=warning layer=monitoring namespace=monitoring', 'work'],
      // Alerts about other namespaces than Alertmanager's own, which an AlertmanagerConfig would not see by default.
      ['alertname=KubePodCrashLooping severity=warning layer=cluster namespace=my-app', 'mail'],
      ['alertname=NodeMemoryLow severity=warning layer=node', 'mail'],
      ['alertname=SomebodysOwn severity=warning', 'mail'],
      ['alertname=Watchdog severity=none layer=monitoring', 'dead-man'],
      ['alertname=InfoInhibitor severity=none layer=cluster namespace=my-app', 'nobody'],
    ])('%s reaches %s', (labels, receiver) => {
      write(EVERYTHING);
      expect(amtool('config', 'routes', 'test', `--config.file=${file}`, `--verify.receivers=${receiver}`, ...labels.split(' '))).toBe(
        `0 ${receiver}`,
      );
    });
  },
);
