import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { parseConfig } from '../../../charts/load-config';
import { nodeSeed, SSH_PUBLIC_KEY_PLACEHOLDER, type SeedFile } from '../../../host/node';
import { staticFiles } from '../../../host/node/files';
import { WHOLE } from '../../whole';
import { needing, run } from './tools';
import { onWindows } from '../../windows-lab';

interface Entry {
  readonly path: string;
  readonly permissions: string;
  readonly content: string;
  readonly encoding?: string;
}
interface UserData {
  readonly hostname: string;
  readonly users: readonly { readonly name: string; readonly ssh_authorized_keys: readonly string[] }[];
  readonly write_files: readonly Entry[];
}

const MANIFESTS = '/var/lib/rancher/k3s/server/manifests';
const BOOTSTRAP = new Map([
  ['argocd.kube-system.helmchart.k8s.yaml', '# Argo CD\nspec:\n  valuesContent: |\n    a: 1\n\n    b: 2\n'],
  ['cilium.kube-system.helmchart.k8s.yaml', 'spec:\n  bootstrap: true\n'],
]);

function seedOf(yaml = '', bootstrap: ReadonlyMap<string, string> = BOOTSTRAP): ReadonlyMap<SeedFile, string> {
  const config = parseConfig(yaml);
  return nodeSeed(onWindows(config), config.nodes[0]!, bootstrap);
}

function userDataOf(seed: ReadonlyMap<SeedFile, string>): UserData {
  return load(seed.get('user-data')!) as UserData;
}

function bytesOf(entry: Entry | undefined): string | undefined {
  return entry?.encoding === 'b64' ? Buffer.from(entry.content, 'base64').toString('utf8') : entry?.content;
}

/** Every YAML text as cloud-init's own reader takes it, in one process. */
function readByPython(texts: readonly string[]): unknown[] {
  const program = 'import json, sys, yaml; print(json.dumps([yaml.safe_load(text) for text in json.load(sys.stdin)]))';
  const { status, output } = run('/usr/bin/python3', ['-c', program], JSON.stringify(texts));
  if (status !== 0) { throw new Error(output); }
  return JSON.parse(output) as unknown[];
}

test('the seed of the default lab is what it was', () => {
  // GIVEN the files that are the same on every node, which are their own snapshot
  const sources = new Map(staticFiles().map(({ path, content }) => [path, content]));

  // WHEN
  const seed = seedOf();
  const userData = userDataOf(seed);

  // THEN
  const entries = userData.write_files
    .map((entry) => (sources.get(entry.path) === entry.content ? { ...entry, content: '(its source)' } : entry));
  expect({ ...userData, write_files: entries }).toMatchSnapshot('user-data');
  expect(seed.get('meta-data')).toMatchSnapshot('meta-data');
  expect(seed.get('network-config')).toMatchSnapshot('network-config');
});

test('the seed has Linux line ends, and the same ones every time', () => {
  const seed = seedOf();
  for (const text of seed.values()) {
    expect(text).not.toContain('\r');
    expect(text.endsWith('\n')).toBe(true);
  }
  expect(seed.get('user-data')!.startsWith('#cloud-config\n')).toBe(true);
  expect(seedOf()).toEqual(seed);
});

test('the place of the SSH key stands exactly once', () => {
  const text = seedOf().get('user-data')!;
  expect(text.split(SSH_PUBLIC_KEY_PLACEHOLDER)).toHaveLength(2);
  expect(userDataOf(seedOf()).users[0]!.ssh_authorized_keys).toEqual([SSH_PUBLIC_KEY_PLACEHOLDER]);
});

test('a manifest that contains the place of the SSH key is refused', () => {
  expect(() => seedOf('', new Map([['a.yaml', `x: ${SSH_PUBLIC_KEY_PLACEHOLDER}\n`]]))).toThrow(/is 2 times in user-data/);
});

test('the network has one adapter with a fixed address, and nothing else', () => {
  const seed = seedOf('network: { dnsServers: [9.9.9.9] }');
  expect(load(seed.get('network-config')!)).toEqual({
    version: 2,
    ethernets: {
      lan: {
        match: { macaddress: '02:15:c0:a8:64:0a' },
        dhcp4: false,
        dhcp6: false,
        'accept-ra': false,
        addresses: ['192.168.100.10/24'],
        routes: [{ to: 'default', via: '192.168.100.1' }],
        nameservers: { addresses: ['9.9.9.9'] },
      },
    },
  });
});

test('in a LAN the router is the way out', () => {
  const seed = seedOf('host: { network: external, adapter: Ethernet, router: 192.168.100.254 }');
  expect(seed.get('network-config')).toContain("via: '192.168.100.254'");
});

test('the instance id does not change with the content, so that no live node is provisioned again', () => {
  const id = seedOf().get('meta-data');
  expect(seedOf('mesh: { clockJumpThreshold: 20m }', new Map()).get('meta-data')).toBe(id);
});

test('every file below files/ is laid on the node', () => {
  const root = join(__dirname, '../../../host/node/files');
  const there = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/'));
  expect(staticFiles().map(({ path }) => path)).toEqual(there.sort());
});

test('every file of our own can be read in user-data as it is', () => {
  const lines = seedOf().get('user-data')!.split('\n').filter((line) => line.startsWith('    content:'));
  expect(new Set(lines)).toEqual(new Set(['    content: |']));
});

test('bootstrap manifests reach the node byte for byte, whatever is in them', () => {
  fc.assert(fc.property(fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('\n', '\t', ' ', '#', ':', 'a', '\r', '\u2028', '\u0085', '\ufeff', '|', '-', "'", '"', '\\') }),
  ), (content) => {
    const { write_files: entries } = userDataOf(seedOf('', new Map([['x.yaml', content]])));
    // A lone surrogate is no text, and no file can hold it.
    expect(bytesOf(entries.find(({ path }) => path === `${MANIFESTS}/x.yaml`))).toBe(Buffer.from(content).toString());
  }), { numRuns: WHOLE ? 60 : 15 });
});

needing('cloud-init')("cloud-init's own reader sees the same bytes, and names that look like other things stay names", () => {
  // GIVEN
  const contents = [
    '', '\n', '  indented\n', 'no end', 'two ends\n\n', ' \n x\n', 'tab\there\n', 'trailing \n', 'umlaut \u00e4 \u{1f600}\n',
    '\u0085\u2028\n', '---\n...\n', '# c\n', '\ufeffx\n',
  ];
  const names = ['no', 'on', 'y', 'null', '2024-01-01', '0b1', '0o7', '012', '1e3', '12', 'true', '0x1f', '1-2'];

  // WHEN
  const seeds = [
    ...contents.map((content) => seedOf('', new Map([['x.yaml', content]]))),
    ...names.map((name) => seedOf(`nodes: [{ name: "${name}" }]`)),
  ];
  const userData = readByPython(seeds.map((seed) => seed.get('user-data')!)) as UserData[];
  const others = readByPython(seeds.flatMap((seed) => [
    seed.get('meta-data')!, seed.get('network-config')!,
    bytesOf(userDataOf(seed).write_files.find(({ path }) => path.endsWith('k3s/config.yaml')))!,
  ]));

  // THEN
  contents.forEach((content, index) => expect(bytesOf(userData[index]!.write_files.at(-1))).toBe(content));
  expect(userData).toEqual(seeds.map(userDataOf));
  names.forEach((name, index) => {
    expect(userData[contents.length + index]!.hostname).toBe(name);
    expect(others[(contents.length + index) * 3]).toMatchObject({ 'local-hostname': name });
    expect(others[(contents.length + index) * 3 + 2]).toMatchObject({ 'node-name': name, 'write-kubeconfig-mode': '0600' });
  });
});

needing('cloud-init')('cloud-init finds nothing wrong with user-data', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seed-'));
  try {
    const file = join(folder, 'user-data');
    writeFileSync(file, seedOf().get('user-data')!);
    expect(run('cloud-init', ['schema', '--config-file', file])).toEqual({ status: 0, output: expect.stringContaining('Valid') as string });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ['two files of one add-on', ['argocd.a.yaml', 'argocd.b.yaml'], /argocd\.a\.yaml and argocd\.b\.yaml would be the same add-on/],
  ["a name of K3s' own", ['coredns.deployment.yaml'], /an add-on that is a part of K3s, "coredns"/],
  ['an underscore', ['my_app.yaml'], /not a file that K3s can apply/],
  ['a hidden file', ['.hidden.yaml'], /not a file that K3s can apply/],
  ['another extension', ['notes.txt'], /not a file that K3s can apply/],
  ['a path', ['../../etc/passwd.yaml'], /not a file that K3s can apply/],
])('bootstrap manifests K3s could not keep apart are refused: %s', (_, files, message) => {
  expect(() => seedOf('', new Map(files.map((file) => [file, ''])))).toThrow(message);
});
