import { compareTrees } from '../../diff/compare';
import { clusterObject, object, ownApplication, tree, type Sketch } from './sketch';

const policy = (egress: readonly unknown[], podSelector: Sketch = {}, name = 'egress'): Sketch =>
  object('networking.k8s.io/v1', 'NetworkPolicy', name, { spec: { podSelector, policyTypes: ['Egress'], egress } });
const api = object('cilium.io/v2', 'CiliumNetworkPolicy', 'egress-api', { spec: { endpointSelector: {}, egress: [{}] } });
const said = (before: readonly Sketch[], after: readonly Sketch[]): string[] => {
  const rest = ['root', ownApplication('folder')] as const;
  return compareTrees(tree(rest, ...before), tree(rest, ...after))
    .flatMap(({ objects }) => objects.flatMap(({ hazards }) => hazards.map(({ level, text }) => `${level}: ${text}`)));
};

test('the first policy closes a namespace', () => {
  expect(said([], [policy([])])).toEqual(['caution: pods of somewhere may call only what it names from now on']);
});

test('the last one that goes opens it', () => {
  expect(said([policy([])], []))
    .toEqual(['danger: pods of somewhere may call everything from now on: other namespaces, the LAN, the internet']);
});

describe('of a namespace that comes or goes', () => {
  const namespace = clusterObject('v1', 'Namespace', 'somewhere');
  const application = (finalizers: readonly string[]): Sketch => object('argoproj.io/v1alpha1', 'Application', 'app', {
    metadata: { namespace: 'argocd', finalizers }, spec: { destination: { namespace: 'somewhere' }, source: { chart: 'app' } },
  });
  const reach = (before: readonly Sketch[], after: readonly Sketch[]): string[] =>
    said(before, after).filter((each) => each.includes('may call'));

  test('a policy that is there from the start takes nothing from anybody', () => {
    expect(reach([], [namespace, policy([])])).toEqual([]);
    expect(reach([namespace], [namespace, policy([])])).toHaveLength(1);
  });

  test('one that goes along with all pods opens nothing', () => {
    const cascading = application(['resources-finalizer.argocd.argoproj.io']);
    expect(reach([namespace, policy([]), cascading], [])).toEqual([]);
    // Pods that stay, and those that no Application of the lab has brought.
    expect(reach([namespace, policy([]), application([])], [])).toHaveLength(1);
    expect(reach([namespace, policy([])], [])).toHaveLength(1);
    expect(reach([namespace, policy([]), cascading], [cascading])).toHaveLength(1);
  });
});

test('another list, and another policy beside one, are another reach', () => {
  const other = ['caution: what pods of somewhere may call is another from now on'];
  expect(said([policy([])], [policy([{ to: [] }])])).toEqual(other);
  expect(said([policy([])], [policy([]), api])).toEqual(other);
});

test('a policy about who calls in is none of them', () => {
  const ingress = object('networking.k8s.io/v1', 'NetworkPolicy', 'a', { spec: { podSelector: {}, policyTypes: ['Ingress'] } });
  expect(said([], [ingress])).toEqual([]);
});
