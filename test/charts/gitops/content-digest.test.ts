import { App } from 'cdk8s';
import { withoutDigest } from '../../../charts/core/content-digest';
import { withContentDigests } from '../../../charts/gitops/content-digest';
import type { Manifest } from '../../../charts/core/manifest';
import { Homelab } from '../../../charts/homelab';
import { parseConfig } from '../../../charts/load-config';
import { compareTrees } from '../../../diff/compare';
import { renderFiles, toManifests } from '../../../synth/render';
import { find } from '../../util';

function application(name: string, path: string, wave?: string): Manifest {
  const annotations: Record<string, string> = wave === undefined ? {} : { 'argocd.argoproj.io/sync-wave': wave };
  const spec = { source: { path, repoURL: 'r' } };
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name, annotations }, spec };
}

const config = (name: string, value: string): Manifest => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { value } });

function nameOf(folders: ReadonlyMap<string, readonly Manifest[]>, folder: string, application: string): unknown {
  return (find(folders.get(folder) ?? [], 'Application', application)['spec'] as { source: { name?: string } }).source.name;
}

function lab(value: string): Map<string, Manifest[]> {
  return withContentDigests(new Map([
    ['bootstrap', [application('root', 'dist/root')]],
    ['root', [
      application('root-edge', 'dist/root-edge', '1'), application('other', 'dist/other', '0'), application('theirs', 'deploy', '0'),
    ]],
    ['root-edge', [application('routes', 'dist/routes', '2')]],
    ['routes', [config('a', value), config('b', 'x')]],
    ['other', [config('c', 'x')]],
  ]), 'dist');
}

test('a change of a folder shows on its Application and on every root above it, and nowhere else', () => {
  // GIVEN
  const [before, after] = [lab('1'), lab('2')];
  // THEN
  expect(nameOf(before, 'root-edge', 'routes')).toMatch(/^content-[0-9a-f]{16}$/);
  expect(nameOf(after, 'root-edge', 'routes')).not.toBe(nameOf(before, 'root-edge', 'routes'));
  expect(nameOf(after, 'root', 'root-edge')).not.toBe(nameOf(before, 'root', 'root-edge'));
  expect(nameOf(after, 'root', 'other')).toBe(nameOf(before, 'root', 'other'));
});

test('the platform\'s root says nothing, because its folder holds the Application of the folder that holds it', () => {
  expect(nameOf(lab('1'), 'bootstrap', 'root')).toBeUndefined();
});

test('neither does an Application of a folder elsewhere', () => {
  expect(nameOf(lab('1'), 'root', 'theirs')).toBeUndefined();
});

test('the order in which objects are made does not count', () => {
  const digest = (...objects: Manifest[]): unknown =>
    nameOf(withContentDigests(new Map([['root', [application('x', 'dist/x', '0')]], ['x', objects]]), 'dist'), 'root', 'x');
  expect(digest(config('a', '1'), config('b', '2'))).toBe(digest(config('b', '2'), config('a', '1')));
});

test('folders that hold each other are refused', () => {
  const folders = new Map([['a', [application('b', 'dist/b', '0')]], ['b', [application('a', 'dist/a', '0')]]]);
  expect(() => withContentDigests(folders, 'dist')).toThrow('folders hold each other\'s Applications in a circle: a -> b -> a');
});

test('every own folder of a lab has its digest, and a difference of homelab.yaml reaches the root', () => {
  const tree = (yaml: string): Map<string, Manifest[]> => toManifests(new Homelab(new App(), 'homelab', parseConfig(yaml)));
  const [before, after] = [tree(''), tree('interfaces: { grafana: { expose: false } }')];
  const own = [...before.values()].flat().filter(({ kind, metadata }) => kind === 'Application' && metadata.name !== 'root')
    .map((each) => (each['spec'] as { source: { path?: string; name?: string } }).source)
    .filter(({ path }) => path?.startsWith('dist/'));
  expect(own.length).toBeGreaterThan(10);
  expect(own.filter(({ name }) => name === undefined)).toEqual([]);
  expect(nameOf(after, 'root', 'root-routes')).not.toBe(nameOf(before, 'root', 'root-routes'));
  expect(nameOf(after, 'root', 'metallb-pools')).toBe(nameOf(before, 'root', 'metallb-pools'));
});

test('a comparison of two labs leaves it out', () => {
  const [before, after] = [lab('1'), lab('2')].map((folders) => renderFiles(folders));
  expect(compareTrees(before!, after!).flatMap(({ objects }) => objects.map(({ name }) => name))).toEqual(['ConfigMap a']);
  expect(withoutDigest(lab('1').get('root-edge')![0]!)).toEqual(application('routes', 'dist/routes', '2'));
});
