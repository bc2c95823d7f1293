import { readConfig } from '../../../charts/load-config';
import type { Manifest } from '../../../charts/core/manifest';
import { egressTable } from '../../../draw/egress';
import { find, labOf, manifestsOf } from '../../util';

const policies = (yaml: string): Manifest[] => manifestsOf(labOf(yaml), 'namespaces').filter(({ kind }) => kind.endsWith('Policy'));
/** The rules that follow from a list, without those for names and the namespace itself. */
const rulesOf = (egress: string): unknown[] => {
  const { spec } = find(policies(`namespaces: [{ name: app, egress: ${egress} }, { name: db }]`), 'NetworkPolicy', 'egress');
  return (spec as { egress: unknown[] }).egress.slice(2);
};
const warnings = (yaml: string): string[] => {
  const { blame, warnings: found = [] } = readConfig(yaml, 'homelab.yaml');
  return blame(found).problems.filter((line) => line.includes('egress')).map((line) => line.replace(/^homelab\.yaml:\d+:\d+ /, ''));
};

test('nothing is made of a namespace that says nothing', () => {
  expect(policies('namespaces: [{ name: app }]')).toEqual([]);
});

test('nobody is called but pods of the namespace, and CoreDNS for names', () => {
  expect(policies('namespaces: [{ name: app, egress: [] }]')).toEqual([{
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'egress', namespace: 'app' },
    spec: {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [{
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          }],
          ports: [{ port: 53, protocol: 'UDP' }, { port: 53, protocol: 'TCP' }],
        },
        { to: [{ podSelector: {} }] },
      ],
    },
  }]);
});

test('a namespace is let be called at every port, as the mesh calls 15008 for all of them', () => {
  expect(rulesOf('[db]')).toEqual([{ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'db' } } }] }]);
});

test('the internet is what nobody has at home', () => {
  const [rule] = rulesOf('["internet:443"]') as [{ to: [{ ipBlock: { cidr: string; except: string[] } }]; ports: unknown }];
  expect(rule.ports).toEqual([{ port: 443, protocol: 'TCP' }]);
  expect(rule.to[0].ipBlock.cidr).toBe('0.0.0.0/0');
  expect(rule.to[0].ipBlock.except).toEqual(expect.arrayContaining(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10']));
});

test('the network of the nodes is not the internet either, where it has public addresses', () => {
  // GIVEN
  const network = 'network: { cidr: 25.0.0.0/24 }\nhost: { network: external, adapter: Ethernet, router: 25.0.0.1 }';
  // WHEN
  const [policy] = policies(`${network}\nnamespaces: [{ name: app, egress: [internet] }]`);
  // THEN
  expect(JSON.stringify(policy)).toContain('"240.0.0.0/4","25.0.0.0/24"]');
});

test('machines are let be called at one port, or at all', () => {
  expect(rulesOf('["192.168.1.20:445", "192.168.1.53:53/udp", 192.168.40.0/24]')).toEqual([
    { to: [{ ipBlock: { cidr: '192.168.1.20/32' } }], ports: [{ port: 445, protocol: 'TCP' }] },
    { to: [{ ipBlock: { cidr: '192.168.1.53/32' } }], ports: [{ port: 53, protocol: 'UDP' }] },
    { to: [{ ipBlock: { cidr: '192.168.40.0/24' } }] },
  ]);
});

test('pages are those of every gateway', () => {
  const found = policies(`gateways: [{ name: public, address: 192.168.100.201 }]\nnamespaces: [{ name: app, egress: [gateway] }]`);
  expect(JSON.stringify(found)).toContain('"gateway.networking.k8s.io/gateway-name":"main-gateway"');
  expect(JSON.stringify(found)).toContain('"gateway.networking.k8s.io/gateway-name":"public"');
});

test('the API server is a process of a node, which only Cilium\'s own policy names', () => {
  expect(find(policies('namespaces: [{ name: app, egress: [api] }]'), 'CiliumNetworkPolicy', 'egress-api')['spec']).toEqual({
    endpointSelector: {},
    egress: [{ toEntities: ['kube-apiserver'], toPorts: [{ ports: [{ port: '6443', protocol: 'TCP' }] }] }],
  });
});

test('databases call the API server where there is their operator, other pods do not', () => {
  const found = policies('addons: { cloudnative-pg: true }\nnamespaces: [{ name: db, egress: [] }]');
  expect(find(found, 'CiliumNetworkPolicy', 'egress-databases')['spec']).toMatchObject({
    endpointSelector: { matchExpressions: [{ key: 'cnpg.io/cluster', operator: 'Exists' }] },
  });
});

test('a waypoint goes on to reach istiod and the collector of traces', () => {
  const found = policies('monitoring: { traces: tempo }\nnamespaces: [{ name: app, waypoint: true, egress: [] }]');
  expect(find(found, 'NetworkPolicy', 'egress-waypoint')['spec']).toMatchObject({
    podSelector: { matchLabels: { 'gateway.networking.k8s.io/gateway-name': 'waypoint' } },
    policyTypes: ['Egress'],
    egress: [{ ports: [{ port: 15012, protocol: 'TCP' }] }, { ports: [{ port: 4317, protocol: 'TCP' }] }],
  });
});

test.each(['namespaces: [{ name: app, ambient: false, egress: [internet] }]',
  'mesh: { enabled: false }\nnamespaces: [{ name: app, egress: [internet] }]'])('it holds outside the mesh: %s', (yaml) => {
  expect(policies(yaml).map(({ kind, metadata: { name } }) => `${kind} ${name}`)).toEqual(['NetworkPolicy egress']);
});

test.each<[string, string, string]>([
  ['its own namespace', 'namespaces: [{ name: app, egress: [app] }]',
    'namespaces[0].egress[0]: has no effect, because it never keeps pods of one namespace from each other (app); '
    + 'remove it'],
  ['a port of a machine that may be called', 'namespaces: [{ name: app, egress: ["192.168.1.5:80", 192.168.1.0/24] }]',
    'namespaces[0].egress[0]: has no effect, because namespaces[0].egress[1] lets it be called already (192.168.1.0/24); '
    + 'remove one of the two'],
  ['two ways to write a namespace', 'namespaces: [{ name: app, egress: [db, db/*] }, { name: db }]',
    'namespaces[0].egress[1]: has no effect, because namespaces[0].egress[0] lets it be called already (db); '
    + 'remove one of the two'],
  ['an address of the internet', 'namespaces: [{ name: app, egress: [internet, "1.1.1.1:53"] }]',
    'namespaces[0].egress[1]: has no effect, because namespaces[0].egress[0] lets it be called already (internet); '
    + 'remove one of the two'],
  ['somebody let in who is not let out',
    'namespaces: [{ name: app, egress: [] }, { name: db }]\n'
    + 'services: [{ name: db, namespace: db, port: 80, allowFrom: [gateway, app] }]',
    'services[0].allowFrom[1]: has no effect, because namespaces[0].egress does not let pods of app call db; '
    + 'add db there, or remove this'],
])('%s is a warning', (_, yaml, said) => {
  expect(warnings(yaml)).toEqual([said]);
});

test('other ports, other protocols and machines at home are no repeats', () => {
  expect(warnings('namespaces: [{ name: app, egress: [internet, 192.168.1.0/24, "10.9.0.1:53", "10.9.0.1:53/udp"] }]')).toEqual([]);
});

test('LAB.md says what pods may call', () => {
  const { config } = labOf('namespaces: [{ name: app, egress: [db, api, gateway, "internet:443", "192.168.1.5:53/udp"] }, '
    + '{ name: db, egress: [] }]');
  expect(egressTable(config)).toBe([
    'Beside what the table says, pods may call those of their own namespace, and ask for names. Pods on the host\'s network are not kept '
      + 'from anything.',
    '',
    '| pods of | may call |',
    '|---|---|',
    '| `app` | pods of `db`, the API server, the pages of the gateway, the internet at TCP 443, `192.168.1.5` at UDP 53 |',
    '| `db` | nobody else |',
  ].join('\n'));
});
