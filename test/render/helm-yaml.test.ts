import { readHelmOutput } from '../../render/helm-yaml';

const read = (values: string): unknown =>
  readHelmOutput(`apiVersion: v1\nkind: A\nmetadata: { name: a }\nspec: ${values}`).map(({ manifest }) => manifest['spec']);

test('documents become objects, each with its template', () => {
  const output = [
    '---', '# Source: tool/templates/a.yaml', 'apiVersion: v1', 'kind: A', 'metadata: { name: a }',
    '---', '# Source: tool/templates/empty.yaml', '',
    '---', '# Source: tool/charts/sub/templates/b.yaml', '# a comment', 'apiVersion: v1', 'kind: B', 'metadata: { name: b }',
    'text: |', '  ---', '  # Source: no', '',
  ].join('\n');
  expect(readHelmOutput(output)).toEqual([
    { manifest: { apiVersion: 'v1', kind: 'A', metadata: { name: 'a' } }, template: 'tool/templates/a.yaml' },
    {
      manifest: { apiVersion: 'v1', kind: 'B', metadata: { name: 'b' }, text: '---\n# Source: no\n' },
      template: 'tool/charts/sub/templates/b.yaml',
    },
  ]);
});

test('a list becomes its items', () => {
  const output = 'kind: ConfigMapList\nitems: [{ apiVersion: v1, kind: ConfigMap, metadata: { name: a } }]';
  expect(readHelmOutput(output).map(({ manifest: { kind } }) => kind)).toEqual(['ConfigMap']);
});

test('what only "helm test" makes is left out, other hooks are not', () => {
  const hook = (names: string): string =>
    `---\napiVersion: batch/v1\nkind: Job\nmetadata: { name: ${names.slice(0, 3)}, annotations: { helm.sh/hook: "${names}" } }\n`;
  expect(readHelmOutput(['test', 'test-success, test-failure', 'pre-install', 'post-install,test'].map(hook).join(''))
    .map(({ manifest }) => manifest.metadata.name)).toEqual(['pre', 'pos']);
});

/* What Go's yaml.v2 makes of each; js-yaml's own schemas differ in one or more. */
test.each<[string, unknown]>([
  ['0644', 420], ['-012', -10], ['0o17', 15], ['0x1F', 31], ['0b11', 3], ['0', 0], ['1_000', 1000], ['1.5', 1.5], ['1e3', 1000],
  ['on', true], ['no', false], ['yes', true], ['y', true], ['"on"', 'on'],
  ['12:30', '12:30'], ['2026-01-01', '2026-01-01'], ['1.2.3', '1.2.3'], ['~', null], ['null', null],
])('%s is read as Helm and Argo CD read it', (text, value) => {
  expect(read(text)).toEqual([value]);
});

test('of two equal keys the last one counts', () => {
  // An option that a chart writes and takes from its values as well is there twice.
  const output = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { b: "1", c: "2", b: "3" }';
  expect(readHelmOutput(output).map(({ manifest }) => manifest))
    .toEqual([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { b: '3', c: '2' } }]);
});

test('what is no YAML is refused', () => {
  expect(() => read('[a')).toThrow();
});

test.each(['kind: A\nmetadata: { name: a }', 'apiVersion: v1\nmetadata: { name: a }', 'apiVersion: v1\nkind: A', '[a]', 'a'])(
  'what is no object is refused: %j', (output) => {
    expect(() => readHelmOutput(`---\n# Source: tool/templates/a.yaml\n${output}`))
      .toThrow('tool/templates/a.yaml makes something without apiVersion, kind and metadata.name');
  });
