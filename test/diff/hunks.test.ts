import { hunksOf } from '../../diff/hunks';
import { toText } from '../../diff/text';
import { fields, labDiff, object, tree, type Sketch } from './sketch';

describe('where two texts differ', () => {
  test.each<[string, string, string, unknown]>([
    ['a line in the middle', 'a\nb\nc', 'a\nx\nc', [{ line: 2, removed: ['b'], added: ['x'] }]],
    ['a line more', 'a\nc', 'a\nb\nc', [{ line: 2, removed: [], added: ['b'] }]],
    ['a line less', 'a\nb\nc', 'a\nc', [{ line: 2, removed: ['b'], added: [] }]],
    ['two places', 'a\nb\nc\nd\ne', 'x\nb\nc\nd\ny',
      [{ line: 1, removed: ['a'], added: ['x'] }, { line: 5, removed: ['e'], added: ['y'] }]],
    ['a line that moves', 'a\nb\nc', 'b\nc\na', [{ line: 1, removed: ['a'], added: [] }, { line: 3, removed: [], added: ['a'] }]],
    ['everything', 'a', 'b', [{ line: 1, removed: ['a'], added: ['b'] }]],
    ['nothing', 'a\nb', 'a\nb', []],
  ])('%s', (_, before, after, hunks) => {
    expect(hunksOf(before, after)).toEqual(hunks);
  });

  test('texts of thousands of lines without a common one are one hunk', () => {
    const lines = (name: string): string => Array.from({ length: 3_000 }, (_, index) => `${name}${index}`).join('\n');
    expect(hunksOf(lines('a'), lines('b'))).toHaveLength(1);
  });
});

test('a long text in an object is shown where it differs', () => {
  const config = (level: string): Sketch =>
    object('v1', 'ConfigMap', 'a', { data: { 'config.alloy': `logging {\n  level = "${level}"\n}\n${'x\n'.repeat(200)}` } });
  expect(toText(labDiff(tree(config('info')), tree(config('debug'))), false)).toBe([
    '1 changed.', '', 'folder', '  ~ ConfigMap somewhere/a', '      data["config.alloy"]:',
    '        line 2: -   level = "info"', '        line 2: +   level = "debug"',
  ].join('\n'));
});

test('a long line and a long list are shown as far as they differ', () => {
  const long = 'word '.repeat(60);
  const args = Array.from({ length: 60 }, (_, index) => `--flag-${index}`);
  const text = toText(labDiff(
    tree(object('v1', 'X', 'a', { spec: { line: `${long}old ${long}`, args } })),
    tree(object('v1', 'X', 'a', { spec: { line: `${long}new ${long}`, args: [...args, '--more'] } })),
  ), false);
  const [left, right] = ['word '.repeat(8), ' word'.repeat(8)];
  expect(text.split('\n').slice(4)).toEqual([
    '      spec.args: [...] -> [..., "--more"]',
    `      spec.line: "...${left}old${right}..." -> "...${left}new${right}..."`,
  ]);
});

describe('items of a list by what Kubernetes tells them apart by', () => {
  test.each<[string, readonly Sketch[], readonly Sketch[], unknown]>([
    ['ports', [{ containerPort: 80, protocol: 'TCP' }, { containerPort: 81, protocol: 'TCP' }], [{ containerPort: 80, protocol: 'UDP' }], [
      ['spec.list.80/TCP', { containerPort: 80, protocol: 'TCP' }, undefined],
      ['spec.list.81/TCP', { containerPort: 81, protocol: 'TCP' }, undefined],
      ['spec.list.80/UDP', undefined, { containerPort: 80, protocol: 'UDP' }],
    ]],
    ['mounts', [{ mountPath: '/a', readOnly: true }, { mountPath: '/b' }], [{ mountPath: '/b' }, { mountPath: '/a', readOnly: false }],
      [['spec.list./a.readOnly', true, false]]],
    ['panels', [{ id: 1, title: 'a' }, { id: 2, title: 'b' }], [{ id: 2, title: 'b' }],
      [['spec.list.1', { id: 1, title: 'a' }, undefined]]],
    ['a name that two have, by another key',
      [{ name: 'a', port: 1 }, { name: 'a', port: 2 }], [{ name: 'a', port: 1 }, { name: 'a', port: 3 }],
      [['spec.list.2', { name: 'a', port: 2 }, undefined], ['spec.list.3', undefined, { name: 'a', port: 3 }]]],
    ['nothing, by content', [{ kind: 'A', x: 1 }, { kind: 'B', x: 1 }], [{ kind: 'B', x: 2 }], [
      ['spec.list.0.kind', 'A', 'B'], ['spec.list.0.x', 1, 2], ['spec.list.1', { kind: 'B', x: 1 }, undefined]]],
  ])('%s', (_, before, after, found) => {
    const list = (items: readonly Sketch[]): Sketch => object('v1', 'X', 'a', { spec: { list: items } });
    expect(fields(list(before), list(after))).toEqual(found);
  });
});
