import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runVerify, type Outcome } from '../../../program';
import { put, temporaryFolder } from '../../../output/folder';

interface Call {
  readonly args: readonly string[];
  /** The objects it reads. */
  readonly input: readonly { readonly kind: string; readonly metadata: { readonly name: string; readonly namespace?: string } }[];
}
interface Answered extends Outcome { readonly calls: readonly Call[] }

/** What a cluster has and refuses. */
interface Cluster {
  /** True if it has every definition and namespace. @default true */
  readonly whole?: boolean;
  /** Names of objects that it refuses. @default - none */
  readonly refuses?: readonly string[];
  /** Arguments of calls that fail, by how they begin, with the complaint. @default - none */
  readonly fails?: Readonly<Record<string, string>>;
}

/** A kubectl that logs what it is asked. What it prints is what the real one prints (test/server/ has that). */
const STAND_IN = `#!/usr/bin/env node
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const args = process.argv.slice(2);
const { log, whole = true, refuses = [], fails = {} } = JSON.parse(readFileSync(__filename + '.json', 'utf8'));
const input = args.includes('--filename=-') ? readFileSync(0, 'utf8').trim().split('\\n').map((line) => JSON.parse(line)) : [];
appendFileSync(log, JSON.stringify({ args, input }) + '\\n');
const failure = Object.entries(fails).find(([begin]) => args.join(' ').startsWith(begin));
if (failure) { process.stderr.write(failure[1] + '\\n'); process.exit(1); }
const group = ({ apiVersion }) => apiVersion.includes('/') ? '.' + apiVersion.split('/')[0] : '';
const nameOf = (object) => object.kind.toLowerCase() + group(object) + '/' + object.metadata.name;
if (args[0] === 'config') { console.log('kind-test'); }
// What it has made is there from then on: nothing here deletes.
const made = existsSync(log + '.made');
if (args[0] === 'create') { appendFileSync(log + '.made', ''); }
if (args[0] === 'get' && (whole || made)) {
  for (const name of args.filter((arg) => arg.includes('/') && !arg.startsWith('-') && !arg.startsWith('/'))) {
    console.log(name.replace('/', ' ') + ' <none>');
  }
}
for (const object of input) {
  if (refuses.includes(object.metadata.name)) {
    process.exitCode = 1; console.error('Error from server: admission webhook denied the request');
  }
  else { console.log(nameOf(object)); }
}
`;

/** Verifies the default lab with that kubectl. */
function verify(args: readonly string[], cluster: Cluster = {}): Answered {
  const lab = temporaryFolder();
  put(lab, { 'homelab.yaml': '' });
  const bin = temporaryFolder();
  const log = path.join(bin, 'log');
  writeFileSync(path.join(bin, 'kubectl'), STAND_IN);
  writeFileSync(path.join(bin, 'kubectl.json'), JSON.stringify({ log, ...cluster }));
  chmodSync(path.join(bin, 'kubectl'), 0o755);
  const outcome = runVerify(lab, args, { PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` });
  const calls = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Call) : [];
  return { ...outcome, calls };
}

test('the default lab passes offline, without a cluster', () => {
  const { status, stdout, stderr, calls } = verify([]);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^\d+ objects: all are valid by the pinned schemas, their CEL rules, and what Kubernetes checks in code/);
  expect(status).toBe(0);
  expect(calls).toEqual([]);
}, 60_000);

(process.platform === 'win32' ? describe.skip : describe)('with --server', () => {
  const verbs = (calls: readonly Call[]): unknown[] => calls.map(({ args: [verb] }) => verb);

  test('asks a cluster that has everything in one call, changes nothing, in wave order', () => {
    const { status, stdout, calls } = verify(['--server']);
    const [applied, ...more] = calls.filter(({ args }) => args[0] === 'apply');
    expect(status).toBe(0);
    expect(more).toEqual([]);
    expect(applied!.args).toEqual(expect.arrayContaining(['--dry-run=server', '--server-side', '--validate=strict']));
    expect(verbs(calls)).toEqual(['config', 'get', 'get', 'apply']);
    const kinds = applied!.input.map(({ kind }) => kind);
    expect(kinds.indexOf('HelmChart')).toBeLessThan(kinds.indexOf('Namespace'));
    expect(kinds.indexOf('Namespace')).toBeLessThan(kinds.indexOf('Gateway'));
    expect(stdout).toMatch(/^Wave +Object +Result$/m);
    expect(stdout).toMatch(/^\d+ +Gateway istio-ingress\/main-gateway +ok$/m);
    expect(stdout).toMatch(new RegExp(`^The server accepts ${kinds.length} of ${kinds.length} objects\\.$`, 'm'));
  }, 60_000);

  test('makes definitions and namespaces that are missing, and takes them away', () => {
    const { status, stdout, calls } = verify(['--server'], { whole: false });
    expect(status).toBe(0);
    expect(verbs(calls)).toEqual(['config', 'get', 'get', 'create', 'wait', 'apply', 'delete', 'delete']);
    const created = calls.find(({ args }) => args[0] === 'create')!.input;
    const made = created.map(({ kind, metadata: { name } }) => `${kind.toLowerCase()}/${name}`);
    expect(made).toEqual(expect.arrayContaining([
      'customresourcedefinition/gateways.gateway.networking.k8s.io',
      'customresourcedefinition/helmcharts.helm.cattle.io',
      'namespace/my-app',
    ]));
    const removed = calls.filter(({ args }) => args[0] === 'delete').flatMap(({ args }) => args.filter((each) => each.includes('/')));
    expect([...removed].sort()).toEqual([...made].sort());
    expect(stdout).toContain(`Made for the dry runs and removed: ${made.join(', ')}`);
  }, 60_000);

  test('asks again about what is not taken, shows what the server refuses, and fails', () => {
    const { status, stdout, calls } = verify(['--server'], { refuses: ['main-gateway'] });
    expect(status).toBe(1);
    const [, ...again] = calls.filter(({ args }) => args[0] === 'apply');
    expect(again.map(({ input }) => input.map(({ kind }) => kind))).toEqual([['Gateway']]);
    expect(stdout).toMatch(/Gateway istio-ingress\/main-gateway +REFUSED: Error from server: admission webhook denied the request$/m);
  }, 60_000);

  test('says what it could not take away, and how to', () => {
    const { status, stdout } = verify(['--server'], { whole: false, fails: { delete: 'forbidden' } });
    expect(status).toBe(1);
    expect(stdout).toContain('PROBLEM: namespace/my-app was made for this and is still there: '
      + 'forbidden; kubectl delete namespace/my-app\n');
  }, 60_000);

  test('says in one sentence that no cluster answers', () => {
    const { status, stderr } = verify(['--server'], { fails: { 'get --raw': 'connection refused' } });
    expect(stderr).toBe('the cluster "kind-test" does not answer: connection refused\n');
    expect(status).toBe(2);
  }, 60_000);

  test('says that the cluster has gone', () => {
    const { status, stderr } = verify(['--server'], { fails: { apply: 'Unable to connect to the server: EOF' } });
    expect(stderr).toBe('the cluster stopped answering: Unable to connect to the server: EOF\n');
    expect(status).toBe(2);
  }, 60_000);
});

test('an unknown option is answered with one sentence', () => {
  const { status, stderr } = verify(['--sever']);
  expect(stderr).toBe(
    "Unknown option '--sever'. Did you mean --server? homelab --help lists the verbs, homelab VERB --help the options of one.\n",
  );
  expect(status).toBe(2);
}, 60_000);
