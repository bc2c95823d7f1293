import { readHelmOutput } from '../../render/helm-yaml';

const read = (values: string): unknown =>
  readHelmOutput(`kind: A\nmetadata: { name: a }\nspec: ${values}`).map(({ manifest }) => manifest['spec']);

test('documents become objects, each with its template', () => {
  const output = [
    '---', '# Source: tool/templates/a.yaml', 'kind: A', 'metadata: { name: a }',
    '---', '# Source: tool/templates/empty.yaml', '',
    '---', '# Source: tool/charts/sub/templates/b.yaml', '# a comment', 'kind: B', 'metadata: { name: b }',
    'text: |', '  ---', '  # Source: no', '',
  ].join('\n');
  expect(readHelmOutput(output)).toEqual([
    { manifest: { kind: 'A', metadata: { name: 'a' } }, template: 'tool/templates/a.yaml' },
    { manifest: { kind: 'B', metadata: { name: 'b' }, text: '---\n# Source: no\n' }, template: 'tool/charts/sub/templates/b.yaml' },
  ]);
});

test('a list becomes its items', () => {
  expect(readHelmOutput('kind: ConfigMapList\nitems: [{ kind: ConfigMap, metadata: { name: a } }]').map(({ manifest: { kind } }) => kind))
    .toEqual(['ConfigMap']);
});

test('what only "helm test" makes is left out, other hooks are not', () => {
  const hook = (names: string): string =>
    `---\nkind: Job\nmetadata: { name: ${names.slice(0, 3)}, annotations: { helm.sh/hook: "${names}" } }\n`;
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

test('what is no YAML is refused', () => {
  expect(() => read('[a')).toThrow();
});
