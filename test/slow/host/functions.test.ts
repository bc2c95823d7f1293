import { load } from 'js-yaml';
import path from 'node:path';
import { host, writeFiles } from '../../host/lab';
import { describeWithPwsh, runPwshJson, withFolder } from '../../host/pwsh';

interface Kubeconfig { clusters: { name: string }[]; contexts: { name: string }[]; users: { name: string }[]; 'current-context': string }

const ARGUMENTS = [
  'plain', '', 'with space', 'a"b', 'ends in \\', 'ends in \\ and space \\', '\\"', '\\\\"', "it's", '$HOME', '`x`', ';', '-N', '*',
  'C:\\Program Files\\x\\', '\u00fc\u2019\u{1f600}',
];

const KUBECTL = `apiVersion: v1
clusters:
- cluster:
    server: https://work:6443
  name: work
- cluster:
    server: https://old:6443
  name: homelab
contexts:
- context:
    cluster: work
    user: me
  name: work
current-context: work
kind: Config
preferences: {}
users:
- name: me
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1
      command: aws
      args:
      - eks
      - name: homelab
- name: homelab
  user:
    token: old
`;
const INDENTED = KUBECTL.replace(/^(-| {2,})/gm, (start) => start === '-' ? '  -' : `  ${start}`);
/** A kubeconfig whose lists are all empty, each in another way. */
const EMPTY = 'apiVersion: v1\nkind: Config\nclusters: []\ncontexts: null\nusers:\ncurrent-context: ""\n';

const REFUSED = [
  '{"apiVersion": "v1", "clusters": []}', 'clusters: [{name: a}]\n', 'clusters: &x\n- name: a\n', 'apiVersion: v1\n\tclusters:\n',
  'clusters:\n- name: a\nclusters:\n- name: b\n', '- a\n- b\n',
];
const SECRETS: readonly [text: string, secret: string][] = [
  ['password: hunter2', 'hunter2'],
  ['{"secret-access-key": "wJalrXUt/nFEMI"}', 'wJalrXUt'],
  ['AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI', 'wJalrXUt'],
  ['key AKIAIOSFODNN7EXAMPLE here', 'AKIAIOSFODNN7EXAMPLE'],
  ['token: K10abcdefabcdefabcdefabcdef::server:pass', 'server:pass'],
  ['joined with K10abcdefabcdefabcdefabcdef0123::server:s3cr3t ok', 's3cr3t'],
  ['-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----', 'b3BlbnNzaC1rZXk'],
  ['client-key-data: LS0tLS1CRUdJTg==', 'LS0tLS1CRUdJTg'],
  ['Authorization: Bearer abc.def.ghi', 'abc.def.ghi'],
  ['https://user:pa55w0rd@github.com/x.git', 'pa55w0rd'],
  ['jwt eyJhbGciOiJSUzI1NiIs.eyJzdWIiOiIxMjM0NTY3.c2lnbmF0dXJl end', 'eyJzdWIiOiIxMjM0NTY3'],
  ['ghp_abcdefghijklmnopqrstuvwxyz012345', 'abcdefghijklmnop'],
];

describeWithPwsh('functions of the scripts', () => {
  let answers: unknown[] = [];
  const cases = [
    { do: 'arguments', with: ARGUMENTS }, { do: 'timeout' }, { do: 'code page' }, { do: 'missing' }, { do: 'archive' },
    ...['', KUBECTL, INDENTED, EMPTY].map((text) => ({ do: 'merge', with: text })),
    { do: 'unmerge', with: KUBECTL }, { do: 'merge', with: KUBECTL.replaceAll('\n', '\r\n') },
    ...REFUSED.map((text) => ({ do: 'merge', with: text })),
    { do: 'merge', with: KUBECTL.replace('aws', 'C:\\J\ufffdrg\\aws.exe') },
    { do: 'wsl', with: '' },
    { do: 'wsl', with: '[wsl2]\r\nmemory=8GB\r\nnetworkingMode = nat\r\n\r\n[experimental]\r\nsparseVhd=true\r\n' },
    { do: 'wsl', with: '[experimental]\nnetworkingMode=mirrored\n' },
    { do: 'overlap', with: ['192.168.100.0/24', '192.168.0.0/16'] },
    { do: 'overlap', with: ['192.168.100.77/25', '192.168.100.128/25'] },
    { do: 'overlap', with: ['0.0.0.0/0', '255.255.255.255/32'] },
    ...SECRETS.map(([text]) => ({ do: 'redact', with: text })),
    ...['login:', '', 'nobody'].map((text) => ({ do: 'pipe', with: text })),
    { do: 'redact', with: 'pod grafana-0 is Running on 192.168.100.10; secret/grafana-admin exists\ntoken bucket: full' },
  ];
  const answer = (name: string, index = 0): unknown =>
    answers[cases.map((each, position) => each.do === name ? position : -1).filter((position) => position >= 0)[index] ?? -1];

  beforeAll(() => {
    answers = withFolder((folder) => {
      writeFiles(folder, host());
      return runPwshJson<unknown[]>(path.join(__dirname, '../../host/functions.ps1'), cases, { Lib: path.join(folder, 'lib') });
    });
  }, 60_000);

  test('a program gets every argument as it is, its input, and its exit code comes back', () => {
    const { exit, error, lines } = answer('arguments') as { exit: number; error: string; lines: string[] };
    expect(lines.map((line) => Buffer.from(line, 'base64').toString().replace(/\n$/, ''))).toEqual(ARGUMENTS);
    expect([exit, error]).toEqual([7, 'from input']);
  });

  test('a program that does not end is ended', () => {
    const { timedOut, seconds } = answer('timeout') as { timedOut: boolean; seconds: number };
    expect(timedOut).toBe(true);
    expect(seconds).toBeLessThan(15);
  });

  test('what a program says is read as UTF-8, or else in the code page in which Windows translates', () => {
    expect(answer('code page')).toEqual(['Schl\u00fcssel', 'Schl\u00fcssel']);
  });

  test('a program that is not there is named', () => {
    expect(answer('missing')).toBe('no-such-program.exe is not on this machine.');
  });

  test('the archive holds every section', () => {
    expect(answer('archive')).toEqual(['a/b.txt:5', 'c.txt:3']);
  });

  test('a kubeconfig is made where there is none', () => {
    expect(answer('merge')).toMatchSnapshot();
    expect((load(answer('merge') as string) as Kubeconfig)['current-context']).toBe('homelab');
  });

  const layouts: [string, number][] = [['as kubectl writes it', 1], ['with indented lists', 2], ['with CRLF', 4]];
  test.each(layouts)('the context is merged into a kubeconfig %s, and only entries of its own name are replaced', (_what, index) => {
    const merged = load(answer('merge', index) as string) as Kubeconfig;
    const before = load(KUBECTL) as Kubeconfig;
    const others = (list: { name: string }[]): unknown[] => list.filter(({ name }) => name !== 'homelab');
    expect([others(merged.clusters), others(merged.contexts), others(merged.users)])
      .toEqual([others(before.clusters), before.contexts, others(before.users)]);
    expect([merged.clusters, merged.contexts, merged.users].map((list) => list.filter(({ name }) => name === 'homelab').length))
      .toEqual([1, 1, 1]);
    expect(merged.clusters)
      .toContainEqual({ name: 'homelab', cluster: { 'certificate-authority-data': 'Q0E=', server: 'https://192.168.100.10:6443' } });
    expect(merged['current-context']).toBe('work');
  });

  test('empty lists in a kubeconfig are filled', () => {
    expect(load(answer('merge', 3) as string)).toEqual(load(`${(answer('merge') as string).replace('preferences: {}\n', '')}`));
  });

  test('down takes the entries out again', () => {
    const left = load(answer('unmerge') as string) as Kubeconfig;
    expect([left.clusters, left.users].flat().map(({ name }) => name)).toEqual(['work', 'me']);
  });

  const refused = REFUSED.map((text, index): [string, number] => [text, index]);
  test.each(refused)('a kubeconfig in another layout is not touched: %j', (_text, index) => {
    expect(answer('merge', 5 + index)).toBe('');
  });

  test('a kubeconfig with bytes that are no UTF-8 is not touched', () => {
    expect(answer('merge', 5 + REFUSED.length)).toBe('');
  });

  test('.wslconfig keeps everything but the one line', () => {
    expect(answer('wsl')).toBe('[wsl2]\r\nnetworkingMode=mirrored\r\n');
    expect(answer('wsl', 1)).toBe('[wsl2]\r\nmemory=8GB\r\nnetworkingMode=mirrored\r\n\r\n[experimental]\r\nsparseVhd=true\r\n');
    expect(answer('wsl', 2)).toBe('[experimental]\r\nnetworkingMode=mirrored\r\n[wsl2]\r\nnetworkingMode=mirrored\r\n');
  });

  test('networks that share an address overlap', () => {
    expect([answer('overlap'), answer('overlap', 1), answer('overlap', 2)]).toEqual([true, false, true]);
  });

  test('a serial console is asked once, and what it says is read until the time is over', () => {
    const [talking, silent, nobody] = [0, 1, 2].map((index) => answer('pipe', index) as { said: string; seconds: number });
    expect(talking?.said).toBe('13 login:');
    expect([silent?.said, nobody?.said]).toEqual(['', 'TimeoutException']);
    // Longer only by what a busy machine takes.
    for (const each of [talking, silent, nobody]) { expect(each?.seconds).toBeLessThan(12); }
  });

  const secrets = SECRETS.map(([text, secret], index): [string, string, number] => [text, secret, index]);
  test.each(secrets)('diagnostics black out %j', (_text, secret, index) => {
    expect(answer('redact', index)).not.toContain(secret);
  });

  test('diagnostics leave the rest readable', () => {
    expect(answer('redact', SECRETS.length)).toContain('pod grafana-0 is Running on 192.168.100.10; secret/grafana-admin exists');
  });
});
