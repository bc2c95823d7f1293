import { readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { parseConfig } from '../../../charts/load-config';
import { registryFiles } from '../../../host/node/registries';

const ROOT = readFileSync(path.join(__dirname, '../../fixtures/authorities/root.crt'), 'utf8');
const FILE = '/etc/rancher/k3s/registries.yaml';

const filesOf = (registries: readonly object[]): Map<string, string> =>
  new Map(registryFiles(parseConfig(JSON.stringify({ registries })).registries).map(({ path: file, content }) => [file, content]));

test('a lab without registries has no file of them', () => {
  expect(registryFiles(parseConfig('').registries)).toEqual([]);
});

test('mirrors keep their order, and rewrites become what K3s reads', () => {
  // WHEN
  const files = filesOf([
    { name: 'docker.io', endpoints: ['https://b.frank.dev', 'a.frank.dev:5000'], rewrites: [{ match: '^(.*)$', replace: 'hub/$1' }] },
    { name: '*', endpoints: ['http://192.168.1.5:5000/all'] },
  ]);
  // THEN
  expect([...files.keys()]).toEqual([FILE]);
  expect(load(files.get(FILE)!)).toEqual({ mirrors: {
    'docker.io': { endpoint: ['https://b.frank.dev', 'a.frank.dev:5000'], rewrite: { '^(.*)$': 'hub/$1' } },
    '*': { endpoint: ['http://192.168.1.5:5000/all'] },
  } });
});

test('certificates are files of their own, one a registry', () => {
  // WHEN
  const files = filesOf([{ name: 'nas:5443', caBundle: ROOT }, { name: '*', caBundle: `${ROOT.trimEnd()}` }]);
  // THEN
  expect(load(files.get(FILE)!)).toEqual({ configs: {
    'nas:5443': { tls: { ca_file: '/etc/rancher/k3s/registries/nas_5443.crt' } },
    '*': { tls: { ca_file: '/etc/rancher/k3s/registries/_all.crt' } },
  } });
  expect(files.get('/etc/rancher/k3s/registries/nas_5443.crt')).toBe(`${ROOT.trimEnd()}\n`);
  expect(files.get('/etc/rancher/k3s/registries/_all.crt')).toBe(`${ROOT.trimEnd()}\n`);
});

test('only root reads the file to which somebody adds a login', () => {
  const [file] = registryFiles(parseConfig('registries: [{ name: ghcr.io, endpoints: [mirror.frank.dev] }]').registries);
  expect(file).toMatchObject({ path: FILE, permissions: '0600' });
});
