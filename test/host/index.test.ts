import { parseConfig } from '../../charts/load-config';
import { synthesiseHost } from '../../host';
import { host, INPUTS, SEED } from './lab';

const VERBS = [
  'diagnostics', 'doctor', 'down', 'kubeconfig', 'kubectl', 'names', 'password', 'power', 'secrets', 'ssh', 'start', 'status', 'stop',
  'trust', 'up', 'wsl',
];

test('every verb is there, and every part it loads', () => {
  const files = [...host().keys()];
  const parts = /foreach \(\$part in\s+([^)]*)\)/.exec(host().get('lib/Load.ps1') ?? '')?.[1]?.match(/\w+/g) ?? [];

  expect(files).toEqual(expect.arrayContaining(VERBS.map((verb) => `${verb}.ps1`)));
  expect(parts.length).toBeGreaterThan(10);
  expect(files).toEqual(expect.arrayContaining(parts.map((part) => `lib/${part}.ps1`)));
});

test('lab.cmd knows the verbs that there are, no more and no fewer', () => {
  const scripts = [...host().keys()].filter((file) => /^[^/]+\.ps1$/.test(file)).map((file) => file.replace('.ps1', ''));
  const table = /\[ordered\]@\{([\s\S]*?)\n {4}\}/.exec(host().get('lib/Verb.ps1')?.replaceAll('\r\n', '\n') ?? '')?.[1] ?? '';

  expect(scripts).toEqual(VERBS);
  expect([...table.matchAll(/^ +(\w+) += @\{ Rights/gm)].map(([, verb]) => verb).sort()).toEqual(VERBS);
});

test('no message tells to run a script by its file, which Windows refuses', () => {
  for (const [file, text] of [...host()].filter(([each]) => each.endsWith('.ps1'))) {
    const code = text.split('\r\n').filter((line) => !line.trim().startsWith('#') && !line.includes('Made by up.ps1 for lab'));
    expect([file, code.filter((line) => new RegExp(`(?<![\\w.\\\\/-])(${VERBS.join('|')})\\.ps1`).test(line))]).toEqual([file, []]);
  }
});

test('scripts for Windows are ASCII with CRLF, everything else ends its lines as Linux does', () => {
  for (const [file, text] of host()) {
    if (/\.(ps1|cmd)$/.test(file)) {
      expect([file, /[^\r\n\t\u0020-\u007e]/.test(text), /[^\r]\n|\r[^\n]/.test(text), text.endsWith('\r\n')])
        .toEqual([file, false, false, true]);
    } else {
      expect([file, text.includes('\r')]).toEqual([file, false]);
    }
  }
});

test('the same configuration makes the same bytes', () => {
  expect([...host()]).toEqual([...host()]);
});

test('the configuration of the default lab', () => {
  expect(host().get('lib/Config.ps1')?.replaceAll('\r\n', '\n')).toMatchSnapshot();
});

test('the configuration of a lab in a LAN, with names in other languages', () => {
  const yaml = 'host: { network: external, adapter: "Netz \u00fcber Frank\u2019s D\u00f6se", router: 192.168.100.254, '
    + 'switchName: "\u30e9\u30dc", secureBoot: false, loopback: { enabled: false } }';
  expect(host(yaml).get('lib/Config.ps1')?.replaceAll('\r\n', '\n')).toMatchSnapshot();
});

test('the list of secrets names what is needed, and holds no value but what follows from homelab.yaml', () => {
  expect(host().get('required-secrets.json')).toMatchSnapshot();
});

test('the files of a node\'s seed arrive as they are', () => {
  expect(host().get('seed/homelab/user-data'))
    .toBe('#cloud-config\nssh_authorized_keys: ["@@SSH_PUBLIC_KEY@@"]\nssh_keys: { ed25519_private: \'@@SSH_HOST_KEY@@\' }\n');
});

test('a DNS server of the lab is there if it has one', () => {
  const withDns = host('dns: { provider: k8s-gateway, address: 192.168.100.201 }').get('lib/Config.ps1');
  expect(withDns).toContain("        DnsAddress = '192.168.100.201'\r\n");
  expect(host().get('lib/Config.ps1')).not.toContain('DnsAddress');
});

test('an image of your own replaces the pinned one', () => {
  const config = host(`host: { image: { url: "https://example.com/x/y.img", sha256: "${'a'.repeat(64)}" } }`).get('lib/Config.ps1');
  expect(config).toContain('https://example.com/x/y.img');
  expect(config).toContain('a'.repeat(64));
});

test.each(['domain: lab.kestrel.dev', ''])('a lab without placeholders has none to report: with the own authority, "%s"', (domain) => {
  const yaml = `${domain}\ngitops: { repoURL: "https://github.com/kestrel/lab.git" }\ntls: { issuer: homelab-ca }`;
  expect(host(yaml).get('lib/Config.ps1')).toContain('Placeholders = @()');
});

test('a bootstrap without its root Application is an error, since up.ps1 would wait for nothing', () => {
  expect(() => synthesiseHost(parseConfig(''), { ...INPUTS, bootstrap: new Map() }, SEED)).toThrow(/exactly one Application/);
});

test('the real seed has the one placeholder up.ps1 fills in, and no carriage return', () => {
  const files = synthesiseHost(parseConfig(''), INPUTS);
  const seed = ['user-data', 'meta-data', 'network-config'].map((file) => files.get(`seed/homelab/${file}`) ?? '\r');
  expect(seed.join('').split('@@SSH_PUBLIC_KEY@@')).toHaveLength(2);
  expect(seed.some((text) => text.includes('\r'))).toBe(false);
});

test('settings say who answers for the names of the lab, where it is not a record made by hand', () => {
  const config = (yaml: string): string => host(yaml).get('lib/Config.ps1') ?? '';
  expect(config('')).not.toMatch(/Dns(Address|Provider)/);
  expect(config('dns: k8s-gateway')).toContain("DnsAddress = '192.168.100.220'");
  expect(config('dns: hosts-file')).toContain("DnsProvider = 'hosts-file'");
  const records = config('dns: { provider: external-dns, zone: { at: pihole, server: "http://192.168.1.6" } }');
  expect(records).not.toMatch(/Dns(Address|Provider)/);
});
