import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runVerify, type Outcome } from '../../program';
import { put, temporaryFolder } from '../../output/folder';

interface Call {
  readonly args: readonly string[];
  readonly input?: { readonly kind: string; readonly metadata: { readonly name: string } };
}
interface Answered extends Outcome { readonly calls: readonly Call[] }

/**
 * Verifies the default lab with a kubectl that logs what it is asked. It is a shell script, since it is called a hundred times.
 *
 * @param answers - what it refuses: a pattern of sh's over "ARGUMENTS INPUT", and the complaint
 */
function verify(args: readonly string[], answers: readonly (readonly [pattern: string, complaint: string])[] = []): Answered {
  const lab = temporaryFolder();
  put(lab, { 'homelab.yaml': '' });
  const bin = temporaryFolder();
  const log = path.join(bin, 'log');
  writeFileSync(path.join(bin, 'kubectl'), `#!/bin/sh
case "$*" in *--filename=-*) input=$(cat);; *) input=;; esac
printf '%s\\t%s\\n' "$*" "$input" >> '${log}'
case "$* $input" in
  config*) echo kind-test; exit 0;;
${answers.map(([pattern, complaint]) => `  ${pattern}) echo '${complaint}' >&2; exit 1;;`).join('\n')}
esac
`);
  chmodSync(path.join(bin, 'kubectl'), 0o755);
  const outcome = runVerify(lab, args, { PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` });
  const calls = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').map((line): Call => {
    const [words = '', input = ''] = line.split('\t');
    return { args: words.split(' '), ...input === '' ? {} : { input: JSON.parse(input) as Call['input'] } };
  }) : [];
  return { ...outcome, calls };
}

test('the default lab passes offline, without a cluster', () => {
  const { status, stdout, stderr, calls } = verify([]);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^\d+ objects: all are valid by the pinned schemas and their CEL rules/);
  expect(status).toBe(0);
  expect(calls).toEqual([]);
}, 60_000);

(process.platform === 'win32' ? describe.skip : describe)('with --server', () => {
  test('asks a cluster that has everything, changes nothing, in wave order', () => {
    const { status, stdout, calls } = verify(['--server']);
    const applied = calls.filter(({ args }) => args[0] === 'apply');
    expect(status).toBe(0);
    expect(applied.every(({ args }) => args.includes('--dry-run=server') && args.includes('--server-side'))).toBe(true);
    expect([...new Set(calls.map(({ args: [verb] }) => verb))]).toEqual(['config', 'get', 'apply']);
    const kinds = applied.map(({ input }) => input!.kind);
    expect(kinds.indexOf('HelmChart')).toBeLessThan(kinds.indexOf('Namespace'));
    expect(kinds.indexOf('Namespace')).toBeLessThan(kinds.indexOf('Gateway'));
    expect(stdout).toMatch(/^Wave +Object +Result$/m);
    expect(stdout).toMatch(/^\d+ +Gateway istio-ingress\/main-gateway +ok$/m);
    expect(stdout).toMatch(new RegExp(`^The server accepts ${applied.length} of ${applied.length} objects\\.$`, 'm'));
  }, 120_000);

  test('makes definitions and namespaces that are missing, and takes them away', () => {
    const { status, stdout, calls } = verify(['--server'], [['"get crd/gateways"*', 'NotFound'], ['"get namespace/my-app"*', 'NotFound']]);
    expect(status).toBe(0);
    expect(calls.filter(({ args }) => args[0] === 'create').map(({ input }) => `${input!.kind} ${input!.metadata.name}`)).toEqual([
      'CustomResourceDefinition gateways.gateway.networking.k8s.io',
      'Namespace my-app',
    ]);
    expect(calls.filter(({ args }) => args[0] === 'delete').map(({ args }) => args[1])).toEqual([
      'namespace/my-app',
      'crd/gateways.gateway.networking.k8s.io',
    ]);
    expect(stdout).toContain('Made for the dry runs and removed: crd/gateways.gateway.networking.k8s.io, namespace/my-app');
  }, 120_000);

  test('shows what the server refuses, and fails', () => {
    const { status, stdout } = verify(
      ['--server'],
      [[`apply*'"kind":"Gateway",'*`, 'Error from server: admission webhook denied the request']],
    );
    expect(status).toBe(1);
    expect(stdout).toMatch(/Gateway istio-ingress\/main-gateway +REFUSED: Error from server: admission webhook denied the request$/m);
  }, 120_000);

  test('says in one sentence that no cluster answers', () => {
    const { status, stderr } = verify(['--server'], [['"get --raw"*', 'connection refused']]);
    expect(stderr).toBe('the cluster "kind-test" does not answer: connection refused\n');
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
