import { runVerify } from '../program';
import { put, temporaryFolder } from '../output/folder';

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
    'apps/own.yaml': 'apiVersion: example.com/v1\nkind: Thing\nmetadata: { name: t }\n',
  }, 'apps');
  expect(stderr).toBe('');
  expect(stdout).toBe([
    'Warning: apps/values.yaml holds something that is no object of Kubernetes, and was left out',
    'Warning: apps/chart is a Helm chart; render it, then verify what comes out',
    'Warning: nothing is known of the kind example.com/v1 Thing: only the metadata of its objects is checked',
    '3 objects in 4 files: nothing is wrong.',
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
    files: 1, objects: 1, warnings: [],
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
