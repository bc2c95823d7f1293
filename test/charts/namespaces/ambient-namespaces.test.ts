import { App } from 'cdk8s';
import { AmbientNamespaces } from '../../../charts/namespaces/ambient-namespaces';
import { applicationsOf, contributions, contributionsOf, manifestsOf as objectsOf } from '../../../testing';
import { find, labOf, manifestsOf } from '../../util';

test('matches the snapshot of the default lab', () => {
  expect(manifestsOf(labOf(), 'namespaces')).toMatchSnapshot();
});

test("labels the article's namespace for the mesh", () => {
  expect(find(manifestsOf(labOf(), 'namespaces'), 'Namespace', 'my-app').metadata.labels).toMatchObject({
    'istio.io/dataplane-mode': 'ambient',
  });
});

test('says none where a namespace stays out of the mesh', () => {
  // GIVEN
  const lab = labOf('namespaces: [{ name: plain, ambient: false, podSecurity: restricted }]');
  // WHEN
  const namespace = find(manifestsOf(lab, 'namespaces'), 'Namespace', 'plain');
  // THEN
  expect(namespace.metadata.labels).toMatchObject({
    'istio.io/dataplane-mode': 'none',
    'pod-security.kubernetes.io/enforce': 'restricted',
  });
});

/** Neither deleted nor, once homelab.yaml no longer names it, a difference from git for ever. */
const KEPT = {
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false', 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
};

test('protects every namespace against pruning and deletion', () => {
  for (const namespace of manifestsOf(labOf(), 'namespaces')) {
    expect(namespace.metadata.annotations).toEqual(KEPT);
  }
});

describe('made alone', () => {
  const own = { name: 'my-app', ambient: true, podSecurity: 'baseline', waypoint: 'waypoint' } as const;

  test('it makes its own namespaces, then those that layers ask for', () => {
    // GIVEN
    const layer = new AmbientNamespaces(new App(), 'namespaces', { namespaces: [own] });
    // WHEN
    layer.complete(contributions({ namespaces: [{ name: 'metallb-system', ambient: false, podSecurity: 'privileged' }] }));
    // THEN
    const annotations = KEPT;
    expect(objectsOf(layer)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: 'my-app',
          annotations,
          labels: {
            'istio.io/dataplane-mode': 'ambient',
            'istio.io/use-waypoint': 'waypoint',
            'pod-security.kubernetes.io/enforce': 'baseline',
            'pod-security.kubernetes.io/warn': 'restricted',
          },
        },
      },
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: 'metallb-system',
          annotations,
          labels: {
            'istio.io/dataplane-mode': 'none',
            'pod-security.kubernetes.io/enforce': 'privileged',
            'pod-security.kubernetes.io/warn': 'privileged',
          },
        },
      },
    ]);
  });

  test('it is one Application that nothing holds up, and asks nothing of others', () => {
    const layer = new AmbientNamespaces(new App(), 'namespaces', { namespaces: [own] });
    expect(applicationsOf(layer)).toEqual([{ name: 'namespaces', namespace: 'default', source: 'own', dependsOn: [] }]);
    expect(contributionsOf(layer)).toEqual({});
  });

  test('it refuses a namespace that is there already', () => {
    const layer = new AmbientNamespaces(new App(), 'namespaces', { namespaces: [own] });
    expect(() => { layer.complete(contributions({ namespaces: [own] })); })
      .toThrow('the namespace "my-app" is asked for twice; ask for it once, and let both use it');
  });
});
