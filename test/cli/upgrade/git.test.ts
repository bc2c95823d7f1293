import { parseStatus, parseTags } from '../../../cli/upgrade/git';

test('an annotated tag leads to its commit, not to the tag object', () => {
  const [object, commit, plain] = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [string, string, string];
  const lines = [`${object}\trefs/tags/v1`, `${commit}\trefs/tags/v1^{}`, `${plain}\trefs/tags/release/1`, `${plain}\trefs/heads/main`, ''];
  expect(parseTags(lines.join('\n')))
    .toEqual(new Map([['v1', commit], ['release/1', plain]]));
});

test('the files of a status are named, those that were moved by where they are now', () => {
  expect(parseStatus(' M package.json\0?? dist/a b.yaml\0R  new.yaml\0old.yaml\0D  gone.yaml\0'))
    .toEqual(['package.json', 'dist/a b.yaml', 'new.yaml', 'gone.yaml']);
  expect(parseStatus('')).toEqual([]);
});
