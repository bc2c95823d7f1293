import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Sandbox, type Run } from '../../../host/node/sandbox';
import { needing } from '../../../host/node/tools';

const test = needing('bash', 'jq');

const DUMP = readFileSync(join(__dirname, '../../../host/node/config-dump.json'), 'utf8');
const CERTIFICATES = 'ztunnel_certificates.prom';
const HEALTH = 'homelab_certificate_exporter.prom';
const SERIES = 'ztunnel_workload_certificate_not_after_seconds';
const EARLIEST = 'ztunnel_workload_certificate_earliest_not_after_seconds';

/** A node with one ztunnel, whose dump a test can choose. */
class MeshNode extends Sandbox {
  constructor() {
    super();
    this.command('date', 'echo 1800000000');
    this.command('k3s', `case "$*" in
      'crictl pods '*) cat "$SANDBOX/pods" 2>/dev/null || true ;;
      'crictl inspectp '*) echo '{ "info": { "pid": 4711 }, "status": {} }' ;;
    esac`);
    this.command('nsenter', 'cat "$SANDBOX/dump" 2>/dev/null');
    this.write('pods', '0a1b2c3d\n');
    this.write('dump', DUMP);
  }

  public export(): Run {
    return this.run('usr/local/lib/homelab/certificate-exporter.sh', { EXPORTER_STATE: `${this.folder}/state/exporter` });
  }

  /** Replaces the list of certificates in the dump. */
  public hold(certificates: unknown): void {
    this.write('dump', JSON.stringify({ certificates }));
  }

  public health(): Record<string, number | undefined> {
    return {
      success: this.metric(HEALTH, 'homelab_certificate_exporter_success'),
      lastSuccess: this.metric(HEALTH, 'homelab_certificate_exporter_last_success_timestamp_seconds'),
      ...Object.fromEntries(['no_ztunnel', 'no_answer', 'malformed']
        .map((reason) => [reason, this.metric(HEALTH, `homelab_certificate_exporter_errors_total{reason="${reason}"}`)])),
    };
  }
}

function available(identity: string, expirationTime: unknown): object {
  return {
    identity, state: 'Available', certChain: [{ pem: '', serialNumber: '1', validFrom: '2026-01-01T00:00:00Z', expirationTime }],
    rootCerts: [],
  };
}

let node: MeshNode;
beforeEach(() => { node = new MeshNode(); });
afterEach(() => { node.delete(); });

test('it publishes the date of every identity, and the first of them', () => {
  // WHEN
  const { status, stderr } = node.export();

  // THEN
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(node.metric(CERTIFICATES, `${SERIES}{identity="spiffe://cluster.local/ns/my-app/sa/web"}`))
    .toBe(Date.parse('2026-12-22T10:02:00Z') / 1000);
  expect(node.metric(CERTIFICATES, EARLIEST)).toBe(Date.parse('2026-12-22T10:02:00Z') / 1000);
  expect(node.read(`textfile/${CERTIFICATES}`)).toMatchSnapshot('certificates');
  expect(node.read(`textfile/${HEALTH}`)).toMatchSnapshot('health');
});

test("it asks inside ztunnel's pod, and nowhere else", () => {
  node.export();
  expect(node.takeCalls().filter((call) => /^(k3s|nsenter)/.test(call))).toEqual([
    'k3s crictl pods --namespace istio-system --label app=ztunnel --state ready --latest --quiet',
    'k3s crictl inspectp --output json 0a1b2c3d',
    'nsenter --target 4711 --net curl --fail --silent --max-time 15 http://127.0.0.1:15000/config_dump',
  ]);
});

test('node_exporter, which is not root, may read it, and finds no draft', () => {
  node.export();
  expect(node.list('textfile')).toEqual([HEALTH, CERTIFICATES]);
  for (const file of [HEALTH, CERTIFICATES]) { expect(statSync(join(node.folder, 'textfile', file)).mode & 0o777).toBe(0o644); }
});

test.each([
  ['2026-11-23T10:00:00Z'],
  ['2026-11-23T10:00:00.123456789Z'],
  ['2026-11-23T10:00:00+00:00'],
  ['2026-11-23T15:30:00+05:30'],
  ['2026-11-23T02:00:00.5-08:00'],
])('the date %s is understood', (date) => {
  node.hold([available('spiffe://a', date)]);
  expect(node.export().stderr).toBe('');
  expect(node.metric(CERTIFICATES, EARLIEST)).toBe(Date.parse('2026-11-23T10:00:00Z') / 1000);
});

test('an expired certificate is published like any other; the alert does the arithmetic', () => {
  node.hold([available('spiffe://old', '2020-01-01T00:00:00Z'), available('spiffe://new', '2030-01-01T00:00:00Z')]);
  expect(node.export().status).toBe(0);
  expect(node.metric(CERTIFICATES, EARLIEST)).toBe(Date.parse('2020-01-01T00:00:00Z') / 1000);
  expect(node.health()).toMatchObject({ success: 1 });
});

test('an identity held twice is one series, with the earlier date', () => {
  node.hold([available('spiffe://a', '2030-01-01T00:00:00Z'), available('spiffe://a', '2029-01-01T00:00:00Z')]);
  node.export();
  expect(node.read(`textfile/${CERTIFICATES}`)!.split('\n').filter((line) => line.startsWith(SERIES)))
    .toEqual([`${SERIES}{identity="spiffe://a"} ${Date.parse('2029-01-01T00:00:00Z') / 1000}`]);
});

test('an identity cannot break out of its label', () => {
  node.hold([available('a"b\\c\nd', '2030-01-01T00:00:00Z')]);
  node.export();
  expect(node.read(`textfile/${CERTIFICATES}`)).toContain(`${SERIES}{identity="a\\"b\\\\c\\nd"} `);
});

test('a ztunnel without workloads has no dates, and that is no error', () => {
  node.hold([]);
  expect(node.export().status).toBe(0);
  expect(node.read(`textfile/${CERTIFICATES}`)).not.toContain(`\n${SERIES}`);
  expect(node.metric(CERTIFICATES, 'ztunnel_workload_certificates{state="available"}')).toBe(0);
  expect(node.health()).toEqual({ success: 1, lastSuccess: 1_800_000_000, no_ztunnel: 0, no_answer: 0, malformed: 0 });
});

test.each<[string, string]>([
  ['cut short', DUMP.slice(0, DUMP.length / 2)],
  ['not JSON', '<html>404</html>'],
  ['two words', 'true false'],
  ['nothing', ''],
  ['white space', '\n'],
  ['null', 'null'],
  ['an empty object', '{}'],
  ['certificates that are no list', '{"certificates":{}}'],
  ['a certificate that is no object', '{"certificates":[1]}'],
  ['a date that is none', JSON.stringify({ certificates: [available('a', '2026-11-23T10:00:00Z'), available('b', 'tomorrow')] })],
  ['a date that no calendar has', JSON.stringify({ certificates: [available('b', '2026-13-45T99:00:00Z')] })],
  ['no date', JSON.stringify({ certificates: [available('b', null)] })],
  ['an available certificate without a chain', '{"certificates":[{"identity":"a","state":"Available","certChain":[]}]}'],
])('a dump that is malformed (%s) leaves the last good one standing and is counted', (_, dump) => {
  // GIVEN
  node.export();
  const good = node.read(`textfile/${CERTIFICATES}`);

  // WHEN
  node.write('dump', dump);
  const first = node.export();
  node.export();

  // THEN
  expect(first.status).toBe(0);
  expect(first.stderr).toContain("no dates of ztunnel's certificates: malformed");
  expect(node.read(`textfile/${CERTIFICATES}`)).toBe(good);
  expect(node.list('textfile')).toEqual([HEALTH, CERTIFICATES]);
  expect(node.health()).toMatchObject({ success: 0, lastSuccess: 1_800_000_000, malformed: 2 });
});

test('a ztunnel that does not answer is told apart', () => {
  node.remove('dump');
  node.export();
  expect(node.health()).toMatchObject({ success: 0, no_answer: 1, malformed: 0, lastSuccess: 0 });
});

test('without a ztunnel the dates of the last one go too, so that they raise no false alarm', () => {
  node.export();
  node.write('pods', '');
  expect(node.export().status).toBe(0);
  expect(node.list('textfile')).toEqual([HEALTH]);
  expect(node.health()).toMatchObject({ success: 0, no_ztunnel: 1 });
});

test('before K3s is installed it counts, and does not fail', () => {
  node.command('k3s', 'echo "connection refused" >&2; exit 1');
  expect(node.export().status).toBe(0);
  expect(node.health()).toMatchObject({ success: 0, no_ztunnel: 1 });
});
