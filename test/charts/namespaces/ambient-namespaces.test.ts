import { find, labOf, manifestsOf } from '../../util';

test('matches the snapshot of the default lab', () => {
  expect(manifestsOf(labOf(), 'namespaces')).toMatchSnapshot();
});

test("labels the article's namespace for the mesh", () => {
  expect(find(manifestsOf(labOf(), 'namespaces'), 'Namespace', 'my-app').metadata.labels).toMatchObject({ 'istio.io/dataplane-mode': 'ambient' });
});

test('says none where a namespace stays out of the mesh', () => {
  // GIVEN
  const lab = labOf('namespaces: [{ name: plain, podSecurity: restricted }]');
  // WHEN
  const namespace = find(manifestsOf(lab, 'namespaces'), 'Namespace', 'plain');
  // THEN
  expect(namespace.metadata.labels).toMatchObject({ 'istio.io/dataplane-mode': 'none', 'pod-security.kubernetes.io/enforce': 'restricted' });
});

test('protects every namespace against pruning and deletion', () => {
  for (const namespace of manifestsOf(labOf(), 'namespaces')) {
    expect(namespace.metadata.annotations).toEqual({ 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' });
  }
});
