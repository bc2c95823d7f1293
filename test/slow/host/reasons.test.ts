import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { host, writeFiles } from '../../host/lab';
import { describeWithPwsh, runPwshJson, withFolder } from '../../host/pwsh';
import { CERTIFICATES } from './certificate-reasons';

interface Reason {
  readonly subject: string;
  readonly text: string;
  readonly next: readonly string[];
  readonly ends: boolean;
  readonly rank: number;
}

interface Explained {
  readonly parts: readonly string[];
  readonly count: number;
  readonly asked: readonly string[];
  readonly reasons: readonly Reason[];
  readonly lines: readonly string[];
}

interface Case {
  readonly do: string;
  readonly with: unknown;
  readonly log?: string;
  readonly platform?: boolean;
  readonly length?: number;
}

interface Item {
  readonly kind?: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly [key: string]: unknown;
}

/** Applications as a real Argo CD 3.6.1 left them after three minutes, each with a source that is wrong in another way. */
const RECORDED = (JSON.parse(readFileSync(path.join(__dirname, '../../fixtures/waiting/applications.json'),
  'utf8')) as { items: Item[] }).items;

/** The answer of the node, with the objects in these parts. */
const answer = (parts: Readonly<Record<string, readonly unknown[]>>): string =>
  Object.entries(parts).map(([name, items]) => `\n@@homelab ${name}\n${JSON.stringify({ items })}\n`).join('');

/** One Application that the root waits for. */
const held = (item: Item): Item => ({
  ...item, metadata: { ...item.metadata,
    annotations: { 'argocd.argoproj.io/tracking-id': `root:argoproj.io/Application:argocd/${item.metadata.name}` } },
});
const recorded = (name: string): Item => {
  const found = RECORDED.find(({ metadata }) => metadata.name === name);
  if (!found) { throw new Error(`no ${name} in the recording`); }
  return held(found);
};
const application = (name: string, status: unknown, project = 'platform', namespace = name): Item => held({
  kind: 'Application', metadata: { name, namespace: 'argocd' },
  spec: { project, destination: { namespace }, source: { repoURL: 'https://github.com/me/lab.git', path: 'dist/root',
    targetRevision: 'main' } },
  status,
});
const condition = (type: string, status: string, message: string, reason = ''): object => ({ type, status, message, reason });
const pod = (name: string, namespace: string, status: unknown, owner?: string): object => ({
  kind: 'Pod', metadata: { name, namespace, ...owner ? { ownerReferences: [{ kind: 'ReplicaSet', name: owner }] } : {} }, status,
});
const waiting = (reason: string, message = ''): object => ({
  phase: 'Pending', containerStatuses: [{ name: 'main', image: 'ghcr.io/me/x:1', restartCount: 3, state: { waiting: { reason,
    message } } }],
});
const owned = (kind: string, name: string, owner: string, rest: object): object =>
  ({ kind, metadata: { name, namespace: 'istio-ingress', ownerReferences: [{ kind: 'x', name: owner }] }, ...rest });

/** What a certificate waits for, said by its challenge. */
const certificate = (reason: string): string => answer({
  certificates: [
    { kind: 'Certificate', metadata: { name: 'tls', namespace: 'istio-ingress' }, status: { conditions: [condition('Ready', 'False',
      'Issuing')] } },
    owned('CertificateRequest', 'tls-1', 'tls', { status: { conditions: [condition('Ready', 'False', 'Waiting on order', 'Pending')] } }),
  ],
  acme: [
    owned('Order', 'tls-1-7', 'tls-1', { status: { state: 'pending', reason: '' } }),
    owned('Challenge', 'tls-1-7-9', 'tls-1-7', { spec: { dnsName: 'lab.example.org' }, status: { state: 'pending', reason } }),
  ],
});

const SSH: readonly [stderr: string, text: RegExp, ends: boolean][] = [
  ['@@@@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key verification failed.', /another host key/, true],
  ['Host key verification failed.', /another host key/, true],
  ['No ED25519 host key is known for 192.168.100.10 and you have requested strict checking.', /host keys of the nodes is lost/, true],
  ['@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @\nPermissions for \'id_ed25519\' are too open.\nThis private key will be '
    + 'ignored.\nhomelab@192.168.100.10: Permission denied (publickey).', /ignores the key .* other accounts may read it/, true],
  ['Load key "C:/Homelab/ssh/id_ed25519": bad permissions\nhomelab@192.168.100.10: Permission denied (publickey).', /ignores the key/,
    true],
  ['Load key "C:/Homelab/ssh/id_ed25519": invalid format', /cannot be read/, true],
  ['homelab@192.168.100.10: Permission denied (publickey).', /does not accept the key yet/, false],
  ['ssh: connect to host 192.168.100.10 port 22: Connection refused', /SSH server does not yet/, false],
  ['ssh: connect to host 192.168.100.10 port 22: Connection timed out', /does not answer/, false],
  ['ssh: connect to host 192.168.100.10 port 22: No route to host', /no way to the node/, false],
  ['kex_exchange_identification: read: Connection reset', /closes the connection/, false],
  ['Connection closed by 192.168.100.10 port 22', /closes the connection/, false],
  ['close - IO is still pending on closed socket. read:1, write:0, io:000001', /broke off/, false],
  ['did not end within 60 s', /does not answer/, false],
  ['something new', /^something new$/, false],
];

/** Recorded sources: what is said, the step that has to be there, and whether it ends the wait. */
const SOURCES: readonly [name: string, text: RegExp, next: RegExp, ends: boolean][] = [
  ['auth-wrong', /cannot be read without a login.*authentication required/, /lab\.cmd secrets/, true],
  ['not-found', /there is no repository https:\/\/github\.com\/someone\/none\.git/, /push to it/, true],
  ['no-branch', /"nope" does not exist in https:/, /git push origin nope/, true],
  ['no-commit', /"a{40}" does not exist in/, /git push/, true],
  ['no-path', /the folder dist\/nope is not in https/, /commit dist\/nope and push it/, true],
  ['empty', /is empty/, /commit the lab/, true],
  ['ssh', /is not a private key/, /lab\.cmd secrets -Replace/, true],
  ['dns', /the name in https:\/\/nowhere\.invalid.* is not resolved/, /VPN/, false],
  ['refused', /cannot be reached/, /VPN/, false],
  ['tls', /the certificate of https.* is not accepted/, /proxy or a virus scanner/, false],
  ['no-chart', /the chart nope is not to be had at https:\/\/metallb/, /correct it/, true],
  ['no-version', /the chart metallb is not to be had .* in version 99\.0\.0/, /correct it/, true],
  ['no-repo', /there is no chart repository at https:\/\/github\.com\/none\/charts/, /correct it/, true],
  ['oci', /the chart kube-prometheus-stack is not to be had/, /correct it/, true],
  ['broken-yaml', /a file below dist\/root .* cannot be read.*yaml: line 3/, /correct it/, true],
  ['no-project', /its project is not there yet/, /wait/, false],
  ['not-permitted', /its project does not allow it/, /npm run synth/, true],
  ['no-kind', /a kind that it uses is not defined/, /^$/, false],
  ['sync-refused', /the API refuses what it brings.*Bad_Name/, /npm run verify/, false],
];

const PULLS: readonly [message: string, next: RegExp][] = [
  ['toomanyrequests: You have reached your pull rate limit', /asked too often/],
  ['dial tcp: lookup ghcr.io: no such host', /does not resolve/],
  ['manifest unknown', /no such image/],
  ['denied: requested access to the resource is denied', /wants a login/],
  ['tls: failed to verify certificate: x509: certificate signed by unknown authority', /opens TLS/],
  ['dial tcp 1.2.3.4:443: i/o timeout', /VPN/],
];

/** Answers that no cluster gives, and a broken or hostile one may. */
const HOSTILE: readonly [what: string, text: string][] = [
  ['nothing', ''],
  ['no JSON', '\n@@homelab core\nError from server\n'],
  ['half of it', `${answer({ core: [pod('a', 'argocd', waiting('ErrImagePull', 'x'))] }).slice(0, -20)}\n`],
  ['nulls', answer({ core: [null, { kind: null }, { kind: 'Pod' }, { kind: 'Pod', metadata: null, status: null }] })],
  ['wrong types', answer({
    core: [
      { kind: 'Pod', metadata: 'x', spec: 7, status: { containerStatuses: 'x', conditions: { type: 'Ready' } } },
      { kind: 'Node', metadata: { name: ['a'] }, status: { conditions: 'no' } },
    ],
    applications: [{ kind: 'Application', metadata: { name: 5 }, status: { conditions: [7, 'x', {}, { type: 'ComparisonError',
      message: { a: 1 } }] } }],
    certificates: [{ kind: 'Certificate', status: { conditions: null } }], gateways: [{ kind: 'Gateway' }],
  })],
  ['items that are no list', '\n@@homelab core\n{"items": {"kind": "Pod"}}\n\n@@homelab acme\n{"items": null}\n\n@@homelab gateways\n[]\n'],
];

describeWithPwsh('a look at the cluster', () => {
  let answers: unknown[] = [];
  const cases: Case[] = [];
  const add = (one: Case): number => cases.push(one) - 1;
  const explained = (index: number): Explained => answers[index] as Explained;
  const first = (index: number): Reason => {
    const [reason] = explained(index).reasons;
    if (!reason) { throw new Error(`nothing is said: ${JSON.stringify(answers[index])}`); }
    return reason;
  };

  const sources = SOURCES.map(([name, text, next, ends]) =>
    ({ name, text, next, ends, index: add({ do: 'reasons', with: answer({ applications: [recorded(name)] }) }) }));
  /** A chart whose values do not go with it, on the way of this lab's own Argo CD: sync Unknown, health Healthy. */
  const broken = add({ do: 'reasons', with: answer({ applications: [
    JSON.parse(readFileSync(path.join(__dirname, '../../fixtures/application-statuses/broken-chart.json'), 'utf8')) as Item,
  ] }) });
  const crashes = add({ do: 'reasons', log: 'x', with: answer({ core: Array.from({ length: 30 }, (_, index) => pod(`p${index}`, 'argocd', {
    containerStatuses: [{ name: 'c', state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: { exitCode: 1 } } }],
  })) }) });
  const optional = add({ do: 'reasons', with: answer({ applications: [
    { ...recorded('auth-wrong'), metadata: { name: 'auth-wrong', annotations: {
      'argocd.argoproj.io/tracking-id': 'root:x', 'argocd.argoproj.io/ignore-healthcheck': 'true',
    } } },
    { ...recorded('no-path'), metadata: { name: 'no-path', annotations: { 'argocd.argoproj.io/tracking-id': 'auth-wrong:x' } } },
    { ...recorded('empty'), metadata: { name: 'empty' } },
  ] }) });
  const root = add({ do: 'reasons', with: answer({ applications: [{ ...recorded('auth-wrong'), metadata: { name: 'root' } }] }) });
  const example = add({ do: 'reasons', with: answer({ applications: [{
    ...recorded('not-found'), metadata: { name: 'root' }, spec: { source: { repoURL: 'https://github.com/your-name/homelab.git' } },
  }] }) });
  const wellNow = add({ do: 'reasons', with: answer({ applications: [
    application('root', { sync: { status: 'Synced' }, health: { status: 'Healthy' }, operationState: { phase: 'Succeeded', message: 'ok' },
      conditions: [{ type: 'OrphanedResourceWarning', message: 'x' }] }),
  ] }) });
  const failedSync = add({ do: 'reasons', with: answer({ applications: [
    application('mesh', { operationState: { phase: 'Failed', message: 'one or more objects failed to apply, reason: nope' } }),
    application('waits', { operationState: { phase: 'Running', message: 'waiting for healthy state of argoproj.io/Application/mesh' } }),
  ] }) });
  const pulls = PULLS.map(([message, next]) => ({ message, next, index: add({
    do: 'reasons', with: answer({ core: [pod('cilium-x', 'kube-system', waiting('ImagePullBackOff', message))] }),
  }) }));
  const crash = add({
    do: 'reasons', log: 'starting\n\u001b[31mpanic: no route\u001b[0m\ntoken=hunter2hunter2\n', platform: true,
    with: answer({
      core: [
        pod('helm-install-cilium-x', 'kube-system', { phase: 'Running', containerStatuses: [{
          name: 'helm', restartCount: 4, state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: { exitCode: 1,
            reason: 'Error' } },
        }] }),
        pod('argocd-server-1', 'argocd', { phase: 'Running', containerStatuses: [{
          name: 'server', restartCount: 4, state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: { exitCode: 137,
            reason: 'OOMKilled' } },
        }] }),
      ],
    }),
  });
  const injected = add({ do: 'reasons', log: 'x', with: answer({ core: [pod('a; reboot', 'kube-system', { containerStatuses: [{
    name: '$(reboot)', state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: { exitCode: 1 } },
  }] })] }) });
  const pending = add({ do: 'reasons', with: answer({ core: [
    pod('prometheus-0', 'kube-system', { phase: 'Pending', conditions: [
      condition('PodScheduled', 'False', '0/1 nodes are available: 1 Insufficient memory. preemption: 0/1 nodes are available.',
        'Unschedulable'),
    ] }),
  ] }) });
  const places = (platform: boolean): number => add({ do: 'reasons', platform, with: answer({
    core: [
      pod('shop-1', 'shop', waiting('ErrImagePull', 'manifest unknown'), 'shop'), pod('shop-2', 'shop', waiting('ErrImagePull',
        'manifest unknown'), 'shop'),
      pod('speaker', 'metallb-system', waiting('ErrImagePull', 'manifest unknown')),
      pod('done', 'kube-system', { phase: 'Succeeded' }),
    ],
    applications: [application('metallb', {}, 'platform', 'metallb-system'), application('shop', {}, 'app-shop')],
  }) });
  const [onlyPlatform, everything] = [places(true), places(false)];
  const node = add({ do: 'reasons', with: answer({ core: [
    { kind: 'Node', metadata: { name: 'homelab' }, status: { conditions: [
      condition('Ready', 'False',
        'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:cni plugin not initialized'),
      condition('DiskPressure', 'True', ''),
    ] } },
    { kind: 'Job', metadata: { name: 'helm-install-argocd', namespace: 'kube-system' }, status: { conditions: [
      condition('Failed', 'True', 'Job has reached the specified backoff limit'),
    ] } },
  ] }) });
  const certificates = CERTIFICATES.map(([reason, next]) => ({ reason, next, index: add({ do: 'reasons', with: certificate(reason) }) }));
  const delivered = add({ do: 'reasons', with: answer({ certificates: [
    { kind: 'Certificate', metadata: { name: 'tls', namespace: 'x' }, status: { conditions: [condition('Ready', 'True', '')] } },
    { kind: 'ClusterIssuer', metadata: { name: 'new' }, status: {} },
  ] }) });
  const issuer = add({ do: 'reasons', with: answer({ certificates: [
    { kind: 'ClusterIssuer', metadata: { name: 'letsencrypt-prod' }, status: { conditions: [
      condition('Ready', 'False',
        'Failed to register ACME account: 400 urn:ietf:params:acme:error:invalidContact: unable to parse email address'),
    ] } },
  ] }) });
  const gateway = add({ do: 'reasons', with: answer({ gateways: [
    { kind: 'Gateway', metadata: { name: 'main', namespace: 'istio-ingress' }, status: { conditions: [
      condition('Accepted', 'True', ''), condition('Programmed', 'False',
        'Assigned to service(s) main:443, but failed to assign to all requested addresses'),
    ] } },
    { kind: 'Gateway', metadata: { name: 'well', namespace: 'istio-ingress' }, status: { addresses: [{ value: '1.2.3.4' }], conditions: [
      condition('Accepted', 'True', ''), condition('Programmed', 'True', ''),
    ] } },
  ] }) });
  const huge = add({ do: 'reasons', with: answer({ applications: [application('root', { conditions: [{
    type: 'ComparisonError',
      message: `\u001b]0;title\u0007${'x'.repeat(200_000)} https://me:hunter2@git.example.org/x \u202e authentication required`,
  }] })] }) });
  const many = add({ do: 'reasons', with: answer({
    core: Array.from({ length: 500 }, (_, index) => pod(`p${index}`, 'argocd', waiting('ErrImagePull', 'manifest unknown'))),
  }) });
  const hostile = HOSTILE.map(([what, text]) => ({ what, index: add({ do: 'reasons', with: text }) }));
  const ssh = SSH.map(([stderr, text, ends]) => ({ stderr, text, ends, index: add({ do: 'ssh', with: stderr }) }));
  const script = add({ do: 'script', with: '' });

  beforeAll(() => {
    answers = withFolder((folder) => {
      writeFiles(folder, host());
      return runPwshJson<unknown[]>(path.join(__dirname, '../../host/reasons.ps1'), cases, { Lib: path.join(folder, 'lib') });
    });
  }, 120_000);

  test.each(sources)('an Application as Argo CD left it, $name, is explained', ({ name, text, next, ends, index }) => {
    // GIVEN its recorded status THEN it is named, in words, with Argo CD's own, the next step, and whether waiting helps
    expect(first(index).subject).toBe(`Application ${name}`);
    expect(first(index).text).toMatch(text);
    expect(first(index).next.join('\n')).toMatch(next);
    expect(first(index).ends).toBe(ends);
  });

  test('a chart that cannot be rendered is told although Argo CD calls it Healthy', () => {
    expect(first(broken).text).toMatch(/^the chart metallb cannot be rendered with the values .*Argo CD: .*got string, want array\)$/);
    expect([first(broken).ends, first(broken).next[0]]).toEqual([true, '"npm run render" shows the same without a cluster']);
  });

  test('of many pods that crash a few logs are read', () => {
    expect(explained(crashes).reasons).toHaveLength(30);
    expect(explained(crashes).asked).toHaveLength(4);
  });

  test('only what the root Application waits for can end the waiting', () => {
    expect(explained(optional).reasons.map(({ subject, ends }) => [subject, ends]))
      .toEqual([['Application auth-wrong', false], ['Application empty', false], ['Application no-path', false]]);
    expect([first(root).ends, first(root).rank]).toEqual([true, 0]);
  });

  test('the address of the example is called that', () => {
    expect(first(example).next[0]).toBe('gitops.repoURL in homelab.yaml is still the one of the example: write your own');
  });

  test('what is well is not explained, nor is a warning an error', () => {
    expect(explained(wellNow).reasons).toEqual([]);
    expect(explained(delivered).reasons).toEqual([]);
  });

  test('a sync that failed is told, one that waits for another is not', () => {
    expect(explained(failedSync).reasons.map(({ subject }) => subject)).toEqual(['Application mesh']);
    expect(first(failedSync).text).toContain('reason: nope');
  });

  test.each(pulls)('an image that cannot be pulled: $message', ({ message, next, index }) => {
    expect(first(index).text).toContain(`the image ghcr.io/me/x:1 cannot be pulled (ImagePullBackOff: ${message})`);
    expect(first(index).next.join('\n')).toMatch(next);
  });

  test('a container that crashes is quoted with its last lines, without colours and secrets', () => {
    const [server, helm] = explained(crash).reasons;
    expect(helm?.text).toMatch(/helm ends again and again with exit code 1; its last words: panic: no route \| token=\[redacted\]/);
    expect(server?.text).toMatch(/server takes more memory than it may/);
    expect(server?.next.join()).toContain('raise its limit');
    expect(explained(crash).asked).toContain('-n kube-system logs helm-install-cilium-x -c helm --tail=20 --previous');
  });

  test('a name that no API server lets through does not become a command', () => {
    expect(explained(injected).asked).toEqual([]);
    expect(first(injected).subject).toContain('a; reboot');
  });

  test('a pod without a place says what the node lacks', () => {
    expect(first(pending).text).toMatch(/no node has enough memory left for it \(0\/1 nodes are available/);
    expect(first(pending).next[0]).toBe('raise nodes[].memoryGiB in homelab.yaml');
  });

  test('pods of applications of one\'s own come last, once for all that fail alike, and do not explain the lab', () => {
    expect(explained(onlyPlatform).reasons.map(({ subject }) => subject)).toEqual(['pod metallb-system/speaker']);
    expect(explained(everything).reasons.map(({ subject }) => subject)).toEqual(['pod metallb-system/speaker', 'pod shop/shop-1']);
  });

  test('a node, and the jobs of K3s', () => {
    expect(explained(node).reasons.map(({ subject, text }) => `${subject}: ${text}`)).toEqual([
      'job kube-system/helm-install-argocd: a chart could not be installed: Job has reached the specified backoff limit',
      'node homelab: its disk is nearly full',
      expect.stringMatching(/^node homelab: not Ready: it has no network for pods yet; Cilium brings it \(container runtime/),
    ]);
  });

  test.each(certificates)('a certificate that does not come: $reason', ({ reason, next, index }) => {
    expect(explained(index).reasons).toHaveLength(1);
    expect(first(index).subject).toBe('certificate istio-ingress/tls');
    expect(first(index).text).toContain(`lab.example.org: ${reason}`);
    expect(first(index).next.join('\n')).toMatch(next);
  });

  test('an issuer and a gateway that are not ready', () => {
    expect(first(issuer).next).toEqual(['correct tls.email in homelab.yaml']);
    expect(explained(gateway).reasons.map(({ subject }) => subject)).toEqual(['gateway istio-ingress/main']);
    expect(first(gateway).text).toMatch(/^it has no address \(Assigned/);
  });

  test('what a cluster says is cut, and holds neither control characters nor a login', () => {
    const { text, ends } = first(huge);
    expect(ends).toBe(true);
    expect(text.length).toBeLessThan(600);
    expect(text).toMatch(/^the repository .* cannot be read without a login.*authentication required\)$/);
     
    expect(text).not.toMatch(/[\u0000-\u001f\u202e]|hunter2|title/);
  });

  test('of many reasons the first three are said, and how many there are', () => {
    expect(explained(many).reasons).toHaveLength(500);
    expect(explained(many).lines.filter((line) => line.startsWith('why: '))).toHaveLength(3);
    expect(explained(many).lines.at(-1)).toBe('and 497 more; lab.cmd status shows all of them');
  });

  test.each(hostile)('an answer with $what ends nothing, and no code', ({ index }) => {
    expect(explained(index).reasons.every(({ ends }) => !ends)).toBe(true);
  });

  test('a part that is broken off is left out, and the others count', () => {
    expect(explained(hostile[2]?.index ?? -1).parts).toEqual([]);
    expect(explained(hostile[5]?.index ?? -1).parts).toEqual(['core', 'acme', 'gateways']);
  });

  test.each(ssh)('ssh that ends with $stderr', ({ text, ends, index }) => {
    const ending = answers[index] as { Text: string; Next: string[]; Ends: boolean };
    expect(ending.Text).toMatch(text);
    expect(ending.Ends).toBe(ends);
    expect(ending.Text === 'something new' || ending.Next.length > 0).toBe(true);
  });

  const shell = ['bash', 'jq'].filter((program) => spawnSync(program, ['--version']).status !== 0);
  if (shell.length > 0) { process.stderr.write(`SKIPPED, not on this machine: ${shell.join(', ')}: the script of a look\n`); }
  (shell.length > 0 ? test.skip : test)('the script of a look, run by a shell, keeps what reasons are made of and nothing else', () => {
    const seen = withFolder((folder) => {
      // GIVEN a node whose kubectl knows nodes, pods and Applications, and no kind of cert-manager
      const file = (name: string, items: readonly unknown[]): string => {
        writeFileSync(path.join(folder, name), JSON.stringify({ items }));
        return path.join(folder, name);
      };
      const core = file('core', [{
        ...pod('a', 'argocd', waiting('ErrImagePull', `${'y'.repeat(5_000)} the end`)), spec: { containers: [{ name: 'main', image: 'i',
          env: [{ value: 'hunter2' }] }] },
      }]);
      const apps = file('apps', [{
        ...recorded('auth-wrong'),
        spec: { source: { repoURL: 'r', helm: { valuesObject: { Key: 1, key: 2 } } } },
        metadata: { name: 'root', namespace: 'argocd', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'hunter2',
          'argocd.argoproj.io/tracking-id': 't' } },
      }]);
      mkdirSync(path.join(folder, 'bin'));
      const sudo = path.join(folder, 'bin/sudo');
      writeFileSync(sudo, [
        '#!/bin/sh', 'case "$*" in', `*nodes,pods,jobs.batch*) cat ${core};;`, `*applications*) cat ${apps};;`,
        '*) echo "no such kind" >&2; exit 1;;', 'esac', '',
      ].join('\n'));
      chmodSync(sudo, 0o755);
      // WHEN the script comes by the input of a shell, as ssh sends it
      return spawnSync('bash', ['-s'], {
        input: answers[script] as string, encoding: 'utf8', env: { ...process.env,
          PATH: `${path.join(folder, 'bin')}:${process.env['PATH'] ?? ''}` },
      });
    });
    // THEN it ends well, and every part is there
    expect([seen.status, seen.stderr]).toEqual([0, '']);
    expect(seen.stdout.match(/@@homelab \w+/g)).toEqual(['core', 'applications', 'certificates', 'acme',
      'gateways'].map((name) => `@@homelab ${name}`));
    expect(seen.stdout).toMatch(/"type":"ComparisonError","message"|"message":[^}]*"type":"ComparisonError"/);
    expect(seen.stdout).toMatch(/y \.\.\. y+ the end/);
    expect(seen.stdout).toContain('"argocd.argoproj.io/tracking-id":"t"');
    // AND neither values of charts nor environments leave the node
    expect(seen.stdout).not.toMatch(/hunter2|valuesObject/);
    expect(seen.stdout.length).toBeLessThan(8_000);
  });
});
