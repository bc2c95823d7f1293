import { isWildcard, wildcardFor } from '../../config/wildcards';

test.each([['*.lab.frank.dev', true], ['lab.frank.dev', false], ['*', false]])('%s stands for many names: %s', (name, expected) => {
  expect(isWildcard(name)).toBe(expected);
});

test('a name is held by the narrowest wildcard, whatever the order', () => {
  const names = ['*.frank.dev', 'a.lab.frank.dev', '*.lab.frank.dev', '*.org'];
  for (const order of [names, [...names].reverse()]) {
    expect(wildcardFor(order, 'b.lab.frank.dev')).toBe('*.lab.frank.dev');
    expect(wildcardFor(order, 'b.frank.dev')).toBe('*.frank.dev');
    expect(wildcardFor(order, 'frank.dev')).toBeUndefined();
    expect(wildcardFor(order, 'xfrank.dev')).toBeUndefined();
  }
});
