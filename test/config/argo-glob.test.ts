import { matchesWhole } from '../../charts/core/re2';
import { argoGlob, argoGlobExpression } from '../../config/argo-glob';

/* What gobwas/glob says of them, without separators, as Argo CD calls it. */
test.each([
  ['*.yaml', 'a.yaml', true],
  ['*.yaml', 'deep/er/a.yaml', true],
  ['*.yaml', 'a.yml', false],
  ['**/a.yaml', 'deep/a.yaml', true],
  ['**/a.yaml', 'a.yaml', false],
  ['{crds,deploy}/*.yaml', 'crds/a.yaml', true],
  ['{crds,deploy}/*.yaml', 'other/a.yaml', false],
  ['{*.yml,*.yaml}', 'x/b.yml', true],
  ['a?.yaml', 'ab.yaml', true],
  ['[a-c].yaml', 'b.yaml', true],
  ['[!a-c].yaml', 'b.yaml', false],
  ['a.yaml', 'aXyaml', false],
  ['a+(b)|c$.yaml', 'a+(b)|c$.yaml', true],
  ['\\*.yaml', '*.yaml', true],
  ['\\*.yaml', 'a.yaml', false],
])('%s and %s: %s', (pattern, file, matches) => {
  expect(argoGlob().safeParse(pattern).success).toBe(true);
  expect(matchesWhole(argoGlobExpression(pattern) ?? '', file)).toBe(matches);
});

test.each(['', '{a,b', 'a}', '[a-', 'a]', '[]', '/a.yaml', 'a\\', '[^a b]'])('%j is no pattern', (pattern) => {
  expect(argoGlob().safeParse(pattern).success).toBe(false);
});

test('a pattern that would take a regular expression of JavaScript hours takes none', () => {
  expect(matchesWhole(argoGlobExpression('*a*a*a*a*a*a*a*a*a*a*a*a*b') ?? '', 'a'.repeat(200))).toBe(false);
});
