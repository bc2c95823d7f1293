import { userFolder } from '../../cli/user-folder';

const LAB = '/lab';
const npm = (script: string, manifest = '/lab/package.json'): NodeJS.ProcessEnv =>
  ({ INIT_CWD: '/lab/labs', npm_package_json: manifest, npm_lifecycle_event: script });

test('without npm it is the current folder', () => {
  expect(userFolder({}, LAB)).toBe(LAB);
});

test('an npm script is typed elsewhere than where it runs', () => {
  expect(userFolder(npm('synth'), LAB)).toBe('/lab/labs');
});

test.each([
  ['another script, such as the tests, that starts the program itself', npm('test')],
  ['a script of another package', npm('synth', '/other/package.json')],
])('%s inherits the variable, which then means nothing', (_, environment) => {
  expect(userFolder(environment, LAB)).toBe(LAB);
});
