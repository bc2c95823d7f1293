import { compareTrees } from '../../diff/compare';
import { compareVersions, isBreaking } from '../../diff/versions';
import { fields, object, tree, type Sketch } from './sketch';

describe('what counts as a difference', () => {
  const spec = (list: unknown): Sketch => object('v1', 'X', 'a', { spec: { list } });

  test('nothing, where only files, keys and notation differ', () => {
    const before = new Map([['a/one.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { x: "1", y: "2" }\n']]);
    const after = new Map([['b/other.yaml', 'kind: ConfigMap\napiVersion: v1\ndata:\n  y: \'2\'\n  x: \'1\'\nmetadata:\n  name: a\n']]);
    expect(compareTrees(before, after)).toEqual([]);
  });

  test('fields that change, appear and vanish', () => {
    const before = object('v1', 'X', 'a', { spec: { changed: 1, gone: { deep: true }, same: 'x' } });
    const after = object('v1', 'X', 'a', { spec: { changed: 2, fresh: null, same: 'x' } });
    expect(fields(before, after))
      .toEqual([['spec.changed', 1, 2], ['spec.fresh', undefined, null], ['spec.gone', { deep: true }, undefined]]);
  });

  test('items of a list by their names, and their order', () => {
    const list = (...names: string[]): Sketch => spec(names.map((name) => ({ name, value: name })));
    expect(fields(list('a', 'b'), list('b', 'c', 'a'))).toEqual([['spec.list.c', undefined, { name: 'c', value: 'c' }]]);
    expect(fields(list('a', 'b'), list('b', 'a'))).toEqual([['spec.list', ['a', 'b'], ['b', 'a']]]);
  });

  test('alerts and recorded series of one group by their names', () => {
    // GIVEN a group that holds both, WHEN one comes in between, THEN it is one more, and no other rule has changed
    const [up, down, sum] = [{ alert: 'Up', expr: 'up' }, { alert: 'Down', expr: 'down' }, { record: 'job:up:sum', expr: 'sum(up)' }];
    expect(fields(spec([sum, up]), spec([sum, down, { ...up, expr: 'up > 1' }])))
      .toEqual([['spec.list.Up.expr', 'up', 'up > 1'], ['spec.list.Down', undefined, down]]);
  });

  test('plain lists as a whole', () => {
    expect(fields(spec([1, 2]), spec([2, 3]))).toEqual([['spec.list', [1, 2], [2, 3]]]);
  });

  test('items without a name by what they say, so that one more in the middle is one more', () => {
    const [a, b, c] = [{ kind: 'A' }, { kind: 'B' }, { kind: 'C' }];
    expect(fields(spec([a]), spec([a, b]))).toEqual([['spec.list.1', undefined, b]]);
    expect(fields(spec([b, c]), spec([a, b, c]))).toEqual([['spec.list.0', undefined, a]]);
    expect(fields(spec([a, b, c]), spec([a, c]))).toEqual([['spec.list.1', b, undefined]]);
    expect(fields(spec([a, a]), spec([a]))).toEqual([['spec.list.1', a, undefined]]);
    expect(fields(spec([a, { kind: 'B', x: 1 }]), spec([a, { kind: 'B', x: 2 }]))).toEqual([['spec.list.1.x', 1, 2]]);
  });

  test('items without a name in another order place by place, because order can count', () => {
    expect(fields(spec([{ kind: 'A' }, { kind: 'B' }]), spec([{ kind: 'B' }, { kind: 'A' }])))
      .toEqual([['spec.list.0.kind', 'A', 'B'], ['spec.list.1.kind', 'B', 'A']]);
  });

  test('Helm values as data, whatever carries them', () => {
    const application = (helm: Sketch): Sketch => object('argoproj.io/v1alpha1', 'Application', 'app', { spec: { source: { helm } } });
    const chart = (valuesContent: string): Sketch => object('helm.cattle.io/v1', 'HelmChart', 'chart', { spec: { valuesContent } });
    expect(compareTrees(tree(application({ valuesObject: { a: { b: 1 } } })), tree(application({ values: 'a: {b: 1}\n' })))).toEqual([]);
    expect(fields(application({ valuesObject: { a: { b: 1 } } }), application({ valuesObject: { a: { b: 2 } } })))
      .toEqual([['spec.source.helm.values.a.b', 1, 2]]);
    expect(fields(chart('a: 1\nb: 2\n'), chart('# a comment\nb: 3\na: 1\n'))).toEqual([['spec.valuesContent.b', 2, 3]]);
  });

  test('dashboards as data', () => {
    const dashboard = (text: string): Sketch => object('v1', 'ConfigMap', 'a', { data: { 'lab.json': text } });
    expect(fields(dashboard('{"title":"a","x":1}'), dashboard('{"x": 1, "title": "b"}'))).toEqual([['data.lab.json.title', 'a', 'b']]);
  });

  test('a new version of an API as a change, not as another object', () => {
    expect(fields(object('g/v1beta1', 'X', 'a'), object('g/v1', 'X', 'a'))).toEqual([['apiVersion', 'g/v1beta1', 'g/v1']]);
  });

  test('names that JavaScript has for itself', () => {
    expect(fields(object('v1', 'X', 'a', { data: {} }), object('v1', 'X', 'a', { data: { constructor: 'x' } })))
      .toEqual([['data.constructor', undefined, 'x']]);
    const application = (x: number): Sketch => object('argoproj.io/v1alpha1', 'Application', 'constructor', { spec: { values: x } });
    expect(fields(application(1), application(2))).toEqual([['spec.values', 1, 2]]);
    expect(fields(object('v1', 'constructor', 'a', { x: 1 }), object('v1', 'constructor', 'a', { x: 2 }))).toEqual([['x', 1, 2]]);
  });
});

test('objects are sorted to the Application that syncs their folder', () => {
  const application = object('argoproj.io/v1alpha1', 'Application', 'my-routes', { spec: { source: { path: 'dist/routes' } } });
  const route = object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'r');
  const config = object('v1', 'ConfigMap', 'c');
  const diffs = compareTrees(tree(['root', application]), tree(['root', application], ['routes', route], ['elsewhere', config]));
  expect(diffs.map(({ application: name, objects }) => [name, objects.map((each) => `${each.kind} ${each.name}`)]))
    .toEqual([['elsewhere', ['added ConfigMap somewhere/c']], ['my-routes', ['added HTTPRoute somewhere/r']]]);
});

test('a folder of somebody else\'s with the name of one of the lab\'s is not the lab\'s', () => {
  // GIVEN the root, the lab's own Application of a folder, and one that reads a folder of the same name elsewhere
  const application = (name: string, repoURL: string, path: string): Sketch =>
    object('argoproj.io/v1alpha1', 'Application', name, { spec: { source: { repoURL, path } } });
  const lab = 'https://git.example/lab.git';
  const all = [
    ['bootstrap', application('root', lab, 'dist/root')], ['root', application('routes', lab, 'dist/routes')],
    ['root-applications', application('theirs', 'https://git.example/theirs.git', 'deploy/routes')],
    ['root-applications', application('mine', lab, 'deploy/routes')],
  ] as const;
  // WHEN
  const diffs = compareTrees(tree(...all), tree(...all, ['routes', object('v1', 'ConfigMap', 'c')]));
  // THEN
  expect(diffs.map((each) => each.application)).toEqual(['routes']);
});

test.each<[string, string, number | undefined]>([
  ['1.2.3', '1.2.3', 0],
  ['v1.10.0', 'v1.9.9', 1],
  ['1.2.3-rc.1', '1.2.3', -1],
  ['1.2.3-rc.10', '1.2.3-rc.9', 1],
  ['v1.36.4+k3s2', 'v1.36.4+k3s10', -1],
  ['v1.36.4+k3s1', 'v1.36.4', 1],
  ['1.2', '1.2.0', 0],
  ['1.2-rc.1', '1.2', -1],
  ['main', '1.0.0', undefined],
  ['abc1234', 'def', undefined],
  ['20240101', '20230101', undefined],
])('%s against %s', (left, right, order) => {
  const result = compareVersions(left, right);
  expect(result === undefined ? undefined : Math.sign(result)).toBe(order);
});

test.each<[string, string, boolean]>([
  ['1.2.3', '1.3.0', false], ['1.2.3', '2.0.0', true], ['0.16.1', '0.17.0', true], ['0.16.1', '0.16.2', false], ['2.0.0', '1.0.0', false],
    ['main', '2.0.0', false],
])('from %s to %s is breaking: %s', (older, newer, breaking) => {
  expect(isBreaking(older, newer)).toBe(breaking);
});
