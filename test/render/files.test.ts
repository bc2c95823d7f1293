import { sourceOf } from '../../output/generated-notice';
import { chartFiles } from '../../render/files';
import { object } from '../check/objects';
import { chartsOf, release } from './charts';

test('each release is one file, which says what it is from', () => {
  const { charts } = chartsOf({ chart: [object('v1', 'ConfigMap', 'map', 'tools', { data: { b: '1', a: '2' } })], other: [] });
  const files = chartFiles(charts, 'attic.yaml');
  expect([...files.keys()]).toEqual(['tool.yaml', 'other.yaml']);
  expect(sourceOf(files.get('tool.yaml')!)).toBe('attic.yaml');
  expect(files.get('tool.yaml')!.split('\n').slice(1)).toEqual([
    '---', '# Source: tool/templates/all.yaml', 'apiVersion: v1', 'data:', '  a: \'2\'', '  b: \'1\'', 'kind: ConfigMap', 'metadata:',
    '  name: map', '  namespace: tools', '',
  ]);
});

test('what is in a Secret is not written', () => {
  const secret = object('v1', 'Secret', 'login', 'tools', { data: { password: 'aHVudGVyMg==' }, stringData: { token: 'hunter3' } });
  const text = chartFiles(chartsOf({ chart: [secret] }).charts, 'homelab.yaml').get('tool.yaml')!;
  expect(text).toContain('  password: (hidden)\n');
  expect(text).toContain('  token: (hidden)\n');
  expect(text).not.toMatch(/hunter|aHVudGVy/);
});

test('a chart that helm refused has no file', () => {
  expect(chartFiles([{ release: release('tool'), objects: [], refusal: 'no' }], 'homelab.yaml')).toEqual(new Map());
});
