import { readNpmManifest } from '../../../cli/init/npm-manifest';
import { packageJson } from '../../../cli/init/package-json';
import { put, temporaryFolder } from '../../output/folder';

function found(text: string): ReturnType<typeof readNpmManifest> {
  const folder = temporaryFolder();
  put(folder, { 'package.json': text });
  return readNpmManifest(folder);
}

test.each([
  '{\n  "dependencies": {\n    "homelab-synth": "^0.2.0"\n  }\n}\n',
  '{ "devDependencies": { "homelab-synth": "file:../homelab-synth-0.2.0.tgz", "prettier": "3.0.0" } }',
  '{}',
])('npm alone made %j', (text) => { expect(found(text)).toEqual(JSON.parse(text)); });

test.each([
  '{ "name": "mine", "dependencies": {} }',
  '{ "dependencies": { "homelab-synth": "^0.2.0" }, "scripts": { "test": "true" } }',
  '{ "dependencies": [] }',
  '{ "dependencies": { "a": 1 } }',
  '[]',
  'null',
  '{ broken',
  '',
])('somebody wrote %j', (text) => { expect(found(text)).toBeUndefined(); });

test('no file is nobody\'s', () => { expect(readNpmManifest(temporaryFolder())).toBeUndefined(); });

test('completing keeps what is there, and where the tool stands', () => {
  const pin = { spec: '0.2.0' };
  expect(JSON.parse(packageJson('homelab-synth', pin, { dependencies: { 'homelab-synth': '^0.2.0', 'prettier': '3.0.0' } })))
    .toMatchObject({ private: true, dependencies: { 'homelab-synth': '0.2.0', 'prettier': '3.0.0' } });
  const development = JSON.parse(packageJson('homelab-synth', pin, { devDependencies: { 'homelab-synth': '^0.2.0' } })) as object;
  expect(development).toMatchObject({ devDependencies: { 'homelab-synth': '0.2.0' } });
  expect(development).not.toHaveProperty('dependencies');
});
