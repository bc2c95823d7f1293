import { App } from 'cdk8s';
import { load } from 'js-yaml';
import { originOf } from '../../../charts/core/origin';
import { MainGateway } from '../../../charts/gateway/main-gateway';
import { applicationsOf, contributionsOf, dependency, manifestsOf as objectsOf } from '../../../testing';
import { find, labOf, manifestsOf } from '../../util';

const gateway = () => find(manifestsOf(labOf(), 'gateway'), 'Gateway', 'main-gateway');

test('matches the snapshot of the default lab', () => {
  expect(manifestsOf(labOf(), 'gateway')).toMatchSnapshot();
});

test("is the article's gateway", () => {
  expect(gateway()).toMatchObject({
    metadata: { name: 'main-gateway', namespace: 'istio-ingress' },
    spec: {
      gatewayClassName: 'istio',
      listeners: [
        { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } },
        {
          name: 'https',
          port: 443,
          protocol: 'HTTPS',
          tls: { mode: 'Terminate', certificateRefs: [{ name: 'homelab-tls-cert' }] },
          allowedRoutes: { namespaces: { from: 'All' } },
        },
      ],
    },
  });
});

test('pins its address in one way only', () => {
  const spec = gateway()['spec'] as { addresses: unknown; infrastructure: { annotations: Record<string, string> } };
  expect(spec.addresses).toEqual([{ type: 'IPAddress', value: '192.168.100.200' }]);
  expect(Object.keys(spec.infrastructure.annotations).filter((key) => key.includes('metallb'))).toEqual([]);
});

test("sets labels and annotations for what istiod makes, so that Argo CD's own are not copied", () => {
  const { infrastructure } = gateway()['spec'] as { infrastructure: { labels: object; annotations: object } };
  expect(Object.keys(infrastructure.labels)).not.toEqual([]);
  expect(Object.keys(infrastructure.annotations)).not.toEqual([]);
});

test('gives istiod overlays it knows, in the map the Gateway names', () => {
  // GIVEN
  const options = find(manifestsOf(labOf(), 'gateway'), 'ConfigMap', 'main-gateway-options') as unknown as { data: Record<string, string> };
  // THEN
  expect(gateway()['spec']).toMatchObject({
    infrastructure: { parametersRef: { group: '', kind: 'ConfigMap', name: 'main-gateway-options' } },
  });
  expect(Object.keys(options.data)).toEqual(['deployment', 'service']);
  expect(load(options.data['service'] ?? '')).toEqual({ spec: { externalTrafficPolicy: 'Local' } });
});

test('sends everyone on port 80 to https, for good', () => {
  expect(find(manifestsOf(labOf(), 'gateway'), 'HTTPRoute', 'https-redirect')).toMatchObject({
    metadata: { namespace: 'istio-ingress' },
    spec: {
      parentRefs: [{ name: 'main-gateway', namespace: 'istio-ingress', sectionName: 'http' }],
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
    },
  });
});

test('comes after the mesh that runs it and its address, because its health depends on them, and waits for no certificate', () => {
  const component = [...labOf().waves.keys()].find(({ name }) => name === 'gateway');
  const needed = component?.dependsOn.map(({ name }) => name);
  expect(needed).toEqual(expect.arrayContaining(['gateway-api-crds', 'istio-ambient', 'metallb-pools']));
  expect(needed).not.toContain('certificates');
});

test('takes name, namespace and address from homelab.yaml', () => {
  // GIVEN
  const lab = labOf('gateway: { name: door, namespace: edge, address: 192.168.100.210 }');
  // WHEN
  const manifest = find(manifestsOf(lab, 'gateway'), 'Gateway', 'door');
  // THEN
  expect(manifest).toMatchObject({
    metadata: { namespace: 'edge' },
    spec: { addresses: [{ value: '192.168.100.210' }], infrastructure: { parametersRef: { name: 'door-options' } } },
  });
});

test('refuses a name too long for what istiod makes of it', () => {
  const name = 'g'.repeat(58);
  expect(
    () =>
      new MainGateway(new App(), 'gateway', {
        name,
        namespace: 'edge',
        address: '10.0.0.1',
        certificate: 'cert',
        redirectRoute: 'redirect',
        dependsOn: [],
      }),
  ).toThrow(/has 58 characters.*use at most 57/);
});

describe('made alone', () => {
  const layer = new MainGateway(new App(), 'gateway', {
    name: 'door',
    namespace: 'edge',
    address: '10.0.0.1',
    certificate: 'cert',
    redirectRoute: 'redirect',
    dependsOn: [dependency('certificates')],
  });

  test('it makes the Gateway, what istiod lays over its Deployment, and the redirect', () => {
    const allowedRoutes = { namespaces: { from: 'All' } };
    const [options, ...objects] = objectsOf(layer);
    expect(options).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'door-options', namespace: 'edge' } });
    expect(Object.entries(options?.['data'] as Record<string, string>).map(([key, text]) => [key, load(text)])).toEqual([
      ['deployment', {
        spec: {
          template: {
            spec: {
              securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
              containers: [{ name: 'istio-proxy', resources: { requests: { cpu: '50m', memory: '128Mi' } } }],
            },
          },
        },
      }],
      ['service', { spec: { externalTrafficPolicy: 'Local' } }],
    ]);
    expect(objects).toEqual([
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'Gateway',
        metadata: { name: 'door', namespace: 'edge' },
        spec: {
          gatewayClassName: 'istio',
          addresses: [{ type: 'IPAddress', value: '10.0.0.1' }],
          infrastructure: {
            labels: { 'istio.io/dataplane-mode': 'none' },
            annotations: { 'kubernetes.io/description': 'Made by istiod for the Gateway edge/door' },
            parametersRef: { group: '', kind: 'ConfigMap', name: 'door-options' },
          },
          listeners: [
            { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes },
            {
              name: 'https', port: 443, protocol: 'HTTPS', allowedRoutes,
              tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: 'cert' }] },
            },
          ],
        },
      },
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name: 'redirect', namespace: 'edge' },
        spec: {
          parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'door', namespace: 'edge', sectionName: 'http' }],
          rules: [{
            matches: [{ path: { type: 'PathPrefix', value: '/' } }],
            filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }],
          }],
        },
      },
    ]);
  });

  test('it is one Application, below the root of what waits for the internet', () => {
    expect(applicationsOf(layer)).toEqual([
      { name: 'gateway', namespace: 'edge', source: 'own', dependsOn: ['certificates'], root: 'edge' },
    ]);
  });

  test('it asks for its namespace, for alerts and for a dashboard', () => {
    expect(contributionsOf(layer)).toEqual({ namespaces: ['edge'], alerts: ['gateway'], dashboards: ['edge'] });
    expect(layer.contributions.namespaces).toEqual([{ name: 'edge', ambient: false, podSecurity: 'restricted' }]);
  });

  test('its name may be as long as what istiod makes of it allows', () => {
    const props = { namespace: 'edge', address: '10.0.0.1', certificate: 'cert', redirectRoute: 'redirect', dependsOn: [] };
    expect(() => new MainGateway(new App(), 'gateway', { ...props, name: 'g'.repeat(57) })).not.toThrow();
  });
});

test('a further domain is a listener with its own host name and certificate, behind the one for all others', () => {
  // GIVEN
  const lab = labOf(`
domain: lab.kestrel.dev
domains: [{ name: club.org }]
tls: { issuer: homelab-ca }
services: [{ name: web, namespace: my-app, port: 80, hostnames: [club.org, www.club.org, web.lab.kestrel.dev] }]
`);
  // THEN the Gateway has one for the domain and one for what is below it
  const { listeners } = find(manifestsOf(lab, 'gateway'), 'Gateway', 'main-gateway')['spec'] as {
    listeners: { name: string; hostname?: string; port: number; tls?: { certificateRefs: { name: string }[] } }[];
  };
  expect(listeners.map(({ name, hostname, port, tls }) => [name, hostname, port, tls?.certificateRefs[0]?.name])).toEqual([
    ['http', undefined, 80, undefined],
    ['https', undefined, 443, 'homelab-tls-cert'],
    ['https-club-org', '*.club.org', 443, 'homelab-tls-cert-club-org'],
    ['https-club-org-itself', 'club.org', 443, 'homelab-tls-cert-club-org-itself'],
  ]);
  // AND the route attaches to each that gets one of its names
  const { parentRefs } = find(manifestsOf(lab, 'routes'), 'HTTPRoute', 'web')['spec'] as { parentRefs: { sectionName: string }[] };
  expect(parentRefs.map(({ sectionName }) => sectionName)).toEqual(['https-club-org-itself', 'https-club-org', 'https']);
});

describe('a second gateway', () => {
  const lab = (): ReturnType<typeof labOf> => labOf(`
domain: lab.kestrel.dev
domains: [{ name: club.org }, { name: choir.org }]
tls: { issuer: homelab-ca }
gateways: [{ name: public, address: 192.168.100.201 }]
services:
  - { name: web, namespace: my-app, port: 80, hostnames: [club.org, www.club.org], gateway: public }
  - { name: choir, namespace: my-app, port: 80, hostname: www.choir.org }
  - { name: blog, namespace: my-app, port: 80, gateway: [public, main-gateway] }
  - { name: vault, namespace: my-app, port: 8200, protocol: tls, hostname: vault.club.org, gateway: public }
`);
  const listenersOf = (name: string): unknown[] => (find(manifestsOf(lab(), 'gateway'), 'Gateway', name)['spec'] as {
    listeners: { name: string }[];
  }).listeners.map((listener) => listener.name);

  test('has an address of its own, and the options of the first one', () => {
    expect(find(manifestsOf(lab(), 'gateway'), 'Gateway', 'public')).toMatchObject({
      metadata: { namespace: 'istio-ingress' },
      spec: {
        gatewayClassName: 'istio', addresses: [{ type: 'IPAddress', value: '192.168.100.201' }],
        infrastructure: { parametersRef: { kind: 'ConfigMap', name: 'main-gateway-options' } },
      },
    });
  });

  test('listens for the domains and names of its own services, as the first one does', () => {
    expect(listenersOf('main-gateway')).toEqual(['http', 'https', 'https-choir-org']);
    expect(listenersOf('public')).toEqual(['http', 'https', 'https-club-org', 'https-club-org-itself', 'vault.club.org']);
  });

  test('sends port 80 to https by the same route', () => {
    const { parentRefs } = find(manifestsOf(lab(), 'gateway'), 'HTTPRoute', 'https-redirect')['spec'] as { parentRefs: object[] };
    expect(parentRefs).toMatchObject([{ name: 'main-gateway', sectionName: 'http' }, { name: 'public', sectionName: 'http' }]);
  });

  test('is told by its own line of homelab.yaml', () => {
    const gateway = lab().gateway.further[0]!;
    expect(originOf(gateway)).toMatchObject({ key: ['gateways', 0] });
  });

  test('is watched along with the first one, and an alert names the one that it is about', () => {
    const [down, silent, errors] = lab().ruleGroups.find(({ name }) => name === 'gateway')?.rules ?? [];
    const away = (name: string): string => {
      const available = `kube_deployment_status_replicas_available{namespace="istio-ingress",deployment="${name}-istio"}`;
      return `(${available} < 1) or absent(${available})`;
    };
    expect(down?.expr).toBe(`(${away('main-gateway')}) or (${away('public')})`);
    expect(down?.annotations?.['description']).toContain('istio-ingress/{{ $labels.deployment }} has no ready pod');
    expect(silent?.expr).toContain('absent(metallb_speaker_announced{ip="192.168.100.201"})');
    expect(silent?.annotations?.['description']).toContain('MetalLB announces {{ $labels.ip }} from no node');
    expect(errors?.expr).toContain('gateway=~"main-gateway|public"');
  });
});
