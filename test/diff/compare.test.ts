import { dump } from 'js-yaml';
import { compareTrees, type ApplicationDiff, type ObjectDiff } from '../../diff/compare';
import { toMarkdown, toText } from '../../diff/print';
import { compareVersions } from '../../diff/versions';

interface Sketch { readonly [field: string]: unknown }

const object = (apiVersion: string, kind: string, name: string, rest: Sketch = {}): Sketch => {
  const { metadata, ...fields } = rest;
  return { apiVersion, kind, metadata: { name, namespace: 'somewhere', ...metadata as Sketch }, ...fields };
};
const tree = (...objects: readonly (Sketch | readonly [folder: string, Sketch])[]): Map<string, string> => new Map(objects.map((each, index) => {
  const [folder, manifest] = Array.isArray(each) ? each as [string, Sketch] : ['folder', each as Sketch];
  return [`${folder}/${index}.yaml`, dump(manifest)];
}));
const one = (diffs: readonly ApplicationDiff[]): ObjectDiff => {
  expect(diffs.flatMap(({ objects }) => objects)).toHaveLength(1);
  return diffs[0]!.objects[0]!;
};
const fields = (before: Sketch, after: Sketch): unknown => one(compareTrees(tree(before), tree(after))).fields.map(({ path, before: old, after: fresh }) => [path.join('.'), old, fresh]);

describe('what counts as a difference', () => {
  test('nothing, where only files, keys and notation differ', () => {
    const before = new Map([['a/one.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { x: "1", y: "2" }\n']]);
    const after = new Map([['b/other.yaml', 'kind: ConfigMap\napiVersion: v1\ndata:\n  y: \'2\'\n  x: \'1\'\nmetadata:\n  name: a\n']]);
    expect(compareTrees(before, after)).toEqual([]);
  });

  test('fields that change, appear and vanish', () => {
    expect(fields(object('v1', 'X', 'a', { spec: { changed: 1, gone: { deep: true }, same: 'x' } }), object('v1', 'X', 'a', { spec: { changed: 2, fresh: null, same: 'x' } }))).toEqual([
      ['spec.changed', 1, 2], ['spec.fresh', undefined, null], ['spec.gone', { deep: true }, undefined],
    ]);
  });

  test('items of a list by their names, and their order', () => {
    const list = (...names: string[]): Sketch => object('v1', 'X', 'a', { spec: { list: names.map((name) => ({ name, value: name })) } });
    expect(fields(list('a', 'b'), list('b', 'c', 'a'))).toEqual([['spec.list.c', undefined, { name: 'c', value: 'c' }]]);
    expect(fields(list('a', 'b'), list('b', 'a'))).toEqual([['spec.list', ['a', 'b'], ['b', 'a']]]);
  });

  test('plain lists as a whole, other lists place by place', () => {
    const spec = (list: unknown): Sketch => object('v1', 'X', 'a', { spec: { list } });
    expect(fields(spec([1, 2]), spec([2, 3]))).toEqual([['spec.list', [1, 2], [2, 3]]]);
    expect(fields(spec([{ a: 1 }]), spec([{ a: 1 }, { a: 2 }]))).toEqual([['spec.list.1', undefined, { a: 2 }]]);
  });

  test('Helm values as data, whatever carries them', () => {
    const application = (helm: Sketch): Sketch => object('argoproj.io/v1alpha1', 'Application', 'app', { spec: { source: { helm } } });
    expect(compareTrees(tree(application({ valuesObject: { a: { b: 1 } } })), tree(application({ values: 'a: {b: 1}\n' })))).toEqual([]);
    expect(fields(application({ valuesObject: { a: { b: 1 } } }), application({ valuesObject: { a: { b: 2 } } }))).toEqual([['spec.source.helm.values.a.b', 1, 2]]);
    const chart = (valuesContent: string): Sketch => object('helm.cattle.io/v1', 'HelmChart', 'chart', { spec: { valuesContent } });
    expect(fields(chart('a: 1\nb: 2\n'), chart('# a comment\nb: 3\na: 1\n'))).toEqual([['spec.valuesContent.b', 2, 3]]);
  });

  test('dashboards as data', () => {
    const dashboard = (text: string): Sketch => object('v1', 'ConfigMap', 'a', { data: { 'lab.json': text } });
    expect(fields(dashboard('{"title":"a","x":1}'), dashboard('{"x": 1, "title": "b"}'))).toEqual([['data.lab.json.title', 'a', 'b']]);
  });

  test('a new version of an API as a change, not as another object', () => {
    expect(fields(object('g/v1beta1', 'X', 'a'), object('g/v1', 'X', 'a'))).toEqual([['apiVersion', 'g/v1beta1', 'g/v1']]);
  });

  test('names that JavaScript has for itself', () => {
    expect(fields(object('v1', 'X', 'a', { data: {} }), object('v1', 'X', 'a', { data: { constructor: 'x' } }))).toEqual([['data.constructor', undefined, 'x']]);
  });
});

test('objects are sorted to the Application that syncs their folder', () => {
  const application = object('argoproj.io/v1alpha1', 'Application', 'my-routes', { spec: { source: { path: 'dist/routes' } } });
  const route = object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'r');
  const diffs = compareTrees(tree(['root', application]), tree(['root', application], ['routes', route], ['elsewhere', object('v1', 'ConfigMap', 'c')]));
  expect(diffs.map(({ application: name, objects }) => [name, objects.map((each) => `${each.kind} ${each.name}`)])).toEqual([['elsewhere', ['added ConfigMap somewhere/c']], ['my-routes', ['added HTTPRoute somewhere/r']]]);
});

describe('what hurts', () => {
  const KEEP = { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' } };
  const said = (before: Sketch, after?: Sketch): string[] => one(compareTrees(tree(before), after ? tree(after) : new Map())).hazards.map(({ level, text }) => `${level}: ${text}`);
  const spec = (kind: string, content: Sketch, name = 'a'): Sketch => object('v1', kind, name, { spec: content });

  test.each<[string, Sketch, RegExp]>([
    ['a namespace', object('v1', 'Namespace', 'a'), /^danger: everything in the namespace is deleted/],
    ['a namespace that is kept', object('v1', 'Namespace', 'a', { metadata: KEEP }), /^danger: Argo CD leaves the namespace in place \(Prune=false\)/],
    ['a definition', object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'a'), /^danger: every object of this kind/],
    ['definitions from upstream', object('argoproj.io/v1alpha1', 'Application', 'gateway-api-crds'), /^danger: nobody owns these definitions/],
    ['an Application', object('argoproj.io/v1alpha1', 'Application', 'a'), /^danger: what it has installed stays/],
    ['a gateway', object('gateway.networking.k8s.io/v1', 'Gateway', 'a'), /^danger: every address/],
    ['a route', object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'a', { spec: { hostnames: ['a.example.com'] } }), /^caution: a\.example\.com stops answering/],
    ['a pool', object('metallb.io/v1beta1', 'IPAddressPool', 'a'), /^danger: Services that have an address/],
    ['a claim', object('v1', 'PersistentVolumeClaim', 'a'), /^danger: its data/],
    ['anything that Argo CD keeps', object('helm.cattle.io/v1', 'HelmChart', 'a', { metadata: KEEP }), /^caution: Argo CD leaves it/],
  ])('removing %s', (_, before, message) => {
    expect(said(before)).toEqual([expect.stringMatching(message)]);
  });

  test('removing a ConfigMap does not', () => {
    expect(said(object('v1', 'ConfigMap', 'a'))).toEqual([]);
  });

  test.each<[string, Sketch, Sketch, RegExp]>([
    ['the selector of a Deployment', spec('Deployment', { selector: { matchLabels: { a: '1' } } }), spec('Deployment', { selector: { matchLabels: { a: '2' } } }), /^danger: spec\.selector\.matchLabels\.a cannot be changed/],
    ['the claims of a StatefulSet', spec('StatefulSet', { volumeClaimTemplates: [{ a: 1 }] }), spec('StatefulSet', { volumeClaimTemplates: [{ a: 2 }] }), /^danger: spec\.volumeClaimTemplates\.0\.a cannot be changed/],
    ['the template of a Job', spec('Job', { template: { a: 1 } }), spec('Job', { template: { a: 2 } }), /cannot be changed/],
    ['the cluster address of a Service', spec('Service', { clusterIP: '10.0.0.1' }), spec('Service', { clusterIP: 'None' }), /cannot be changed/],
    ['the role of a binding', object('v1', 'RoleBinding', 'a', { roleRef: { name: 'x' } }), object('v1', 'RoleBinding', 'a', { roleRef: { name: 'y' } }), /^danger: roleRef\.name cannot be changed/],
    ['a storage class in values', spec('Application', { source: { helm: { valuesObject: { storageSpec: { volumeClaimTemplate: { spec: { storageClassName: 'a' } } } } } } }), spec('Application', { source: { helm: { valuesObject: { storageSpec: { volumeClaimTemplate: { spec: { storageClassName: 'b' } } } } } } }), /reaches a volume claim/],
    ['the pods\' network', spec('HelmChart', { valuesContent: 'ipam: { operator: { clusterPoolIPv4PodCIDRList: [10.42.0.0/16] } }' }), spec('HelmChart', { valuesContent: 'ipam: { operator: { clusterPoolIPv4PodCIDRList: [10.44.0.0/16] } }' }), /is fixed once the cluster is up/],
    ['the address of a gateway', spec('Gateway', { addresses: [{ value: '10.0.0.1' }] }), spec('Gateway', { addresses: [{ value: '10.0.0.2' }] }), /^danger: the address of the gateway changes/],
    ['the addresses of a pool', spec('IPAddressPool', { addresses: ['10.0.0.1-10.0.0.9'] }), spec('IPAddressPool', { addresses: ['10.0.0.2-10.0.0.9'] }), /^danger: the addresses of the pool/],
    ['a host name', spec('HTTPRoute', { hostnames: ['a.example.com'] }), spec('HTTPRoute', { hostnames: ['b.example.com'] }), /^caution: host names change from a\.example\.com to b\.example\.com/],
    ['the names of a certificate', spec('Certificate', { dnsNames: ['a'] }), spec('Certificate', { dnsNames: ['b'] }), /^caution: a new certificate/],
    ['the mesh to plain text', spec('PeerAuthentication', { mtls: { mode: 'STRICT' } }), spec('PeerAuthentication', { mtls: { mode: 'PERMISSIVE' } }), /^danger: the mesh takes plain text/],
    ['what keeps an object', object('v1', 'Namespace', 'a', { metadata: KEEP }), object('v1', 'Namespace', 'a'), /^danger: loses Prune=false/],
    ['values of Cilium', spec('HelmChart', { valuesContent: 'a: 1' }, 'cilium'), spec('HelmChart', { valuesContent: 'a: 2' }, 'cilium'), /^caution: restarts Cilium/],
    ['the version of ztunnel', spec('Application', { source: { targetRevision: '1.30.3' } }, 'ztunnel'), spec('Application', { source: { targetRevision: '1.30.4' } }, 'ztunnel'), /^caution: restarts ztunnel/],
    ['values of istiod', spec('Application', { source: { helm: { valuesObject: { a: 1 } } } }, 'istiod'), spec('Application', { source: { helm: { valuesObject: { a: 2 } } } }, 'istiod'), /^caution: restarts istiod/],
    ['a chart to an older one', spec('Application', { source: { targetRevision: 'v1.21.1' } }), spec('Application', { source: { targetRevision: 'v1.20.9' } }), /^danger: downgrade from v1\.21\.1 to v1\.20\.9/],
    ['an image to an older one', spec('CronJob', { containers: [{ name: 'c', image: 'registry:5000/kubectl:v1.36.4@sha256:aa' }] }), spec('CronJob', { containers: [{ name: 'c', image: 'registry:5000/kubectl:v1.36.3' }] }), /^danger: downgrade from v1\.36\.4 to v1\.36\.3/],
  ])('changing %s', (_, before, after, message) => {
    expect(said(before, after)).toEqual(expect.arrayContaining([expect.stringMatching(message)]));
  });

  test.each<[string, Sketch, Sketch]>([
    ['a chart to a newer one', spec('Application', { source: { targetRevision: '1.9.0' } }), spec('Application', { source: { targetRevision: '1.10.0' } })],
    ['a branch', spec('Application', { source: { targetRevision: 'main' } }), spec('Application', { source: { targetRevision: 'canary' } })],
    ['an annotation of istiod\'s Application', object('argoproj.io/v1alpha1', 'Application', 'istiod', { metadata: { annotations: { wave: '1' } } }), object('argoproj.io/v1alpha1', 'Application', 'istiod', { metadata: { annotations: { wave: '2' } } })],
    ['the replicas of a Deployment', spec('Deployment', { replicas: 1 }), spec('Deployment', { replicas: 2 })],
    ['the new selector of a Deployment that had none', spec('Deployment', {}), spec('Deployment', { selector: {} })],
  ])('changing %s does not', (_, before, after) => {
    expect(said(before, after)).toEqual([]);
  });
});

test.each<[string, string, number | undefined]>([
  ['1.2.3', '1.2.3', 0], ['v1.10.0', 'v1.9.9', 1], ['1.2.3-rc.1', '1.2.3', -1], ['1.2.3-rc.10', '1.2.3-rc.9', 1], ['v1.36.4+k3s2', 'v1.36.4+k3s10', -1], ['1.2', '1.2.0', 0], ['main', '1.0.0', undefined], ['abc1234', 'def', undefined], ['20240101', '20230101', undefined],
])('%s against %s', (left, right, order) => {
  const result = compareVersions(left, right);
  expect(result === undefined ? undefined : Math.sign(result)).toBe(order);
});

describe('printing', () => {
  const diffs = compareTrees(
    tree(object('v1', 'Namespace', 'gone', { metadata: { namespace: undefined } }), object('v1', 'X', 'a', { spec: { 'odd key': 'old', 'x': 1 } })),
    tree(object('v1', 'X', 'a', { spec: { 'odd key': 'n`e``w\u001b[31m\u202e', 'x': 1 } }), object('v1', 'Y', '<img>')),
  );

  test('for people', () => {
    expect(toText(diffs, false)).toBe([
      'folder', '  - Namespace gone', '      DANGER: everything in the namespace is deleted with it, volumes included',
      '  ~ X somewhere/a', '      spec["odd key"]: "old" -> "n`e``w\\u001b[31m\\u202e"', '  + Y somewhere/<img>', '', '1 added, 1 changed, 1 removed; 1 of the changes can hurt.',
    ].join('\n'));
    expect(toText(diffs, true)).toContain('\u001b[32m+ Y somewhere/<img>\u001b[0m');
    expect(toText([], true)).toBe('Nothing changes.');
  });

  test('for a pull request, with nothing in it that could break out', () => {
    expect(toMarkdown(diffs)).toBe(`### What this changes in the cluster

1 added, 1 changed, 1 removed; 1 of the changes can hurt.

- 🛑 \`Namespace gone\`: everything in the namespace is deleted with it, volumes included

<details><summary><b>folder</b>: 1 added, 1 changed, 1 removed</summary>

- removed \`Namespace gone\`
- changed \`X somewhere/a\`
  - \`spec["odd key"]\`: \`"old"\` → \`\`\` "n\`e\`\`w\\u001b[31m\\u202e" \`\`\`
- added \`Y somewhere/<img>\`
</details>
`);
  });

  test('a long one is cut, and says so', () => {
    const many = Array.from({ length: 3000 }, (_, index): [string, Sketch] => [`folder-${index % 10}`, object('v1', 'ConfigMap', `object-${index}`, { data: { x: 'y'.repeat(50) } })]);
    const text = toMarkdown(compareTrees(new Map(), tree(...many)));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/\d+ part\(s\) left out for length/);
  });
});
