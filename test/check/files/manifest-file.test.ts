import { readManifests } from '../../../check/files/manifest-file';

const SERVICE = `# of the shop
apiVersion: v1
kind: Service
metadata:
  name: shop
  labels:
    example.com/team: a
spec:
  ports:
    - port: 80
    - port: 81
      targetPort: web
`;

const positions = (text: string, ...paths: readonly string[]): string[] => {
  const [found] = readManifests(text).objects;
  return paths.map((path) => { const { line, column } = found!.positionOf(path); return `${line}:${column}`; });
};

test('says where a field stands, or the nearest around it', () => {
  expect(positions(SERVICE, '', 'kind', 'spec.ports[1].targetPort', 'spec.ports[1]', 'spec.ports[1].name', 'spec.type', 'data')).toEqual([
    '2:1', '3:1', '12:7', '11:7', '11:7', '8:1', '2:1',
  ]);
});

test('finds a key with dots and slashes', () => {
  expect(positions(SERVICE, 'metadata.labels."example.com/team"')).toEqual(['7:5']);
});

test('counts lines the same with the line ends of Windows and a byte order mark', () => {
  expect(positions(`\uFEFF${SERVICE.replaceAll('\n', '\r\n')}`, 'spec.ports[1].targetPort')).toEqual(['12:7']);
});

test('reads several documents, and takes a List apart', () => {
  const list = '{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"}}]}';
  const { objects, problems } = readManifests(`${SERVICE}---\n# nothing\n---\n${list}\n`);
  expect(objects.map(({ object: { kind } }) => kind)).toEqual(['Service', 'Secret']);
  expect(objects[1]!.positionOf('metadata.name')).toEqual({ line: 16, column: 90 });
  expect(problems).toEqual([]);
});

test('reads words as kubectl does', () => {
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { yes: on, time: 12:30:00, day: 2026-11-29, mode: 0644 }\n';
  expect(readManifests(text).objects[0]!.object['data']).toEqual({ true: true, time: '12:30:00', day: '2026-11-29', mode: 420 });
});

test.each([
  ['a: [', { line: 1, column: 5, torn: true, what: expect.stringContaining('is not YAML: ') as string }],
  ['a: 1\na: 2\n', { line: 2, column: 1, what: 'is not YAML: Map keys must be unique' }],
  ['a: 1\n', { line: 1, column: 1, what: 'is no object of Kubernetes: it lacks apiVersion or kind', foreign: true }],
  ['kind: Service\n', { line: 1, column: 1, what: 'is no object of Kubernetes: it lacks apiVersion or kind', foreign: false }],
  ['just words', { line: 1, column: 1, what: 'is no object of Kubernetes: it lacks apiVersion or kind', foreign: true }],
  ['apiVersion: v1\nkind: Service\nmetadata:\n', { line: 1, column: 1, what: 'Service lacks metadata with a name' }],
  ['apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n', {
    line: 1, column: 1, foreign: true, what: 'is for kustomize, not for a cluster; run kubectl kustomize, then verify what comes out',
  }],
])('says why %j is no object', (text, problem) => {
  expect(readManifests(text)).toEqual({ objects: [], problems: [problem] });
});

test('a point alone is a text, and a number with one is a number', () => {
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { here: ., minus: -., half: .5, one: 1. }\n';
  expect(readManifests(text).objects[0]!.object['data']).toEqual({ here: '.', minus: '-.', half: 0.5, one: 1 });
});

test('is not made to read without end', () => {
  const levels = Array.from({ length: 20 }, (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`);
  const { objects, problems } = readManifests(`l0: &l0 [x]\n${levels.join('\n')}\n`);
  expect(objects).toEqual([]);
  expect(problems[0]!.what).toMatch(/^cannot be read: Excessive alias count/);
});
