import { chartProject } from '../../../render/judges/chart-project';
import type { Manifest } from '../../../charts/core/manifest';
import { object } from '../../check/objects';
import { chartsOf, said } from '../charts';

const project = (clusterKinds: readonly string[], namespaces = ['tools']): Manifest =>
  object('argoproj.io/v1alpha1', 'AppProject', 'platform', 'argocd', {
    spec: {
      destinations: namespaces.map((namespace) => ({ namespace, server: 'https://kubernetes.default.svc' })),
      clusterResourceWhitelist: clusterKinds.map((kind) => ({ group: 'rbac.authorization.k8s.io', kind })),
    },
  });
const role = object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'reader', undefined, { rules: [] });
const elsewhere = object('v1', 'ConfigMap', 'dashboard', 'others');

test('a cluster-wide kind that the project does not list is found', () => {
  expect(said(chartProject, chartsOf({ lab: [project([])], chart: [role] }))).toEqual([
    'ClusterRole reader is of a kind that the project platform does not allow (ClusterRole of rbac.authorization.k8s.io/v1), '
    + 'so Argo CD refuses the chart',
  ]);
  expect(said(chartProject, chartsOf({ lab: [project(['ClusterRole'])], chart: [role] }))).toEqual([]);
});

test('an object in a namespace that the project does not allow is found', () => {
  expect(said(chartProject, chartsOf({ lab: [project([])], chart: [elsewhere] }))).toEqual([
    'ConfigMap dashboard goes to the namespace others, which the project platform does not allow, so Argo CD refuses the chart',
  ]);
  expect(said(chartProject, chartsOf({ lab: [project([], ['tools', 'others'])], chart: [elsewhere] }))).toEqual([]);
});
