import { foldRepeats } from '../../diff/repeats';
import { labDiff, object, tree, type Sketch } from './sketch';

const application = (name: string, spec: Sketch): Sketch => object('argoproj.io/v1alpha1', 'Application', name, { spec });
const folded = (before: readonly Sketch[], after: readonly Sketch[]): ReturnType<typeof foldRepeats> =>
  foldRepeats(labDiff(tree(...before), tree(...after)));
const names = ['a', 'b', 'c'];

test('one change in many objects is found once, and leaves them', () => {
  // GIVEN three Applications whose address changes, one of which changes more
  const before = names.map((name) => application(name, { source: { repoURL: 'https://x.example/old.git' }, project: 'p' }));
  const after = names.map((name) => application(name,
    { source: { repoURL: 'https://x.example/new.git' }, project: name === 'b' ? 'q' : 'p' }));
  // WHEN
  const { repeats, rest } = folded(before, after);
  // THEN
  expect(repeats).toEqual([{
    path: ['spec', 'source', 'repoURL'], before: 'https://x.example/old.git', after: 'https://x.example/new.git', isPart: false,
    objects: names.map((name) => `Application somewhere/${name}`), fields: 3,
  }]);
  expect(rest.applications.map(({ objects }) => objects.map((each) => each.fields.map(({ path }) => path.join('.')))))
    .toEqual([[[]], [['spec.project']], [[]]]);
});

test('the same part of texts that differ in the rest is one change', () => {
  // GIVEN addresses below one domain, in a text and in lists
  const hosts = (domain: string): Sketch[] => [
    object('v1', 'X', 'a', { spec: { host: `grafana.${domain}` } }),
    object('v1', 'X', 'b', { spec: { rules: { x: { host: `https://argocd.${domain}/login` } } } }),
    object('v1', 'X', 'c', { spec: { host: [`*.${domain}`, domain] } }),
  ];
  // WHEN
  const { repeats } = folded(hosts('homelab.example.com'), hosts('lab.home.net'));
  // THEN
  expect(repeats).toEqual([{
    path: ['host'], before: 'homelab.example.com', after: 'lab.home.net', isPart: true,
      objects: ['X somewhere/a', 'X somewhere/b', 'X somewhere/c'], fields: 3,
  }]);
});

test('whole words count: what two words happen to begin with is no part of the change', () => {
  const links = (repository: string): Sketch[] =>
    names.map((name) => object('v1', 'X', name, { link: `https://x.example/${repository}/blob/main/${name}.md` }));
  expect(folded(links('your-name/homelab'), links('me/lab')).repeats).toMatchObject([{ before: 'your-name/homelab', after: 'me/lab' }]);
});

test('numbers inside versions say nothing by themselves', () => {
  const pins = (patch: number): Sketch[] => names.map((name, index) => application(name, { targetRevision: `1.${index}.${patch}` }));
  const { repeats, rest } = folded(pins(4), pins(5));
  expect(repeats).toEqual([]);
  expect(rest).toEqual(labDiff(tree(...pins(4)), tree(...pins(5))));
});

test('values that appear are folded too', () => {
  const labelled = (labels: Sketch): Sketch[] => names.map((name) => object('v1', 'X', name, { metadata: { labels } }));
  expect(folded(labelled({ x: 'y' }), labelled({ x: 'y', team: 'home' })).repeats)
    .toMatchObject([{ path: ['metadata', 'labels', 'team'], before: undefined, after: 'home', fields: 3 }]);
});

test('two of a kind are no repeat', () => {
  const pair = (x: number): Sketch[] => ['a', 'b'].map((name) => object('v1', 'X', name, { x }));
  expect(folded(pair(1), pair(2)).repeats).toEqual([]);
});
