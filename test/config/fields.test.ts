import type { z } from 'zod';
import * as field from '../../config/fields';
import { outputFolder } from '../../config/output-folder';

/** What each rule takes and refuses; the words it refuses with are in the fixtures. */
const RULES: Readonly<
  Record<string, { readonly rule: () => z.ZodType; readonly good: readonly string[]; readonly bad: readonly string[] }>
> = {
  name: {
    rule: field.name,
    good: ['a', 'my-app', '0', 'a'.repeat(63)],
    bad: ['', '-a', 'a-', 'A', 'a_b', 'a.b', 'a'.repeat(64), 'a\n', 'ä'],
  },
  hostname: {
    rule: field.hostname,
    good: ['a.b', 'grafana.homelab.example.com', 'xn--bcher-kva.example'],
    bad: [
      '',
      'localhost',
      'a..b',
      '.a.b',
      'a.b.',
      '*.a.b',
      'A.b',
      'a_b.c',
      '1.2.3.4',
      'a.b/c',
      'http://a.b',
      'a.b:80',
      `${'a'.repeat(64)}.b`,
      `${'a.'.repeat(127)}b`,
    ],
  },
  address: {
    rule: field.address,
    good: ['0.0.0.0', '192.168.100.10'],
    bad: ['', '1.2.3', '1.2.3.4.5', '256.1.1.1', '01.2.3.4', '0x1.2.3.4', '1.2.3.4/24', '::1', ' 1.2.3.4'],
  },
  network: {
    rule: field.network,
    good: ['10.0.0.0/8', '192.168.100.0/24', '10.0.0.1/32'],
    bad: ['10.0.0.1/8', '10.0.0.0', '10.0.0.0/33', '10.0.0.0/08', 'fd00::/8', '/24'],
  },
  addressRange: {
    rule: field.addressRange,
    good: ['10.0.0.1-10.0.0.9', '10.0.0.1-10.0.0.1', '10.0.0.0/24'],
    bad: ['10.0.0.9-10.0.0.1', '10.0.0.1', '10.0.0.1-', '10.0.0.1-9', '-'],
  },
  email: {
    rule: field.email,
    good: ['a@example.com', 'first.last+tag@sub.example.co.uk'],
    bad: ['', 'a', 'a@', '@b.c', 'a b@c.d', 'a@b', 'A <a@b.c>'],
  },
  mailbox: {
    rule: field.mailbox,
    good: ['a@example.com', 'Lab <lab@example.com>', 'Büro Lang <post@example.com>'],
    bad: [
      '', 'a', 'a@example.com, b@example.com', 'Lab lab@example.com', 'Lab, Home <lab@example.com>', 'Lab <lab>',
      'Lab <a@b.c> x', '<a@b.c>\n',
    ],
  },
  mailboxes: {
    rule: field.mailboxes,
    good: ['a@example.com', 'a@example.com,b@example.com', 'A <a@example.com>, b@example.com'],
    bad: ['', 'a@example.com,', 'a@example.com; b@example.com', 'a@example.com b@example.com', 'a@example.com, b', ',a@example.com'],
  },
  cron: {
    rule: field.cron,
    good: ['0 3 * * 0', '*/15 * * * *', '0 0 1 1 *', '5,35 8-18/2 * * 1-5', '@weekly', '0 3 * * sun'],
    bad: [
      '',
      '* * * *',
      '* * * * * *',
      '60 * * * *',
      '* 24 * * *',
      '0 3 * * 7',
      '0 3 L * *',
      '0 3 * * 1#2',
      '0 3 31 2 *',
      '@reboot',
      '@every 1h',
      'weekly',
      '0 3 * * 0; reboot',
    ],
  },
  duration: { rule: field.duration, good: ['720h', '1h30m', '45s'], bad: ['', '30d', '1.5h', '720', 'h', '-1h', '1h 30m', '10ms'] },
  gatewayDuration: {
    rule: field.gatewayDuration,
    good: ['0s', '30s', '1500ms', '1h2m3s4ms'],
    bad: ['', '1.5s', '2d', '100000s', '1h1h1h1h1h', '30'],
  },
  prometheusDuration: { rule: field.prometheusDuration, good: ['15d', '30s', '1h30m', '4w2d'], bad: ['', '1d2w', '1.5d', '15', '100ms '] },
  storageSize: {
    rule: field.storageSize,
    good: ['1Mi', '20Gi', '2Ti', '1.5Gi', '20G', '500M', '0.5T'],
    bad: ['', '20', '20GB', '0Gi', '0.0Gi', '-1Gi', '+1Gi', '20gi', '20 Gi', '20m', '1e3', '.5Gi', '5.Gi', '1Ki', '1Ei', 'Gi', '1,5Gi'],
  },
  headerName: { rule: field.headerName, good: ['X-Canary', 'x_y', 'a!#$'], bad: ['', 'X Canary', 'X:Y', 'a\nb', 'ä'] },
  urlPath: {
    rule: field.urlPath,
    good: ['/', '/v2', '/a/b.c', '/%20', '/a;b=c'],
    bad: ['', 'a', '//', '/a//b', '/a/../b', '/a/..', '/./a', '/a#b', '/%2f', '/a b', '/a?b', `/${'a'.repeat(1024)}`],
  },
  repoUrl: {
    rule: field.repoUrl,
    good: [
      'https://github.com/a/b.git',
      'ssh://git@github.com:22/a/b.git',
      'git@github.com:a/b.git',
      'oci://ghcr.io/a/b',
      'https://charts.example.org',
      'https://charts.example.org/',
      'https://git.example.org:3000/a/b',
      'https://dev.azure.com/a/my%20project/_git/b',
      'https://git.example.org/scm/~me/b.git',
      'ssh://git.example.org/srv/b.git',
      'git@git.example.org:/srv/b.git',
      'git@github.com:123/b.git',
      'gitea@git.example.org:a/b.git',
      'lars.k@nas:repos/b.git',
    ],
    bad: [
      'https://a/*',
      'https://a/b?',
      'https://a/[b]',
      'https://a/b\u0001',
      'https://a/b\n',
      'https://a/\u2028',
      'https://a/ü',
      'https://a//b',
      'https://a/../b',
      'https://',
      'https://-a/b',
      'https://a:b/c',
      'git@github.com',
      'git@github.com:',
      'git@github.com/a/b',
      'git@:a/b',
      '@git.example.org:a/b',
      '-oProxyCommand=x@git.example.org:a/b',
      'me:secret@git.example.org:a/b',
      `${'t'.repeat(33)}@git.example.org:a/b`,
      'oci://me@ghcr.io/a',
      'HTTPS://a/b',
      `https://a/${'*'.repeat(50_000)}`,
      '',
      'http://github.com/a/b',
      'github.com/a/b',
      'https://me:secret@github.com/a/b',
      'https://ghp_token@github.com/a/b',
      'file:///etc',
      '--upload-pack=x',
      'https://a/b c',
      'https://a/`id`',
      'ssh://me:secret@a/b',
    ],
  },
  gitUrl: {
    rule: field.gitUrl,
    good: [
      'https://github.com/a/b.git',
      'https://git.example.org/homelab.git',
      'git@github.com:a/b.git',
      'git@git.example.org:b.git',
      'ssh://git@gitlab.com/a/b/c.git',
    ],
    bad: [
      '',
      'https://github.com',
      'https://github.com/',
      'https://github.com/a',
      'https://GitHub.com/a/',
      'git@codeberg.org:a',
      'frank@github.com:frank/lab.git',
      'ssh://git@git.example.org',
      'oci://ghcr.io/a/b',
      'https://me:secret@github.com',
      'https://a/*',
    ],
  },
  outputFolder: {
    rule: outputFolder,
    good: ['dist', 'clusters/home/dist', '.generated', 'com', 'console', 'a.git', 'my-scripts', 'd'.repeat(100)],
    bad: [
      '',
      '.',
      './dist',
      'a/.',
      '..',
      '/dist',
      'dist/',
      'a//b',
      'a b',
      '.git',
      '.GIT',
      '.git/hooks',
      'a/.git',
      'node_modules',
      'node_modules/x',
      '.synth',
      'con',
      'CON',
      'nul',
      'aux',
      'prn',
      'com1',
      'lpt9',
      'nul.txt',
      'a/con/b',
      'a/Com1.yaml',
      'dist.',
      'a./b',
      '...',
      'd'.repeat(101),
    ],
  },
  revision: {
    rule: field.revision,
    good: ['main', 'v1.2.3', 'feature/x', 'a'.repeat(40), 'web@1.12.0', 'charts/web@1.12.0'],
    bad: ['', '-rf', 'a..b', 'a.lock', 'a/', 'a b', 'a~1', 'a:b', 'HEAD^', '@', 'main@{1}', '@web'],
  },
  repoPath: {
    rule: field.repoPath,
    good: [
      'dist', 'clusters/home/dist', '.hidden', '.', './apps', 'apps/', 'Apps/Home Assistant', 'Geräte/Küche', 'apps/@base', 'a+b/c (old)',
    ],
    bad: [
      '', '/', '/dist', '../dist', 'a/..', 'a/../b', 'a//b', 'a//', 'a /b', ' a', 'a  b', 'a\\b', 'a\nb', 'a;b', '$a', 'a`b',
      'a\u200bb',
    ],
  },
};

describe.each(Object.entries(RULES))('the rule for a %s', (_, { rule, good, bad }) => {
  test.each(good)('takes %j', (value) => { expect(rule().safeParse(value).success).toBe(true); });

  test.each(bad)('refuses %j and says how to mend it', (value) => {
    const issues = rule().safeParse(value).error?.issues ?? [];
    expect(issues).toHaveLength(1);
    const [{ code, params } = { code: '', params: {} }] = issues as { code: string; params?: { fix?: string } }[];
    expect(code).toBe('custom');
    expect(params?.fix).toMatch(/\w{4}/);
  });
});

test('no rule takes longer than a moment over a hostile text', () => {
  const hostile = [
    'a'.repeat(50_000),
    `${'a-'.repeat(25_000)}!`,
    '1'.repeat(50_000),
    `${'1h'.repeat(25_000)}!`,
    `/${'a/'.repeat(25_000)}#`,
    `${'a.'.repeat(25_000)}!`,
    `${'0,'.repeat(10_000)} * * * *`,
  ];
  const start = performance.now();
  for (const { rule } of Object.values(RULES)) { for (const value of hostile) { rule().safeParse(value); } }
  expect(performance.now() - start).toBeLessThan(2000);
});
