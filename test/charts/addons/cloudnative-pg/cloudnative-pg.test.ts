import type { Manifest } from '../../../../charts/core/manifest';
import { databaseAccess } from '../../../../config/addons/databases';
import { parseConfig } from '../../../../charts/load-config';
import { labOf, manifestsOf } from '../../../util';

const ON = 'addons: { cloudnative-pg: true }';
const policiesOf = (yaml: string): Record<string, unknown> => Object.fromEntries(manifestsOf(labOf(yaml), 'mesh-policy')
  .map((each: Manifest) => [`${each.kind} ${each.metadata.namespace ?? ''}/${each.metadata.name}`, each['spec']]));
const OPEN = { mode: 'PERMISSIVE' };
const PODS = { selector: { matchLabels: { 'cnpg.io/podRole': 'instance' } } };

describe('the mesh', () => {
  test('takes plain text at two ports of databases, in every namespace of one\'s own that is STRICT', () => {
    const namespaces = 'namespaces: [{ name: shop }, { name: loose, mtls: PERMISSIVE }, { name: out, ambient: false }]';
    expect(policiesOf(`${ON}\n${namespaces}`)).toEqual({
      'PeerAuthentication shop/databases': { ...PODS, portLevelMtls: { 8000: OPEN, 9187: OPEN } },
    });
  });

  test('takes it from the operator alone where there is no Prometheus', () => {
    expect(policiesOf(`${ON}\nmonitoring: { enabled: false }`)).toEqual({
      'PeerAuthentication my-app/databases': { ...PODS, portLevelMtls: { 8000: OPEN } },
    });
  });

  test('lets callers in at these ports where nobody is let in by default, STRICT or not', () => {
    for (const mtls of ['STRICT', 'PERMISSIVE']) {
      expect(policiesOf(`${ON}\nnamespaces: [{ name: shop, denyByDefault: true, mtls: ${mtls} }]`)).toMatchObject({
        'AuthorizationPolicy shop/databases': { ...PODS, rules: [{ to: [{ operation: { ports: ['8000', '9187'] } }] }] },
      });
    }
  });

  test('says nothing of databases without the add-on', () => {
    expect(policiesOf('')).toEqual({});
    expect(databaseAccess(parseConfig(''))).toEqual([]);
  });
});

test('Prometheus reads the operator, and databases in namespaces of one\'s own', () => {
  const monitors = (yaml: string): unknown[] => manifestsOf(labOf(yaml), 'monitoring')
    .filter(({ kind, metadata: { name } }) => kind === 'PodMonitor' && ['cloudnative-pg', 'postgres'].includes(name))
    .map((each) => each['spec']);
  expect(monitors(`${ON}\nnamespaces: [{ name: shop }, { name: wiki }]`)).toMatchObject([
    { namespaceSelector: { matchNames: ['cloudnative-pg'] }, selector: { matchLabels: { 'app.kubernetes.io/name': 'cloudnative-pg' } } },
    { namespaceSelector: { matchNames: ['shop', 'wiki'] }, selector: { matchLabels: { 'cnpg.io/podRole': 'instance' } } },
  ]);
  expect(monitors(`${ON}\nnamespaces: []`)).toHaveLength(1);
});
