import { describeOtherMinors } from '../../tools/crds/installed';

const pin = (revision: string): { url: string; repository: string; revision: string } =>
  ({ url: '', repository: 'example/widgets', revision });

test.each([
  ['the same release', 'v1.5.1', 'v1.5.1'],
  ['another patch', '1.30.3', '1.30.4'],
  ['the same release with and without "v"', 'v0.16.1', '0.16.1'],
  ['a build of the same release', 'v1.36.3', 'v1.36.4+k3s1'],
])('%s is not worth a word', (_, imported, installed) => {
  expect(describeOtherMinors([pin(imported)], { 'example/widgets': installed })).toEqual([]);
});

test('another minor release is said once per project', () => {
  expect(describeOtherMinors([pin('v1.5.1'), pin('v1.5.1')], { 'example/widgets': 'v1.50.1' }))
    .toEqual(['other    example/widgets: types of v1.5.1, installed v1.50.1']);
});

test('a project that is part of another is not compared', () => {
  expect(describeOtherMinors([pin('v0.17.7')], {})).toEqual([]);
});
