import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Document, parseDocument } from 'yaml';
import { copyOfProject, synthesiseIn, testIn } from '../project';

/*
 * Edits of the repository's own homelab.yaml, each followed by a synth. The suites that run are those that look at the example at all:
 * untouched.test.ts shows that there are no others.
 */
const AFFECTED = ['test/whole-lab/committed', 'test/docs/links'];

type Edit = readonly (readonly [key: string, value: unknown])[];

const EDITS: Readonly<Record<string, Edit>> = {
  "the README's first step": [
    ['domain', 'lab.kestrel.dev'], ['gitops.repoURL', 'https://github.com/kestrel/lab.git'], ['tls.email', 'me@kestrel.dev'],
    ['tls.route53.hostedZoneID', 'Z0123456789ABCDEFGHIJ'],
  ],
  'more memory': [['nodes.0.memoryGiB', 16]],
  'another network': [
    ['network.cidr', '10.20.30.0/24'], ['network.hostAddress', '10.20.30.1'], ['network.loadBalancerRange', '10.20.30.200-10.20.30.220'],
    ['nodes.0.address', '10.20.30.10'], ['gateway.address', '10.20.30.200'],
  ],
  'no monitoring': [['monitoring.enabled', false]],
  'logs and traces': [['monitoring.logs', 'loki'], ['monitoring.traces', 'tempo']],
  'another gateway': [['gateway.name', 'front-door'], ['gateway.namespace', 'edge']],
  'services in namespaces': [
    ['namespaces', [{ name: 'shop', ambient: true, waypoint: true }, { name: 'tools' }]],
    [
      'services',
      [{ name: 'shop', namespace: 'shop', port: 8080 }, { name: 'wiki', namespace: 'tools', port: 80, timeouts: { request: '30s' } }],
    ],
  ],
  'a permissive mesh': [['mesh.mtls', 'PERMISSIVE']],
  "the lab's own authority": [['tls.issuer', 'homelab-ca']],
  'another schedule': [['mesh.ztunnelRestartSchedule', '30 4 * * 1'], ['mesh.timeZone', 'Europe/London']],
  'somebody to tell of alerts': [
    ['monitoring.alerting.receivers', [{ name: 'phone', type: 'ntfy' }, { name: 'team', type: 'slack', channel: '#lab' }]],
    ['monitoring.alerting.routes', [{ severity: ['critical'], receiver: 'team' }]],
  ],
  'another node on another Windows': [
    ['nodes.0.name', 'attic'], ['host.folder', 'D:\\Lab'], ['host.switchName', 'attic'], ['host.sshUser', 'ada'],
  ],
  'other pages': [
    ['login', { issuer: 'https://accounts.google.com', clientID: 'lab', emails: ['me@frank.dev'] }], ['interfaces.grafana.host', 'metrics'],
  ],
  'an application, and values of a chart': [
    [
      'applications',
      [{ name: 'podinfo', namespace: 'my-app', repoURL: 'https://example.com/charts', chart: 'podinfo', targetRevision: '6.9.0' }],
    ],
    ['values.metallb', { speaker: { logLevel: 'debug' } }],
  ],
};

const folder = copyOfProject();
const original = readFileSync(path.join(folder, 'homelab.yaml'), 'utf8');

/** The text of the example with other values, its comments kept. */
function edited(edit: Edit): string {
  const document: Document = parseDocument(original);
  for (const [key, value] of edit) {
    const steps = key.split('.').map((step) => /^\d+$/.test(step) ? Number(step) : step);
    document.setIn(steps, document.createNode(value));
  }
  return document.toString();
}

test.each(Object.entries(EDITS))('the tests are green after an edit of homelab.yaml: %s', (_, edit) => {
  // GIVEN
  writeFileSync(path.join(folder, 'homelab.yaml'), edited(edit));
  // WHEN
  expect(synthesiseIn(folder)).toMatchObject({ status: 0, stderr: '' });
  const { failures, passed } = testIn(folder, AFFECTED);
  // THEN
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThan(10);
}, 300_000);

test('a test is red after an edit without a synth', () => {
  writeFileSync(path.join(folder, 'homelab.yaml'), edited([['domain', 'forgotten.kestrel.dev']]));
  expect(testIn(folder, AFFECTED).failures)
    .toEqual([expect.stringMatching(/^test\/whole-lab\/committed\.test\.ts: the committed manifests/)]);
}, 300_000);
