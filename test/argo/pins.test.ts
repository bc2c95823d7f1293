import { previousVersion } from './pins';

test.each([['1.30.4', '1.30.3'], ['1.30.1', '1.30.0'], ['1.30.0', '1.29.0'], ['1.10.10', '1.10.9']])(
  'before %s there is %s', (version, before) => { expect(previousVersion(version)).toBe(before); },
);

test('before a first version there is none', () => {
  expect(() => previousVersion('1.0.0')).toThrow(RangeError);
});
