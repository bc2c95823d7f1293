import { foldersOf } from '../../render/compare';

test('files of dist/ become objects by folder, and other files are left out', () => {
  const files = new Map([
    ['root/a.yaml', 'kind: Application\nmetadata: { name: a }\n'], ['root/b.yaml', 'kind: Application\nmetadata: { name: b }\n'],
    ['routes/c.yaml', 'kind: HTTPRoute\nmetadata: { name: c }\n'], ['routes/README.md', '# Routes'],
  ]);
  expect([...foldersOf(files)].map(([folder, objects]) => [folder, objects.map(({ metadata: { name } }) => name)])).toEqual([
    ['root', ['a', 'b']], ['routes', ['c']],
  ]);
});
