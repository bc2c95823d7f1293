import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parsePinned, readFolder, readUpstream } from '../../tools/crds/sources';

const widget = (kind: string): string => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  group: example.com
  names: { kind: ${kind}, plural: ${kind.toLowerCase()}s }
  scope: Namespaced
  versions: [{ name: v1, served: true, schema: { openAPIV3Schema: { type: object } } }]
`;

const BASE = 'https://raw.githubusercontent.com/example/widgets/v1.2.3/crds';
const PINS = [parsePinned(`${BASE}/widgets.yaml`), parsePinned(`${BASE}/gadgets.yaml`)];

const GEAR = { group: 'example.com', version: 'v1', kind: 'Gear' };
const DOCUMENT = {
  openapi: '3.0.0',
  paths: { '/apis/example.com/v1/gears/{name}': { get: { 'x-kubernetes-group-version-kind': GEAR } } },
  components: {
    schemas: {
      'com.example.api.core.v1.Gear': {
        'type': 'object', 'properties': { size: { type: 'string' } }, 'x-kubernetes-group-version-kind': [GEAR],
      },
    },
  },
};
const GO = `func schema_example_api_core_v1_Gear(ref common.ReferenceCallback) common.OpenAPIDefinition {
\t\t\t\t\t"size": {
\t\t\t\t\t\t\tEnum:        []interface{}{"big", "small"},
`;

describe('parsePinned', () => {
  test.each([
    'v1.2.3', '1.30.3', 'v1.36.4+k3s1', 'v1.0.0-rc.1', '0123456789abcdef0123456789abcdef01234567',
  ])('takes %s for a pin', (revision) => {
    const url = `https://raw.githubusercontent.com/example/widgets/${revision}/crds/widgets.yaml`;
    expect(parsePinned(url)).toEqual({ url, repository: 'example/widgets', revision });
  });

  test.each(['main', 'HEAD', 'v1', 'abc1234'])('refuses to follow %s', (revision) => {
    expect(() => parsePinned(`https://raw.githubusercontent.com/example/widgets/${revision}/widgets.yaml`))
      .toThrow(`follows ${revision}; pin a release tag`);
  });

  test.each([
    'k8s@1.36.0', 'http://raw.githubusercontent.com/a/b/v1.0.0/c.yaml', 'https://example.com/a/b/v1.0.0/c.yaml',
  ])('refuses %s', (url) => {
    expect(() => parsePinned(url)).toThrow('is not of the form');
  });
});

test('readUpstream reads every address and remembers the release', async () => {
  const asked: string[] = [];
  const read = await readUpstream(
    PINS,
    (url) => { asked.push(url); return Promise.resolve(widget(url.endsWith('widgets.yaml') ? 'Widget' : 'Gadget')); },
  );
  expect(asked).toEqual(PINS.map(({ url }) => url));
  expect(read.map(({ source, definition }) => [source, definition.spec.names.kind]))
    .toEqual([['example/widgets@v1.2.3', 'Widget'], ['example/widgets@v1.2.3', 'Gadget']]);
});

test('readUpstream reads OpenAPI documents with what the Go file of the same release says of their fields', async () => {
  const pins = [parsePinned(`${BASE}/api.json`), parsePinned(`${BASE}/types.go`)];
  const read = await readUpstream(pins, (url) => Promise.resolve(url.endsWith('.go') ? GO : JSON.stringify(DOCUMENT)));
  expect(read.map(({ source, definition: { spec } }) => [source, spec.names.kind, spec.versions[0]?.schema.openAPIV3Schema])).toEqual([
    ['example/widgets@v1.2.3', 'Gear', { type: 'object', properties: { size: { type: 'string', enum: ['big', 'small'] } } }],
  ]);
});

describe('readFolder', () => {
  let folder: string;
  const doubts: string[] = [];
  const read = () => readFolder(folder, PINS, (line) => doubts.push(line));
  beforeEach(() => { folder = mkdtempSync(path.join(tmpdir(), 'crds-')); doubts.length = 0; });
  afterEach(() => { rmSync(folder, { recursive: true }); });

  test('gives the same as upstream, once per repository, and passes over other files', async () => {
    writeFileSync(path.join(folder, 'example.com.yaml'), `# example/widgets v1.2.3\n${widget('Widget')}---\n${widget('Gadget')}`);
    writeFileSync(path.join(folder, 'other.yaml'), `# example/other v9.9.9\n${widget('Other')}`);
    writeFileSync(path.join(folder, 'README.md'), '# example/widgets v1.2.3\n');
    expect(read()).toEqual(await readUpstream(PINS, (url) => Promise.resolve(widget(url.endsWith('widgets.yaml') ? 'Widget' : 'Gadget'))));
    expect(doubts).toEqual([]);
  });

  test('refuses another release than the pin', () => {
    writeFileSync(path.join(folder, 'example.com.yaml'), `# example/widgets v1.3.0\n${widget('Widget')}`);
    expect(read).toThrow('example.com.yaml holds example/widgets v1.3.0, but cdk8s.yaml pins v1.2.3');
  });

  test('takes a file that names no release, with a doubt', () => {
    writeFileSync(path.join(folder, 'example.com.yaml'), `# example/widgets HEAD\n${widget('Widget')}`);
    expect(read()).toHaveLength(1);
    expect(doubts).toEqual(['doubt    example.com.yaml does not say which release it is; taken for example/widgets@v1.2.3']);
  });

  test('reads OpenAPI documents too', () => {
    writeFileSync(path.join(folder, 'example.com.yaml'), `# example/widgets v1.2.3\n${JSON.stringify(DOCUMENT)}\n---\n${widget('Widget')}`);
    expect(read().map(({ definition: { spec } }) => spec.names.kind)).toEqual(['Gear', 'Widget']);
  });

  test('takes a file that was made from something else, and remembers from what', () => {
    writeFileSync(path.join(folder, 'example.com.yaml'), `# example/widgets v1.2.3 from widget-models@4.0.0\n${widget('Widget')}`);
    expect(read()).toMatchObject([{ source: 'example/widgets@v1.2.3', standIn: 'widget-models@4.0.0' }]);
    expect(doubts).toEqual(['doubt    example.com.yaml was made from widget-models@4.0.0; it stands in for example/widgets@v1.2.3']);
  });

  test('says which file is missing', () => {
    expect(read).toThrow('no file begins with "# example/widgets v1.2.3"');
  });
});
