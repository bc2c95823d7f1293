import { chartSecrets, idleReaders } from '../../../render/judges/chart-secrets';
import type { Manifest } from '../../../charts/core/manifest';
import { SECRET_READERS } from '../../../render/secret-readers';
import { RenderedCharts } from '../../../render/rendered-charts';
import { object } from '../../check/objects';
import { chartsOf, release, said } from '../charts';

const RBAC = 'rbac.authorization.k8s.io/v1';
const role = (rule: Record<string, unknown>, name = 'reader'): Manifest => object(RBAC, 'ClusterRole', name, undefined, {
  rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'], ...rule }],
});
const binding = (name = 'reader', kind = 'ClusterRoleBinding'): Manifest =>
  object(RBAC, kind, 'bound', kind === 'RoleBinding' ? 'tools' : undefined, {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name: 'tool', namespace: 'tools' }],
  });

test.each<[string, Record<string, unknown>]>([
  ['by name', {}],
  ['with a list of verbs', { verbs: ['watch', 'create'] }],
  ['by a wildcard of resources', { resources: ['*'] }],
  ['by a wildcard of groups and verbs', { apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
])('a role that reads every Secret %s is found, with who has it', (_, rule) => {
  expect(said(chartSecrets, chartsOf({ chart: [role(rule), binding()] }))).toEqual([
    'ClusterRole reader lets tools/tool read every Secret of the cluster',
  ]);
});

test('what to do is to take the right away, or to say which role is trusted, in the words of allowUnsafe', () => {
  const charts = chartsOf({ chart: [role({}, 'tool:read-secrets'), binding('tool:read-secrets')] });
  expect(chartSecrets.check(charts).map(({ fix }) => fix)).toEqual([
    'switch off what needs it, or give it a Role of its namespace; if you trust it with all of them: '
      + 'allowUnsafe: ["chart-secrets ClusterRole tool:read-secrets"]',
  ]);
});

test.each<[string, Manifest[]]>([
  ['reads some Secrets by name', [role({ resourceNames: ['one'] }), binding()]],
  ['only makes Secrets', [role({ verbs: ['create'] }), binding()]],
  ['is of another group', [role({ apiGroups: ['example.org'] }), binding()]],
  ['is bound in one namespace', [role({}), binding('reader', 'RoleBinding')]],
  ['is bound to nobody', [role({})]],
])('a role that %s is not', (_, chart) => {
  expect(said(chartSecrets, chartsOf({ chart }))).toEqual([]);
});

test('the role with every right, which Kubernetes brings, is found by the binding', () => {
  expect(said(chartSecrets, chartsOf({ chart: [binding('cluster-admin')] }))).toEqual([
    'ClusterRoleBinding bound lets tools/tool read every Secret of the cluster',
  ]);
});

test('a role on the list is let pass, and one that does not read Secrets any more is named', () => {
  const [{ release: name, role: listed }] = SECRET_READERS as [typeof SECRET_READERS[number]];
  const withRule = (rule: Record<string, unknown>): RenderedCharts => new RenderedCharts(chartsOf({}).lab, [{
    release: release(name), objects: [role(rule, listed), binding(listed)].map((manifest) => ({ manifest, template: '' })),
  }]);
  expect(said(chartSecrets, withRule({}))).toEqual([]);
  expect(idleReaders(withRule({}))).not.toContain(`${name}: ${listed}`);
  expect(idleReaders(withRule({ verbs: ['create'] }))).toContain(`${name}: ${listed}`);
});

test('nobody is on the list twice', () => {
  expect(new Set(SECRET_READERS.map(({ release: name, role: listed }) => `${name} ${listed}`)).size).toBe(SECRET_READERS.length);
});
