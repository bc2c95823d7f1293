import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readConfig } from '../../../charts/load-config';
import { packageInfo } from '../../../package-info';
import { synthesise, type Synthesis } from '../../../synth/synthesise';
import { CHARTS, K3S_VERSION, NODE_IMAGE } from '../../../versions';
import { FIXTURES, VALID } from '../../whole-lab/labs';

const synthesised = new Map<string, Synthesis>();

/** The lab of a configuration that is in no file. */
function synthesisOf(yaml: string): Synthesis {
  const synthesis = synthesised.get(yaml) ?? synthesise(readConfig(yaml, 'homelab.yaml'));
  synthesised.set(yaml, synthesis);
  return synthesis;
}

/** Its LAB.md. */
function pageOf(yaml = ''): string {
  return synthesisOf(yaml).labPage;
}

/** The text below a heading. */
function sectionOf(page: string, title: string): string | undefined {
  return page.split(/^## /m).find((part) => part.startsWith(`${title}\n`))?.slice(title.length + 2).trim();
}

/** Rows of a section's table without its head, cell by cell. */
function rowsOf(page: string, title: string): string[][] {
  const lines = (sectionOf(page, title) ?? '').split('\n').filter((line) => line.startsWith('|')).slice(2);
  return lines.map((line) => line.slice(1, -1).split('|').map((cell) => cell.trim()));
}

test('begins with the notice that it is generated, and with the file that describes the lab', () => {
  expect(pageOf('domain: lab.example.net').split('\n').slice(0, 5)).toEqual([
    '<!-- Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth. -->',
    '',
    '# The lab lab.example.net',
    '',
    '[homelab.yaml](homelab.yaml) describes this lab. Change it there, run `homelab synth` and commit; Argo CD does the rest.',
  ]);
});

test('has every address', () => {
  // GIVEN
  const yaml = [
    'domain: lab.example.net',
    'network:',
    '  { cidr: 192.168.1.0/24, hostAddress: 192.168.1.5, dnsServers: [192.168.1.1], loadBalancerRange: 192.168.1.240-192.168.1.250 }',
    'nodes: [{ name: cellar, address: 192.168.1.20, cpus: 8, memoryGiB: 32, diskGiB: 500 }]',
    'gateway: { address: 192.168.1.250 }',
    'host: { network: external, adapter: Wi-Fi, router: 192.168.1.1, sshUser: frank }',
  ].join('\n');
  // THEN
  expect(rowsOf(pageOf(yaml), 'Addresses')).toEqual([
    ['Gateway', '192.168.1.250', 'DNS: `*.lab.example.net` points here'],
    ['Node cellar', '192.168.1.20', '8 CPUs, 32 GiB of memory, 500 GiB of disk; user `frank`'],
    ['Windows host', '192.168.1.5', ''],
    ['Router', '192.168.1.1', 'default gateway of the nodes'],
    ['Name servers', '192.168.1.1', ''],
    ['Network', '192.168.1.0/24', ''],
    ['Load balancers', '192.168.1.240-192.168.1.250', 'addresses that MetalLB gives to Services'],
    ['Pods', '10.42.0.0/16', 'inside the cluster'],
    ['Services', '10.43.0.0/16', 'inside the cluster'],
  ]);
});

test('links every host name, with what answers there', () => {
  const yaml = [
    'interfaces: { grafana: { expose: false } }',
    'namespaces: [{ name: shop }, { name: other }]',
    'services:',
    '  - { name: web, namespace: shop, port: 8080 }',
    '  - { name: old, namespace: shop, hostname: web.homelab.example.com, port: 80, matches: [{ path: { value: /old } }] }',
    '  - { name: split, namespace: shop, backends: [{ name: a, port: 1 }, { name: b, namespace: other, port: 2, weight: 9 }] }',
  ].join('\n');
  expect(sectionOf(pageOf(yaml), 'Pages')?.split('\n')).toEqual([
    '- [argocd.homelab.example.com](https://argocd.homelab.example.com): `argocd/argocd-server:80`',
    '- [web.homelab.example.com](https://web.homelab.example.com): `shop/web:8080`, `shop/old:80`',
    '- [split.homelab.example.com](https://split.homelab.example.com): `shop/a:1`, `other/b:2`',
  ]);
});

test('has every Application in the order in which it is synced, with its version', () => {
  // GIVEN
  const yaml = 'namespaces: [{ name: shop }]\n'
    + 'applications: [{ name: web, namespace: shop, repoURL: "https://charts.example.com", chart: web, targetRevision: 1.2.3 }]';
  const rows = rowsOf(pageOf(yaml), 'Applications');
  // THEN
  const waves = rows.map(([wave]) => Number(wave));
  expect(waves).toEqual([...waves].sort((a, b) => a - b));
  const { lab } = synthesisOf(yaml);
  expect(rows.map(([, name]) => name).sort()).toEqual([...lab.waves.keys()].map(({ name }) => name).sort());
  expect(rows.filter(([, name]) => name === 'istiod' || name === 'web').map(([, ...rest]) => rest)).toEqual([
    ['istiod', 'istio-system', `istiod ${CHARTS.istiod.version}`], ['web', 'shop', 'web 1.2.3'],
  ]);
});

test('names the Secrets that somebody has to create, and their keys', () => {
  expect(rowsOf(pageOf(), 'Secrets').map(([name, keys]) => [name, keys])).toEqual([
    ['`cert-manager/route53-credentials`', '`access-key-id`, `secret-access-key`'],
    ['`monitoring/grafana-admin`', '`admin-user`, `admin-password`'],
  ]);
  expect(sectionOf(pageOf('tls: { issuer: homelab-ca }\nmonitoring: { enabled: false }'), 'Secrets')).toBe('The lab needs none.');
});

test('names the ConfigMaps with authorities of backends that somebody has to create, each once, but not what Kubernetes makes', () => {
  // GIVEN
  const backend = (name: string, map: string): string => `{ name: ${name}, namespace: vault, port: 8200, tls: { hostname: x.y, ${map} } }`;
  const yaml = [
    'namespaces: [{ name: apps }, { name: vault }]',
    'services:',
    '  - { name: unifi, namespace: apps, port: 8443, tls: { hostname: unifi, caConfigMap: unifi-ca } }',
    `  - { name: a, namespace: apps, backends: [${backend('a', 'caConfigMap: vault-ca')}] }`,
    `  - { name: b, namespace: apps, backends: [${backend('b', 'caConfigMap: vault-ca')}] }`,
    `  - { name: c, namespace: apps, backends: [${backend('c', 'caConfigMap: kube-root-ca.crt')}] }`,
    '  - { name: d, namespace: apps, external: { address: 192.168.1.3, port: 443 }, tls: { hostname: nas, caConfigMap: nas-ca } }',
  ].join('\n');
  // THEN
  expect(sectionOf(pageOf(yaml), 'ConfigMaps')?.split('\n').filter((line) => line.startsWith('- '))).toEqual([
    '- `kubectl -n apps create configmap unifi-ca --from-file=ca.crt=FILE`',
    '- `kubectl -n vault create configmap vault-ca --from-file=ca.crt=FILE`',
    '- `kubectl -n apps create configmap nas-ca --from-file=ca.crt=FILE`',
  ]);
  expect(sectionOf(pageOf(), 'ConfigMaps')).toBeUndefined();
});

describe('receivers of alerts', () => {
  const receivers = (yaml: string): string | undefined => sectionOf(pageOf(yaml), 'Receivers of alerts');

  test('there are none unless one is named', () => {
    expect(receivers('')).toBe('None. Alerts are only shown in Grafana and Alertmanager.');
    expect(receivers('monitoring: { enabled: false }')).toBe('Monitoring is off, so there are no alerts.');
  });

  test('the only one gets all alerts', () => {
    expect(receivers('monitoring: { alerting: { receivers: [{ name: phone, type: ntfy }] } }'))
      .toBe('| receiver | type | gets |\n|---|---|---|\n| phone | ntfy | all alerts |');
  });

  test('each gets what its routes say', () => {
    const yaml = readFileSync(path.join(VALID, 'alerting.yaml'), 'utf8');
    expect(rowsOf(pageOf(yaml), 'Receivers of alerts')).toEqual([
      ['phone', 'ntfy', 'critical'],
      ['chat', 'discord', 'all other alerts'],
      ['team', 'slack', 'warning of mesh, edge'],
      ['group', 'telegram', 'all of node'],
      ['post', 'email', 'info'],
      ['local-post', 'email', 'nothing'],
      ['dead-man', 'webhook', 'every 10m that alerting works'],
    ]);
    expect(receivers(yaml)).toContain('\nAn alert goes to the first line of `routes` that matches it.\n');
    expect(receivers(yaml)).toContain('\nFrom 22:30 to 07:00 (Europe/London) alerts of these severities are held back: warning, info.');
  });
});

test('names the rules that are switched off, and what they would report', () => {
  expect(sectionOf(pageOf(), 'Rules that are switched off')).toBe('None.');
  const page = pageOf('values: { cilium: { cni: { exclusive: true } } }\nallowUnsafe: [cilium-safe-for-mesh, chart-values-safe]');
  expect(sectionOf(page, 'Rules that are switched off')?.split('\n')).toEqual([
    '`allowUnsafe` switches these rules off. What they would report:',
    '',
    "- values.cilium.cni.exclusive: cilium must not have cni.exclusive = true: Cilium would rename Istio's CNI file away "
      + '`cilium-safe-for-mesh`; remove the override, or set it to false.',
  ]);
  expect(sectionOf(page, 'Warnings')).toBe('- allowUnsafe&#91;1&#93;: allows nothing, because nothing breaks chart-values-safe; '
    + 'remove the line, so that it does not hide what breaks that rule later');
});

test('names placeholders until they are replaced', () => {
  expect(sectionOf(pageOf(), 'Placeholders to replace')?.split('\n').map((line) => line.split(':')[0])).toEqual([
    '- `gitops.repoURL`', '- `domain`', '- `tls.email`', '- `tls.route53.hostedZoneID`',
  ]);
  const replaced = pageOf('gitops: { repoURL: "https://github.com/me/lab.git" }\ntls: { issuer: homelab-ca }');
  expect(sectionOf(replaced, 'Placeholders to replace')).toBeUndefined();
});

test('has the versions that the table of Applications does not have', () => {
  const rows = rowsOf(pageOf(), 'Versions').map(([what, version]) => [what, version]);
  expect(rows).toEqual(expect.arrayContaining([
    [packageInfo().name, packageInfo().version], ['K3s', K3S_VERSION], ['Ubuntu image', NODE_IMAGE.release],
    ['chart cilium', CHARTS.cilium.version], ['chart argo-cd', CHARTS.argocd.version],
  ]));
});

test('what a person writes means nothing to Markdown', () => {
  const receiver = '{ name: p, type: email, to: a@example.com, from: a@example.com, smarthost: "h:25", username: "<b>|*x*" }';
  const page = pageOf(`monitoring: { alerting: { receivers: [${receiver}] } }`);
  expect(page).not.toContain('<b>');
  expect(page).not.toMatch(/\*x\*/);
});

test('is the same every time', () => {
  const yaml = readFileSync(path.join(VALID, 'alerting.yaml'), 'utf8');
  expect(synthesise(readConfig(yaml, 'homelab.yaml')).labPage).toBe(pageOf(yaml));
});

test.each(FIXTURES)('the page of the lab "%s" is plain text with whole tables', (name) => {
  const yaml = readFileSync(path.join(VALID, `${name}.yaml`), 'utf8').replace(/^\ufeff/, '');
  const page = pageOf(yaml);
  expect(page).toMatch(/^[\n\x20-\x7e]+\n$/);
  expect(page).not.toMatch(/\n\n\n|undefined|\[object/);
  // Every row of a table has as many cells as its head.
  for (const table of page.match(/(^\|.*\n)+/gm) ?? []) {
    const widths = new Set(table.trimEnd().split('\n').map((line) => line.replaceAll('\\|', '').split('|').length));
    expect([table, widths.size]).toEqual([table, 1]);
  }
});

test('says who answers for the names, where it is not a record made by hand', () => {
  const names = (yaml: string): string[][] => rowsOf(pageOf(yaml), 'Addresses').filter(([what]) => what === 'Names');
  expect(names('')).toEqual([]);
  expect(names('dns: k8s-gateway')).toEqual([
    ['Names', '192.168.100.220', 'a name server in the cluster, which routers and machines ask for homelab.example.com; pods are told'],
  ]);
  expect(names('dns: { provider: external-dns, zone: { at: route53, hostedZoneID: Z01 } }')).toEqual([
    ['Names', '', 'external-dns writes a record for each at route53; a router that guards against DNS rebinding drops those with '
      + 'private addresses'],
  ]);
});

describe('TCP and UDP', () => {
  const SERVICES = 'services: [{ name: mqtt, namespace: my-app, protocol: tcp, port: 1883 }, '
    + '{ name: ssh, namespace: my-app, protocol: tcp, port: 22, targetPort: 2222, address: 192.168.100.210 }]';

  test('has a row for each service, and says that behind NAT nobody but Windows reaches them', () => {
    const page = pageOf(`domain: lab.example.net\nnamespaces: [{ name: my-app }]\n${SERVICES}`);
    expect(rowsOf(page, 'TCP and UDP')).toEqual([
      ['`my-app/mqtt-lan`', 'an address of the pool', 'tcp 1883'],
      ['`my-app/ssh-lan`', '192.168.100.210', 'tcp 22 (port 2222 of the pods)'],
    ]);
    expect(sectionOf(page, 'TCP and UDP')).toContain('Behind NAT only Windows itself reaches these');
  });

  test('is left out where there is none', () => {
    expect(sectionOf(pageOf('domain: lab.example.net'), 'TCP and UDP')).toBeUndefined();
  });
});

test('says where accounts are in a lab that has its own, and where people log in', () => {
  // GIVEN
  const addon = 'domain: lab.frank.dev\ngitops: { repoURL: "https://github.com/frank/lab.git" }\n'
    + 'tls: { email: frank@frank.dev, dns01: { provider: cloudflare } }\naddons: { pocket-id: true }\n';
  const accounts = 'Accounts are at `https://id.lab.frank.dev`. Whoever comes first to `https://id.lab.frank.dev/setup` is its '
    + 'administrator. Passkeys are for that name alone.';
  // THEN
  expect(sectionOf(pageOf(addon), 'Login')).toBe(accounts);
  const login = sectionOf(pageOf(`${addon}login: { issuer: "https://id.lab.frank.dev", clientID: homelab, groups: [family] }`), 'Login');
  expect(login).toMatch(/^People log in at `https:\/\/id\.lab\.frank\.dev`, where the lab is the client `homelab`\./);
  expect(login).toContain('- `https://grafana.lab.frank.dev/login/generic_oauth`');
  expect(login?.split('\n\n').at(-1)).toBe(accounts);
});
