import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { vector } from '../../../charts/core/promql';
import type { AlertRule } from '../../../charts/core/alert-rule';
import { ADDON_NAMES } from '../../../config/addons/names';
import { existingNamespaces } from '../../../config/platform';
import { fillIn } from '../../../draw/config-placeholders';
import { renderRunbooks } from '../../../draw/runbooks';
import { EVERY_ADDON } from '../../../tools/charts/every-addon';
import { FIXTURES, VALID } from '../../whole-lab/labs';
import { labOf } from '../../util';
import { addonSettings } from '../../charts/addons/settings';

const ROOT = path.join(__dirname, '../../..');
const LAYERS = path.join(ROOT, 'charts');
/** The pages that are written by hand, by the name of their file. */
const WRITTEN = new Map([...readdirSync(LAYERS), ...ADDON_NAMES.map((name) => path.join('addons', name))]
  .map((layer) => path.join(LAYERS, layer, 'runbooks')).filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((file): [string, string] => [file, path.join(folder, file)])));
const SECTIONS = ['Meaning', 'Impact', 'Diagnose', 'Fix', 'Prevent'];

const runbooksOf = (yaml = ''): Map<string, string> => renderRunbooks(labOf(yaml));
/** Policies have an alert of their own, in labs that have some. */
const WITH_POLICIES = 'namespaces: [{ name: my-app, denyByDefault: true }]';
/** All alerts there are: no lab has both ways of making names known. */
const rules = [`${EVERY_ADDON}\ndns: k8s-gateway`, WITH_POLICIES,
  addonSettings('oauth2-proxy'),
  'dns: { provider: external-dns, zone: { at: pihole, server: "http://192.168.1.5" } }']
  .flatMap((yaml) => labOf(yaml).ruleGroups.flatMap((group) => group.rules))
  .filter(({ alert }, index, all) => alert === undefined || all.findIndex((each) => each.alert === alert) === index);
const alerts = rules.flatMap(({ alert }) => alert === undefined ? [] : [alert]);
const pageOf = (alert: string): string => `${alert.toLowerCase()}.md`;

/** The text of each section of a page, by its heading. */
function sectionsOf(page: string): Map<string, string> {
  return new Map(page.split(/^## /m).slice(1)
    .map((part) => [part.slice(0, part.indexOf('\n')).trim(), part.slice(part.indexOf('\n')).trim()]));
}

describe('the pages that are written by hand', () => {
  test.each(alerts)('%s has one that helps at night', (alert) => {
    // GIVEN
    const page = readFileSync(WRITTEN.get(pageOf(alert)) ?? '', 'utf8');
    // WHEN
    const sections = sectionsOf(page);
    // THEN
    expect(page.startsWith('## Meaning\n')).toBe(true);
    expect([...sections.keys()]).toEqual(SECTIONS);
    expect([...sections].filter(([, text]) => text === '').map(([name]) => name)).toEqual([]);
    expect(sections.get('Diagnose')).toMatch(/```sh\n.+\n```/s);
  });

  test('there is none of an alert that is gone', () => {
    expect([...WRITTEN.keys()].sort()).toEqual(alerts.map(pageOf).sort());
  });
});

describe.each(FIXTURES)('the runbooks of the lab "%s"', (name) => {
  const lab = labOf(readFileSync(path.join(VALID, `${name}.yaml`), 'utf8'));
  const pages = renderRunbooks(lab);
  const installed = lab.ruleGroups.flatMap((group) => group.rules).filter(({ alert }) => alert !== undefined);

  test('are one page per installed alert, and an index that leads to each', () => {
    expect([...pages.keys()].sort())
      .toEqual(installed.length === 0 ? [] : ['README.md', ...installed.map(({ alert = '' }) => pageOf(alert))].sort());
    const index = pages.get('README.md') ?? '';
    expect(installed.filter(({ alert = '' }) => !index.includes(`- [${alert}](${pageOf(alert)})`))).toEqual([]);
  });

  test('are where the alerts say', () => {
    const aims = installed.map(({ annotations }) => path.posix.basename(annotations?.['runbook_url'] ?? ''));
    expect(aims.filter((aim) => !pages.has(aim))).toEqual([]);
  });

  test('say the rules that are installed', () => {
    for (const { alert = '', expr, labels, annotations } of installed) {
      const page = pages.get(pageOf(alert)) ?? '';
      const [summary = '', severity = '', layer = ''] = [annotations?.['summary'], labels?.['severity'], labels?.['layer']];
      expect(page.split('\n').slice(0, 3))
        .toEqual([`# ${alert}`, '', `${summary}. Severity: ${severity}; layer: ${layer}. [All runbooks](README.md)`]);
      expect(sectionsOf(page).get('Rule')).toContain(`\`\`\`promql\n${expr.trim()}\n\`\`\``);
    }
  });

  test('have no placeholder left, and no link that leads nowhere', () => {
    for (const [file, page] of pages) {
      const links = [...page.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
      expect([file, page.match(/\{\{[^}]*\}\}/g)]).toEqual([file, null]);
      expect([file, links.filter((target) => !pages.has(target))]).toEqual([file, []]);
    }
  });

  test('name no namespace that the lab does not have', () => {
    const known = existingNamespaces(lab.config);
    const named = [...pages.values()].flatMap((page) => [...page.matchAll(/(?:^|\s)(?:-n|--namespace) ([\w-]+)/gm)]
      .map(([, namespace = '']) => namespace)
      .filter((namespace) => !/^(\d+|[A-Z]+)$/.test(namespace)));
    expect([...new Set(named)].filter((namespace) => !known.has(namespace))).toEqual([]);
  });

  test('are plain text', () => {
    const odd = [...pages].filter(([, text]) => /[^\n\x20-\x7e]/.test(text) || !text.endsWith('\n') || text.includes('\n\n\n'));
    expect(odd.map(([file]) => file)).toEqual([]);
  });
});

test('a lab that differs from the default in everything is not told the default', () => {
  // GIVEN
  const yaml = [
    'domain: lab.example.net',
    'network: { dnsServers: [172.20.0.53] }',
    'nodes: [{ name: cellar, address: 192.168.100.11 }]',
    'gateway: { name: edge, namespace: front, address: 192.168.100.201 }',
    'tls: { route53: { credentialsSecretName: dns-login } }',
    'mesh: { clockJumpThreshold: 7m }',
    'host: { folder: "D:\\\\Lab", sshUser: frank }',
  ].join('\n');
  // WHEN
  const pages = runbooksOf(yaml);
  // THEN
  const defaults = [
    'homelab.example.com', '1.1.1.1', '192.168.100.10', '192.168.100.200', 'main-gateway', 'istio-ingress', 'route53-credentials', 'C:\\',
    'homelab@', '-Name homelab', '-VMName homelab',
  ];
  // 192.168.100.20 is no part of 192.168.100.200.
  const says = (text: string, value: string): boolean => new RegExp(`${value.replaceAll(/[\\.]/g, '\\$&')}(?!\\d)`).test(text);
  expect(defaults.flatMap((value) => [...pages].filter(([, text]) => says(text, value)).map(([file]) => `${file}: ${value}`))).toEqual([]);
  expect(pages.get('gatewaydown.md')).toContain('kubectl -n front describe gateway edge | tail');
  expect(pages.get('gatewayaddressnotannounced.md')).toContain('ip neigh show 192.168.100.201 ');
  expect(pages.get('certificatenotready.md')).toContain('dig +short TXT _acme-challenge.lab.example.net @172.20.0.53');
  expect(pages.get('watchdog.md')).toContain('Get-VM -Name cellar\n');
  expect(pages.get('ztunnelclockdrifthigh.md')).toContain("the guard's threshold of 7m.");
  expect(pages.get('README.md')).toContain('ssh -i "D:\\Lab\\ssh\\id_ed25519" frank@192.168.100.11   # cellar\n');
});

test('without monitoring there are none', () => {
  expect([...runbooksOf('monitoring: { enabled: false }')]).toEqual([]);
});

test('a page of the tool is named in words, since it is not in the lab\'s repository', () => {
  const named = [...runbooksOf(WITH_POLICIES).values()]
    .flatMap((page) => [...page.matchAll(/\((docs\/[\w-]+\.md) of homelab-synth\)/g)].map(([, file = '']) => file));
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  expect(runbooksOf(WITH_POLICIES).get('istiodrefusescertificates.md'))
    .toContain('Keep the clocks right: the clock (docs/clock.md of homelab-synth).\n');
});

describe("an alert of a lab's own code", () => {
  const nasFull: AlertRule = {
    alert: 'NasFull', expr: vector(1).above(0.9), for: '10m', severity: 'warning', layer: 'cluster', summary: 'The NAS is nearly full',
    description: 'The NAS is {{ $value | humanizePercentage }} full.',
  };
  const pageFor = (rule: AlertRule): string => {
    const lab = labOf();
    lab.metallb.addAlerts({ name: 'nas', rules: [rule] });
    const pages = renderRunbooks(lab);
    expect(pages.get('README.md')).toContain('## nas\n\n- [NasFull](nasfull.md) (warning): The NAS is nearly full\n');
    return pages.get('nasfull.md') ?? '';
  };
  const head = ['# NasFull', '', 'The NAS is nearly full. Severity: warning; layer: cluster. [All runbooks](README.md)', ''];
  const rule = ['', '## Rule', '', 'Fires when this finds something for 10m:', '', '```promql', 'vector(1) > 0.9', '```', ''];

  test('has the page that its rule brings, as it is', () => {
    const runbook = '\n## Meaning\n\nSee [the NAS](../nas.md); {{ no }} placeholder.\n\n## Fix\n\nDelete films.\n\n';
    expect(pageFor({ ...nasFull, runbook })).toBe([
      ...head, '## Meaning', '', 'See [the NAS](../nas.md); {{ no }} placeholder.', '', '## Fix', '', 'Delete films.', ...rule,
    ].join('\n'));
  });

  test('has a page that says what is known where nobody has written one', () => {
    expect(pageFor(nasFull)).toBe([
      ...head,
      '## Meaning', '', 'The NAS is {{ $value | humanizePercentage }} full.', '',
      "Nobody has written what to do. In the lab's own code, the alert's `runbook` is the text for this page.",
      ...rule,
    ].join('\n'));
  });

  test('is none of the platform, where a page that is missing stays a fault', () => {
    const lab = labOf();
    lab.metallb.addAlerts({ name: 'nas', rules: [nasFull] });
    expect(() => renderRunbooks({ config: lab.config, ruleGroups: lab.ruleGroups, ownAlerts: [] }))
      .toThrow('the alert of nasfull.md has no page; write charts/LAYER/runbooks/nasfull.md (docs/runbooks.md)');
  });

  test('needs no page where monitoring is off', () => {
    const lab = labOf('monitoring: { enabled: false }');
    lab.metallb.addAlerts({ name: 'nas', rules: [nasFull] });
    expect([...renderRunbooks(lab)]).toEqual([]);
  });
});

describe('a placeholder', () => {
  const { config } = labOf('nodes: [{ name: cellar }]');

  test.each([
    ['{{domain}}', 'homelab.example.com'],
    ['{{gateway.address}} or {{ nothing', '192.168.100.200 or {{ nothing'],
    ['{{nodes[0].name}}', 'cellar'],
    ['{{nodes[0].cpus}}', '4'],
    ['{{host.secureBoot}}', 'true'],
    ['{.status.health} $(x) ${y}', '{.status.health} $(x) ${y}'],
  ])('%s becomes %s', (text, filled) => {
    expect(fillIn(text, config, 'page.md')).toBe(filled);
  });

  test.each([
    '{{gateway}}', '{{nodes}}', '{{nodes[7].name}}', '{{gateway.adress}}', '{{toString}}', '{{domain.length}}', '{{__proto__.x}}',
    '{{ domain }}', '{{}}',
  ])('%s is an error, which names the page', (placeholder) => {
    expect(() => fillIn(placeholder, config, 'page.md'))
      .toThrow(`page.md: ${placeholder} is not a key of homelab.yaml with a text, number or boolean`);
  });
});
