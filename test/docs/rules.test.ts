import { readFileSync } from 'node:fs';
import path from 'node:path';
import { RULES } from '../../check/rules';
import { checkLab } from '../../check/run';
import { formatPath, WARNING_NAMES } from '../../config/problem';
import { CHART_NAMES, homelabSchema } from '../../config/schema';
import { renderedLab, toManifests } from '../../synth/render';
import { EVERY_ADDON } from '../../tools/charts/every-addon';
import { labOf } from '../util';
import { keysOf } from '../whole-lab/schema-keys';

const PAGE = readFileSync(path.join(__dirname, '../../docs/rules.md'), 'utf8').replaceAll('\r\n', '\n');
const [, TABLE = ''] = /^## Which rules read which key\n([\s\S]*)$/m.exec(PAGE) ?? [];
const ROWS = [...TABLE.matchAll(/^\| `([^`]+)` \| (.*) \| (.*) \|$/gm)]
  .map(([, key = '', rules = '', layers = '']) => ({ key, rules, layers }));

test('every key of homelab.yaml has a line, and only those have one', () => {
  const keys = keysOf(homelabSchema).map((key) => key.replace(/\[\]$/, ''));
  expect(ROWS.map(({ key }) => key).sort()).toEqual([...new Set(keys)].sort());
});

test('every rule that a line names exists, and every line says what reads the key', () => {
  const known = new Set<string>([...RULES.map(({ name }) => name), ...WARNING_NAMES]);
  for (const { key, rules, layers } of ROWS) {
    expect({ key, unknown: [...rules.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name).filter((name) => !known.has(name)) })
      .toEqual({ key, unknown: [] });
    expect(`${rules}${layers}`).not.toBe('');
  }
});

test('every rule is explained, and stands beside a key or among those that read none, and no other name is', () => {
  const [, none = ''] = /^Of no key in particular, ([\s\S]*?)\n\n/m.exec(TABLE) ?? [];
  const namesIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  const [keyed, keyless] = [[...new Set(ROWS.flatMap(({ rules }) => namesIn(rules)))], namesIn(none)];
  expect(keyless.filter((name) => keyed.includes(name))).toEqual([]);
  // What lies around homelab.yaml and what it says for nothing are warnings that have their keys too.
  const all = [...RULES.map(({ name }) => name), ...WARNING_NAMES];
  expect([...keyed, ...keyless].sort()).toEqual([...all].sort());
  const explained = [...PAGE.matchAll(/^### (.+)$/gm)].map(([, name = '']) => name);
  expect(explained.sort()).toEqual([...all].sort());
});

const OWN_OBJECTS = new Map([['kube-prometheus-stack', 'extraManifests'], ['sealed-secrets', 'extraDeploy'],
  ['external-secrets', 'extraObjects'],
  ...['argocd', 'cert-manager', 'loki', 'alloy', 'tempo', 'oauth2-proxy']
  .map((chart) => [chart, 'extraObjects'] as const)]);

const WEBHOOK = 'provider: webhook, groupName: acme.example.com, solverName: a, secretKeys: [token]';

/** Labs with mistakes at one key, and the rules that find them there. */
const MISTAKES: readonly (readonly [key: string, yaml: string, rules: readonly string[]])[] = [
  ...CHART_NAMES.map((chart) => {
    const more = OWN_OBJECTS.get(chart);
    const wrong = `adminPassword: 0tQ8vKx2Lm9, resources: { requests: { memory: 900Gi }, limits: { memory: 128MB } }, noSuchKey: 1`;
    return [
      `values.${chart}`, `values: { ${chart}: { ${wrong}${more === undefined ? '' : `, ${more}: [{ a: b }]`} } }`,
      [
        'no-secret-in-values', 'requests-fit-node', 'values-deployable',
        // cert-manager's schema excludes other keys.
        chart === 'cert-manager' ? 'chart-values-typed' : 'chart-values-known',
        ...more === undefined ? [] : ['extra-objects-kept'],
      ],
    ] as const;
  }),
  ['values.kube-prometheus-stack', 'values: { kube-prometheus-stack: { alertmanager: { config: { route: { receiver: me } } } } }',
    ['alertmanager-config-valid']],
  ['values.kube-prometheus-stack', 'values: { kube-prometheus-stack: { alertmanager: { service: { port: 9999 } } } }',
    ['runbook-services-kept']],
  ['values.loki', 'values: { loki: { singleBinary: { persistence: { size: 900Gi } } } }', ['volumes-fit-disk']],
  ['values.tempo', 'values: { tempo: { persistence: { size: 900Gi } } }', ['volumes-fit-disk']],
  ['monitoring.storage', 'monitoring: { storage: 900Gi }', ['volumes-fit-disk']],
  ['tls.dns01.config', `tls: { dns01: { ${WEBHOOK}, config: { password: 0tQ8vKx2Lm9 } } }`, ['no-secret-in-values']],
  ['tls.dns01.chart.values', `tls: { dns01: { ${WEBHOOK}, chart: { repoURL: "https://charts.example.org", name: a, version: 1.2.3, `
    + 'values: { adminPassword: 0tQ8vKx2Lm9 } } } }', ['no-secret-in-values']],
  ['applications[].values', 'applications: [{ name: a, namespace: my-app, repoURL: https://charts.example.org, chart: a, '
    + 'targetRevision: 1.2.3, values: { adminPassword: 0tQ8vKx2Lm9 } }]', ['no-secret-in-values']],
];

test.each(MISTAKES)('what is wrong at %s is found by the rules that stand there: %s', (key, yaml, names) => {
  // GIVEN a lab with all its parts, and mistakes at one key
  const dns = yaml.includes('external-dns')
    ? '{ provider: external-dns, zone: { at: pihole, server: "http://192.168.1.5" } }' : 'k8s-gateway';
  const login = '{ issuer: "https://accounts.google.com", clientID: lab, emails: [me@frank.dev] }';
  const parts = `${EVERY_ADDON}\ndns: ${dns}\nlogin: ${login}`;
  const lab = labOf(`${yaml.startsWith('monitoring') ? yaml : `${yaml}\nmonitoring: { logs: loki, traces: tempo }`}\n${parts}`);
  const rendered = renderedLab(lab, toManifests(lab));
  for (const rule of names) {
    // WHEN one rule looks at it
    const { errors, warnings } = checkLab(rendered, RULES.filter(({ name }) => name === rule));
    const found = [...errors, ...warnings].map(({ path: where }) => formatPath(where).replaceAll(/\[\d+\]/g, '[]'));
    // THEN it blames that key, and the table says that it reads it
    expect({ rule, found: found.length > 0, elsewhere: found.filter((where) => !where.startsWith(key)) })
      .toEqual({ rule, found: true, elsewhere: [] });
    expect(ROWS.find((row) => row.key === key)?.rules).toContain(`\`${rule}\``);
  }
});

test('every warning about homelab.yaml is explained', () => {
  for (const name of WARNING_NAMES) { expect(PAGE).toContain(`### ${name}\n`); }
});
