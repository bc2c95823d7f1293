import path from 'node:path';
import { RECEIVER_TYPES } from '../../config/alerting';
import { host, writeFiles } from './lab';
import { describeWithPwsh, runPwshJson, withFolder } from './pwsh';

type ReceiverType = typeof RECEIVER_TYPES[number];

/** What a receiver's secret looks like in a log, a Secret or a URL: the text, and the part that nobody may see. */
type Sample = readonly [text: string, secret: string];

/** For every type that homelab.yaml offers: a new one does not compile without its samples. */
const RECEIVERS: Readonly<Record<ReceiverType, readonly [Sample, ...Sample[]]>> = {
  ntfy: [
    ['notify retry canceled after 2 attempts: Post "https://ntfy.sh/my-secret-topic?priority=5": EOF', 'my-secret-topic'],
    ['url: https://ntfy.example.org:8443/my-secret-topic', 'my-secret-topic'],
    ['token tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2'.toLowerCase(), 'agqdq7mvbofd37'],
  ],
  discord: [
    ['https://discord.com/api/webhooks/1100000000000000000/AbCdEf-ghIJKl_mnop', 'AbCdEf-ghIJKl_mnop'],
    ['Post "https://discordapp.com/api/v10/webhooks/110/AbCdEfghIJKl": timeout', 'AbCdEfghIJKl'],
    ['webhook-url: "https://relay.example.org/x/AbCdEfghIJKl"', 'AbCdEfghIJKl'],
  ],
  slack: [
    ['https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX', 'XXXXXXXXXXXX'],
    ['xoxb-0123456789-0123456789-AbCdEfGhIj', 'AbCdEfGhIj'],
  ],
  telegram: [
    ['Post "https://api.telegram.org/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/sendMessage": EOF',
      'AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw'],
    ['bot 110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw is blocked', 'AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw'],
    ['bot-token: 110201543:AAHdqTcvCH1vGWJx', 'AAHdqTcvCH1vGWJx'],
  ],
  pushover: [
    ['Post "https://api.pushover.net/1/messages.json?d=&token=azGDORePK8gMaC0QOYAMyEEuzJnyUi&user=uQiRzpo4DXghDmr9QzzfQu27cmVRsG": EOF',
      'azGDORePK8gMaC0QOYAMyEEuzJnyUi'],
    ['url=https://api.pushover.net/1/messages.json?token=x&user=uQiRzpo4DXghDmr9QzzfQu27cmVRsG', 'uQiRzpo4DXghDmr9QzzfQu27cmVRsG'],
    ['user-key: uQiRzpo4DXghDmr9QzzfQu27cmVRsG', 'uQiRzpo4DXghDmr9QzzfQu27cmVRsG'],
    ['token: azGDORePK8gMaC0QOYAMyEEuzJnyUi', 'azGDORePK8gMaC0QOYAMyEEuzJnyUi'],
  ],
  email: [
    ['auth_password: hunter2hunter2', 'hunter2hunter2'],
    ['smtp://lab%40example.org:hunter2hunter2@smtp.example.org:587', 'hunter2hunter2'],
  ],
  webhook: [
    ['Post "https://example.org/hook/Zm9vYmFy?x=1": 500', 'Zm9vYmFy'],
    ['msg="Notify failed" err="Post \\"https://hc-ping.com/0f3c1e0a-1111-4222-8333-444455556666\\": EOF"', '0f3c1e0a'],
    ['https://hooks.example.org/Zm9vYmFy', 'Zm9vYmFy'],
    ['https://example.org/hook?access_token=Zm9vYmFy&a=b', 'Zm9vYmFy'],
  ],
};

/** Logins of other kinds. */
const OTHERS: readonly Sample[] = [
  ['glpat-AbCdEfGhIjKlMnOpQrSt', 'AbCdEfGhIjKlMnOp'],
  ['gldt-AbCdEfGhIjKlMnOpQrSt', 'AbCdEfGhIjKlMnOp'],
  ['k3s server --token hunter2hunter2 --disable traefik', 'hunter2hunter2'],
  ['k3s agent --agent-token="hunter2hunter2"', 'hunter2hunter2'],
  ['helm registry login --password hunter2hunter2 ghcr.io', 'hunter2hunter2'],
  ['Authorization: Basic bGFiOmh1bnRlcjJodW50ZXIy', 'bGFiOmh1bnRlcjJodW50ZXIy'],
  ['header Basic bGFiOmh1bnRlcjJodW50ZXIy sent', 'bGFiOmh1bnRlcjJodW50ZXIy'],
  ['fatal: unable to access https://ghp2:x-oauth-basic@github.com/me/lab.git/', 'x-oauth-basic'],
  ['fatal: unable to access https://0123456789abcdef0123@github.com/me/lab.git/', '0123456789abcdef0123'],
  ['dckr_pat_AbCdEfGhIjKlMnOpQrStUv', 'AbCdEfGhIjKlMnOp'],
  ['AGE-SECRET-KEY-1QQPQQPQQPQQPQQPQQ', '1QQPQQPQQ'],
  ['client_secret: hunter2hunter2', 'hunter2hunter2'],
];

/** What has to stay readable, or the diagnostics are of no use. */
const PLAIN: readonly string[] = [
  'failed to list refs: Get "https://github.com/me/lab.git/info/refs?service=git-upload-pack": EOF',
  'git@github.com:me/lab.git and ssh://git@github.com/me/lab.git',
  'pod kube-system/cilium-x: ErrImagePull quay.io/cilium/cilium:v1.18.2@sha256:abcdef', 'Basic checks passed', 'token bucket is full',
  'lookup github.com on 10.43.0.10:53: no such host', 'https://metallb.github.io/metallb/index.yaml', '12:00:00 192.168.100.10:6443',
];

describeWithPwsh('what is blacked out', () => {
  const samples = [
    ...RECEIVER_TYPES.flatMap((type) => RECEIVERS[type].map(([text, secret]) => ({ of: type, text, secret }))),
    ...OTHERS.map(([text, secret]) => ({ of: 'a login', text, secret })),
  ].map((sample, index) => ({ ...sample, index }));
  const plain = PLAIN.map((text, index) => ({ text, index: samples.length + index }));
  let answers: string[] = [];
  beforeAll(() => {
    answers = withFolder((folder) => {
      writeFiles(folder, host());
      const cases = [...samples, ...plain].map(({ text }) => ({ do: 'redact', with: text }));
      return runPwshJson<string[]>(
        path.join(__dirname, 'functions.ps1'), [...cases, { do: 'redact', with: `${'x'.repeat(1_000_000)} password: hunter2` }],
        { Lib: path.join(folder, 'lib') },
      );
    });
  }, 120_000);

  test.each(samples)('$of: $text', ({ secret, index }) => {
    expect(answers[index]).not.toContain(secret);
    expect(answers[index]).toContain('[redacted');
  });

  test('every type of receiver that homelab.yaml offers has a sample', () => {
    expect(Object.keys(RECEIVERS).sort()).toEqual([...RECEIVER_TYPES].sort());
  });

  test.each(plain)('stays readable: $text', ({ text, index }) => {
    expect(answers[index]).toBe(text);
  });

  test('megabytes of one word do not hide the password after them', () => {
    expect(answers.at(-1)?.slice(-22)).toBe(' password: [redacted]'.padStart(22, 'x'));
  });
});
