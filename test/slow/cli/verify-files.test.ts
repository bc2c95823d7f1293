import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environmentWith, ROOT, runVerify } from '../../program';
import { put, temporaryFolder } from '../../output/folder';

const service = (port: number, name = 'shop'): string =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  ports:\n    - port: ${port}\n`;

/** Runs `homelab verify` in a folder with some files. */
function verify(files: Readonly<Record<string, string>>, ...args: readonly string[]): ReturnType<typeof runVerify> {
  const folder = temporaryFolder();
  put(folder, files);
  return runVerify(folder, args);
}

test('homelab verify FILE says where and what is wrong, without a homelab.yaml', () => {
  const { status, stdout, stderr } = verify({ 'shop.yaml': `${service(80)}---\n${service(0, 'Admin')}` }, 'shop.yaml');
  expect(stderr.split('\n').slice(0, 2)).toEqual([
    'shop.yaml:12:3 Service Admin: the API server refuses it: metadata.name must be lower-case letters, digits and "-", '
      + 'beginning and ending with a letter or digit, 63 characters at most (Admin)',
    'shop.yaml:15:7 Service Admin: the API server refuses it: spec.ports[0].port must be from 1 to 65535',
  ]);
  expect(stdout).toBe('2 objects in 1 file: 2 problems.\n');
  expect(status).toBe(1);
});

test('homelab verify FOLDER takes its manifests, and leaves out what is none', () => {
  const { status, stdout, stderr } = verify({
    'apps/a.yaml': service(80, 'a'),
    'apps/deep/b.yml': service(80, 'b'),
    'apps/values.yaml': 'image: x\n',
    'apps/notes.txt': 'hello',
    'apps/.hidden/c.yaml': service(0, 'c'),
    'apps/chart/Chart.yaml': 'name: chart\n',
    'apps/chart/templates/d.yaml': 'kind: {{ .Values.kind }}\n',
    'apps/overlay/kustomization.yaml': 'resources: [patch.yaml]\n',
    'apps/overlay/patch.yaml': 'kind: Service\n',
    'apps/own.yaml': 'apiVersion: example.com/v1\nkind: Thing\nmetadata: { name: t }\n',
  }, 'apps');
  expect(stderr).toBe('');
  expect(stdout).toBe([
    'Warning: apps/values.yaml holds something that is no object of Kubernetes, and was left out',
    'Warning: apps/chart is a Helm chart, and is not judged; render it, then verify what comes out',
    'Warning: apps/overlay is for kustomize, and is not judged; run kubectl kustomize apps/overlay | homelab verify -',
    'Warning: nothing is known of the kind example.com/v1 Thing: only the metadata of its objects is checked',
    '3 objects in 4 files, of which 2 are judged and 1 not: nothing is wrong.',
    '',
  ].join('\n'));
  expect(status).toBe(0);
});

test('pools of several files are held against each other', () => {
  const head = 'apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\n';
  const pool = (name: string, block: string): string =>
    `${head}metadata: { name: ${name}, namespace: metallb-system }\nspec:\n  addresses: ['${block}']\n`;
  const files = { 'a.yaml': pool('a', '10.0.0.1-10.0.0.9'), 'b.yaml': pool('b', '10.0.0.8/30'), 'c.yaml': pool('c', 'fd00::9-fd00::1') };
  const { status, stderr } = verify(files, 'a.yaml', 'b.yaml', 'c.yaml');
  expect(stderr).toBe([
    'b.yaml:5:3 IPAddressPool metallb-system/b: the webhook of MetalLB refuses it: '
      + 'spec.addresses shares addresses with a, which MetalLB refuses',
    'c.yaml:5:3 IPAddressPool metallb-system/c: the webhook of MetalLB refuses it: '
      + 'spec.addresses has the block fd00::9-fd00::1, which is not an address range',
    '',
  ].join('\n'));
  expect(status).toBe(1);
});

test('a definition of somebody\'s own is checked, although its schema holds schemas', () => {
  const definition = JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'things.example.com' },
    spec: {
      group: 'example.com', scope: 'Namespaced', names: { kind: 'Thing', plural: 'things' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
    },
  });
  const { status, stdout } = verify({ 'crd.json': definition }, 'crd.json');
  expect(stdout).toBe('1 object in 1 file: nothing is wrong.\n');
  expect(status).toBe(0);
});

test('--json has the same, with the positions as numbers', () => {
  const { status, stdout } = verify({ 'shop.yaml': service(0) }, 'shop.yaml', '--json');
  expect(JSON.parse(stdout)).toEqual({
    files: 1, objects: 1, judged: 1, warnings: [],
    problems: [{
      file: 'shop.yaml', line: 7, column: 7, object: 'Service shop', path: 'spec.ports[0].port',
      what: 'the API server refuses it: spec.ports[0].port must be from 1 to 65535',
    }],
  });
  expect(status).toBe(1);
});

test('a file that is not there is one sentence, and exit code 2', () => {
  const { status, stderr } = verify({}, 'nothing.yaml');
  expect(stderr).toBe('nothing.yaml cannot be read: it does not exist; name a file or a folder of manifests\n');
  expect(status).toBe(2);
});

test('hostile text cannot control the terminal', () => {
  const { stderr } = verify({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "a\\e[2J\\u202e" }\n' }, 'a.yaml');
  expect(stderr).toContain('(a\\u001b[2J\\u202e)');
});

test('- is standard input, as in kubectl', () => {
  const { status, stderr } = spawnSync(process.execPath, [path.join(ROOT, 'lib', 'main.js'), 'verify', '-'], {
    input: service(0), encoding: 'utf8', env: environmentWith(), cwd: temporaryFolder(),
  });
  expect(stderr).toBe('(standard input):7:7 Service shop: the API server refuses it: spec.ports[0].port must be from 1 to 65535\n');
  expect(status).toBe(1);
});

test('links are followed, each folder once', () => {
  // GIVEN
  const folder = temporaryFolder();
  put(folder, { 'apps/a.yaml': service(80) });
  symlinkSync('.', path.join(folder, 'apps/loop'), 'dir');
  symlinkSync('self', path.join(folder, 'apps/self'));
  symlinkSync('a.yaml', path.join(folder, 'apps/b.yaml'));
  // THEN
  expect(runVerify(folder, ['apps'])).toMatchObject({ status: 0, stderr: '', stdout: '2 objects in 2 files: nothing is wrong.\n' });
});

test('line ends of Windows and a byte order mark change nothing', () => {
  const { status, stderr } = verify({ 'a.yaml': `\ufeff${service(0)}`.replaceAll('\n', '\r\n') }, 'a.yaml');
  expect(stderr).toBe('a.yaml:7:7 Service shop: the API server refuses it: spec.ports[0].port must be from 1 to 65535\n');
  expect(status).toBe(1);
});

test('what is no text, or too large for a manifest, is one sentence', () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'wide.yaml'), Buffer.from(`\ufeff${service(80)}`, 'utf16le'));
  writeFileSync(path.join(folder, 'latin.yaml'), Buffer.from([0x61, 0x3a, 0x20, 0xe9, 0x0a]));
  writeFileSync(path.join(folder, 'huge.yaml'), Buffer.alloc(33 * 1024 * 1024, 0x23));
  const said = ['wide.yaml', 'latin.yaml', 'huge.yaml'].map((file) => runVerify(folder, [file]))
    .map(({ status, stderr }) => `${String(status)} ${stderr}`);
  expect(said).toEqual([
    '2 wide.yaml is saved as UTF-16, or is no text; save it as UTF-8\n',
    '2 latin.yaml has bytes that are no UTF-8 text; save it as UTF-8\n',
    '2 huge.yaml is larger than 32 MiB, which no manifest is\n',
  ]);
});

test('what is no text in a folder is a mistake, and the rest of the folder is judged', () => {
  // GIVEN a folder with a file that PowerShell has written, and a wrong one
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'apps'));
  writeFileSync(path.join(folder, 'apps/wide.yaml'), Buffer.from(`\ufeff${service(80)}`, 'utf16le'));
  // WHEN nothing else is wrong THEN the folder is not called fine
  writeFileSync(path.join(folder, 'apps/z.yaml'), service(80));
  expect(runVerify(folder, ['apps'])).toMatchObject({
    status: 1, stdout: '1 object in 2 files: 1 problem.\n',
    stderr: 'apps/wide.yaml:1:1 is saved as UTF-16, or is no text; save it as UTF-8\n',
  });
  // WHEN another file is wrong too THEN both are named
  writeFileSync(path.join(folder, 'apps/z.yaml'), service(0));
  expect(runVerify(folder, ['apps'])).toMatchObject({
    status: 1,
    stderr: 'apps/wide.yaml:1:1 is saved as UTF-16, or is no text; save it as UTF-8\n'
      + 'apps/z.yaml:7:7 Service shop: the API server refuses it: spec.ports[0].port must be from 1 to 65535\n',
  });
});

test('a file that is wrong in a thousand places is told of a hundred times', () => {
  const { stderr, status } = verify({ 'a.yaml': Array.from({ length: 1000 }, () => service(0)).join('---\n') }, 'a.yaml');
  expect(stderr.trimEnd().split('\n')).toHaveLength(101);
  expect(stderr).toMatch(/^a\.yaml:\d+:\d+ has 900 problems more; mend these first$/m);
  expect(status).toBe(1);
});

test('lists are taken apart, of any kind and of one', () => {
  const item = (port: number): string => `{ metadata: { name: a }, spec: { ports: [{ port: ${port} }] } }`;
  const { stderr, stdout } = verify({ 'a.yaml': [
    `apiVersion: v1\nkind: ServiceList\nitems: [${item(80)}, ${item(0)}]`,
    `apiVersion: v1\nkind: List\nitems: [{ apiVersion: v1, kind: Service, ${item(0).slice(1)}]`, '',
  ].join('\n---\n') }, 'a.yaml');
  expect(stderr.match(/^a\.yaml:\d+:\d+ Service a: the API server refuses it: spec\.ports\[0\]\.port must be from/gm)).toHaveLength(2);
  expect(stdout).toBe('3 objects in 1 file: 2 problems.\n');
});
