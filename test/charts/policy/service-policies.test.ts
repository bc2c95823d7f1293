import { App } from 'cdk8s';
import { ServicePolicies, type ServicePoliciesProps } from '../../../charts/policy/service-policies';
import type { ServicePolicy } from '../../../charts/policy/service-policy';
import { applicationsOf, contributionsOf, dependency, manifestsOf as objectsOf } from '../../../testing';
import { find, labOf, manifestsOf } from '../../util';

const DOOR = 'istio-ingress/main-gateway-istio';

/** The policies of a lab, `kind namespace/name`, with their specs. */
function policiesOf(yaml: string): Record<string, unknown> {
  return Object.fromEntries(manifestsOf(labOf(yaml), 'mesh-policy')
    .map(({ kind, metadata, spec }) => [`${kind} ${metadata.namespace ?? ''}/${metadata.name}`, spec]));
}

test('a lab that says nothing of policies has none, and no alert about them', () => {
  const lab = labOf('services: [{ name: shop, namespace: my-app, port: 80 }]');
  expect(manifestsOf(lab, 'mesh-policy')).toEqual([]);
  expect([...lab.waves.keys()].map(({ name }) => name)).not.toContain('mesh-policy');
  expect(lab.ruleGroups.map(({ name }) => name)).not.toContain('mesh-policy');
});

describe('services of TCP and UDP', () => {
  const mqtt = '{ name: mqtt, namespace: my-app, selector: { app: a }, '
    + 'ports: [{ port: 1, targetPort: 1883 }, { port: 1, protocol: udp }] }';

  test('have their ports of TCP opened, and those of UDP left alone, which ztunnel does not see', () => {
    expect(policiesOf(`services: [${mqtt}]`)).toEqual({
      'PeerAuthentication my-app/lan.mqtt': {
        selector: { matchLabels: { app: 'a' } }, portLevelMtls: { 1883: { mode: 'PERMISSIVE' } },
      },
    });
  });

  test('have them opened without monitoring, too', () => {
    expect(Object.keys(policiesOf(`monitoring: { enabled: false }\nservices: [${mqtt}]`))).toEqual(['PeerAuthentication my-app/lan.mqtt']);
  });

  test.each(['mtls: PERMISSIVE', 'ambient: false'])('need nothing under %s', (key) => {
    expect(policiesOf(`namespaces: [{ name: my-app, ${key} }]\nservices: [${mqtt}]`)).toEqual({});
  });

  test('share one object with the metrics of the same pods, because of two only the older would count', () => {
    // GIVEN
    const policies = policiesOf(`services: [${mqtt}, { name: page, namespace: my-app, port: 80, metricsPort: 90, selector: { app: a } }]`);
    // THEN
    expect(policies).toEqual({
      'PeerAuthentication my-app/metrics.page': {
        selector: { matchLabels: { app: 'a' } }, portLevelMtls: { 90: { mode: 'PERMISSIVE' }, 1883: { mode: 'PERMISSIVE' } },
      },
    });
  });

  test('have a database opened to its operator and to the LAN alike, by whatever labels it is found', () => {
    // WHEN
    const policies = policiesOf(`addons: { cloudnative-pg: true }
services:
  - { name: pg, namespace: my-app, protocol: tcp, port: 5432, selector: { cnpg.io/cluster: pg } }
  - { name: pooler, namespace: my-app, protocol: tcp, port: 5432, selector: { cnpg.io/podRole: pooler } }
  - { name: shop, namespace: my-app, protocol: tcp, port: 22 }`);
    // THEN
    expect(Object.fromEntries(Object.entries(policies).map(([key, spec]) =>
      [key, Object.keys((spec as { portLevelMtls: object }).portLevelMtls)]))).toEqual({
      'PeerAuthentication my-app/lan.pg': ['5432', '8000', '9187'],
      'PeerAuthentication my-app/lan.pooler': ['5432'],
      'PeerAuthentication my-app/lan.shop': ['22'],
      'PeerAuthentication my-app/databases': ['5432', '8000', '9187'],
    });
  });

  test('leave a database to its operator where plain text is taken, and a service says who else may connect', () => {
    const pg = '{ name: pg, namespace: my-app, protocol: tls, hostname: pg.frank.dev, port: 5432, selector: { cnpg.io/cluster: pg }, '
      + 'allowFrom: [gateway] }';
    expect(policiesOf(`namespaces: [{ name: my-app, mtls: PERMISSIVE }]\naddons: { cloudnative-pg: true }\nservices: [${pg}]`)).toEqual({
      'AuthorizationPolicy my-app/pods.pg': {
        selector: { matchLabels: { 'cnpg.io/cluster': 'pg' } }, rules: [{ from: [{ source: { serviceAccounts: [DOOR] } }] }],
      },
      'AuthorizationPolicy my-app/databases.pg': {
        selector: { matchLabels: { 'cnpg.io/cluster': 'pg', 'cnpg.io/podRole': 'instance' } },
        rules: [{ to: [{ operation: { ports: ['8000', '9187'] } }] }],
      },
    });
  });

  test('are let in by everybody where the namespace denies by default', () => {
    expect(policiesOf(`namespaces: [{ name: my-app, denyByDefault: true }]\nservices: [${mqtt}]`)).toMatchObject({
      'AuthorizationPolicy my-app/lan.mqtt': {
        selector: { matchLabels: { app: 'a' } }, rules: [{ to: [{ operation: { ports: ['1883'] } }] }],
      },
    });
  });

  test('are let in where a page has closed the same pods, and close none that are open', () => {
    // GIVEN
    const page = (labels: string): string => `{ name: page, namespace: my-app, port: 80, allowFrom: [gateway], selector: { ${labels} } }`;
    const lan = (labels: string): unknown => policiesOf(`services: [${mqtt}, ${page(labels)}]`)['AuthorizationPolicy my-app/lan.mqtt.page'];
    // THEN
    const rules = [{ to: [{ operation: { ports: ['1883'] } }] }];
    expect(lan('app: a')).toEqual({ selector: { matchLabels: { app: 'a' } }, rules });
    expect(lan('app: a, tier: web')).toEqual({ selector: { matchLabels: { app: 'a', tier: 'web' } }, rules });
    expect(lan('app: b')).toBeUndefined();
  });
});

describe('metricsPort', () => {
  const yaml = (rest = ''): string => `services: [{ name: shop, namespace: my-app, port: 80, metricsPort: 9100${rest} }]`;

  test('makes a monitor of the pods, and opens this one port for a Prometheus that is outside the mesh', () => {
    // GIVEN
    const text = yaml(', metricsPath: /m, metricsInterval: 1m');
    // THEN
    expect(policiesOf(text)).toEqual({
      'PeerAuthentication my-app/metrics.shop': {
        selector: { matchLabels: { 'app.kubernetes.io/name': 'shop' } }, portLevelMtls: { 9100: { mode: 'PERMISSIVE' } },
      },
    });
    expect(find(manifestsOf(labOf(text), 'monitoring'), 'PodMonitor', 'my-app.shop')['spec']).toMatchObject({
      namespaceSelector: { matchNames: ['my-app'] },
      selector: { matchLabels: { 'app.kubernetes.io/name': 'shop' } },
      podMetricsEndpoints: [{ portNumber: 9100, path: '/m', interval: '1m' }],
    });
  });

  test.each([
    ['takes plain text', 'namespaces: [{ name: my-app, mtls: PERMISSIVE }]'],
    ['is outside the mesh', 'namespaces: [{ name: my-app, ambient: false }]'],
  ])('opens nothing where the namespace %s', (_, namespaces) => {
    expect(policiesOf(`${namespaces}\n${yaml()}`)).toEqual({});
  });

  test('opens nothing without monitoring', () => {
    expect(policiesOf(`monitoring: { enabled: false }\n${yaml()}`)).toEqual({});
  });

  test('opens all ports of the same pods in one object, because of two only the older would count', () => {
    const text = 'services: [{ name: shop, namespace: my-app, port: 80, metricsPort: 9100 }, '
      + '{ name: cart, namespace: my-app, backends: [{ name: shop, port: 81 }], metricsPort: 9101 }]';
    expect(policiesOf(text)).toMatchObject({
      'PeerAuthentication my-app/metrics.shop': { portLevelMtls: { 9100: { mode: 'PERMISSIVE' }, 9101: { mode: 'PERMISSIVE' } } },
    });
  });

  test('reads each Kubernetes Service behind a service', () => {
    const lab = labOf('services: [{ name: shop, namespace: my-app, port: 80, metricsPort: 9100, canary: { name: next, weight: 5 } }]');
    expect(manifestsOf(lab, 'monitoring').map(({ metadata: { name } }) => name)).toEqual(
      expect.arrayContaining(['my-app.shop.shop', 'my-app.shop.next']),
    );
  });
});

describe('allowFrom', () => {
  test('lets in the gateway, namespaces and service accounts, and Prometheus at its port', () => {
    const yaml = 'namespaces: [{ name: my-app }, { name: web }]\n'
      + 'services: [{ name: db, namespace: my-app, port: 80, selector: { app: db }, '
      + 'metricsPort: 9100, allowFrom: [gateway, web, my-app/api] }]';
    expect(policiesOf(yaml)).toMatchObject({
      'AuthorizationPolicy my-app/pods.db': {
        selector: { matchLabels: { app: 'db' } },
        rules: [
          { from: [{ source: { serviceAccounts: [DOOR, 'my-app/api'] } }, { source: { namespaces: ['web'] } }] },
          { to: [{ operation: { ports: ['9100'] } }] },
        ],
      },
    });
  });

  test('where the namespace has a waypoint, that judges who called, and pods let in the waypoint and the gateway', () => {
    const yaml = 'namespaces: [{ name: my-app, waypoint: true }]\n'
      + 'services: [{ name: db, namespace: my-app, port: 80, allowFrom: [gateway, my-app/api] }]';
    expect(policiesOf(yaml)).toEqual({
      'AuthorizationPolicy my-app/pods.db': {
        selector: { matchLabels: { 'app.kubernetes.io/name': 'db' } },
        rules: [{ from: [{ source: { serviceAccounts: ['my-app/waypoint', DOOR] } }] }],
      },
      'AuthorizationPolicy my-app/waypoint.db': {
        targetRefs: [{ group: '', kind: 'Service', name: 'db' }],
        rules: [{ from: [{ source: { serviceAccounts: [DOOR, 'my-app/api'] } }] }],
      },
    });
  });

  test('names more service accounts than one source holds', () => {
    const accounts = Array.from({ length: 20 }, (_, index) => `my-app/a${index}`);
    const yaml = `services: [{ name: db, namespace: my-app, port: 80, allowFrom: [gateway, ${accounts.join(', ')}] }]`;
    const [rule] = (policiesOf(yaml)['AuthorizationPolicy my-app/pods.db'] as
      { rules: { from: { source: { serviceAccounts: [] } }[] }[] }).rules;
    expect(rule?.from.map(({ source }) => source.serviceAccounts.length)).toEqual([16, 5]);
  });
});

describe('what only a waypoint sees', () => {
  const yaml = 'services: [{ name: api, namespace: my-app, port: 80, allowFrom: [gateway], '
    + 'allowRequests: [{ from: my-app/job, methods: [GET], paths: [/v1/*] }] }]';

  test('brings a waypoint, and sends the gateway through it', () => {
    const lab = labOf(yaml);
    expect(find(manifestsOf(lab, 'istio-ambient'), 'Gateway').metadata).toMatchObject({ name: 'waypoint', namespace: 'my-app' });
    expect(find(manifestsOf(lab, 'namespaces'), 'Namespace', 'my-app').metadata.labels).toMatchObject({
      'istio.io/use-waypoint': 'waypoint', 'istio.io/ingress-use-waypoint': 'true',
    });
  });

  test('is said of the Service, while pods let in nothing but the waypoint', () => {
    expect(policiesOf(yaml)).toEqual({
      'AuthorizationPolicy my-app/pods.api': {
        selector: { matchLabels: { 'app.kubernetes.io/name': 'api' } },
        rules: [{ from: [{ source: { serviceAccounts: ['my-app/waypoint'] } }] }],
      },
      'AuthorizationPolicy my-app/waypoint.api': {
        targetRefs: [{ group: '', kind: 'Service', name: 'api' }],
        rules: [
          { from: [{ source: { serviceAccounts: [DOOR] } }] },
          {
            from: [{ source: { serviceAccounts: ['my-app/job'] } }],
            to: [{ operation: { methods: ['GET'], paths: ['/v1/*'] } }],
          },
        ],
      },
    });
  });

  test('a token that is wrong is refused, and so is none', () => {
    const jwt = '{ issuer: "https://id.frank.dev", jwksUri: "https://id.frank.dev/keys", audiences: [lab], forwardOriginalToken: true }';
    const targetRefs = [{ group: '', kind: 'Service', name: 'api' }];
    expect(policiesOf(`services: [{ name: api, namespace: my-app, port: 80, jwt: ${jwt} }]`)).toEqual({
      'AuthorizationPolicy my-app/pods.api': {
        selector: { matchLabels: { 'app.kubernetes.io/name': 'api' } },
        rules: [{ from: [{ source: { serviceAccounts: ['my-app/waypoint'] } }] }],
      },
      'RequestAuthentication my-app/api': {
        targetRefs,
        jwtRules: [{
          issuer: 'https://id.frank.dev', jwksUri: 'https://id.frank.dev/keys', audiences: ['lab'], forwardOriginalToken: true,
        }],
      },
      'AuthorizationPolicy my-app/token.api': {
        targetRefs, action: 'DENY', rules: [{ from: [{ source: { notRequestPrincipals: ['*'] } }] }],
      },
    });
  });
});

describe('protocol: tls', () => {
  const yaml = 'namespaces: [{ name: my-app, denyByDefault: true }]\n'
    + 'services: [{ name: vault, namespace: my-app, protocol: tls, hostname: vault.frank.dev, port: 8200, selector: { app: vault }, '
    + 'allowFrom: [gateway, my-app], metricsPort: 9102 }]';

  test('lets in who may connect, and the gateway that hands connections on', () => {
    expect(policiesOf(yaml)).toMatchObject({
      'AuthorizationPolicy my-app/pods.vault': {
        selector: { matchLabels: { app: 'vault' } },
        rules: [
          { from: [{ source: { serviceAccounts: [DOOR] } }, { source: { namespaces: ['my-app'] } }] },
          { to: [{ operation: { ports: ['9102'] } }] },
        ],
      },
      'AuthorizationPolicy my-app/allow-by-default': {
        rules: [{ from: [{ source: { serviceAccounts: [DOOR] } }, { source: { namespaces: ['my-app'] } }] }],
      },
      'PeerAuthentication my-app/metrics.vault': { portLevelMtls: { 9102: { mode: 'PERMISSIVE' } } },
    });
  });
});

describe('denyByDefault', () => {
  test('lets in the gateway where it has something to do, and pods of the namespace', () => {
    const yaml = 'namespaces: [{ name: my-app, denyByDefault: true }, { name: jobs, denyByDefault: true, allowSameNamespace: false }]\n'
      + 'services: [{ name: shop, namespace: my-app, port: 80, metricsPort: 9100 }]';
    expect(policiesOf(yaml)).toMatchObject({
      'AuthorizationPolicy my-app/deny-by-default': {},
      'AuthorizationPolicy my-app/allow-by-default': {
        rules: [{ from: [{ source: { serviceAccounts: [DOOR] } }, { source: { namespaces: ['my-app'] } }] }],
      },
      'AuthorizationPolicy my-app/pods.shop': { rules: [{ to: [{ operation: { ports: ['9100'] } }] }] },
      'AuthorizationPolicy jobs/deny-by-default': {},
    });
    expect(policiesOf(yaml)).not.toHaveProperty(['AuthorizationPolicy jobs/allow-by-default']);
  });

  test("counts a route of the lab's own code", () => {
    const lab = labOf('namespaces: [{ name: my-app, denyByDefault: true, allowSameNamespace: false }]');
    lab.routes.addRoute({
      name: 'x', namespace: 'my-app', hostnames: ['x.homelab.example.com'],
      rules: [{ backends: [{ name: 'x', port: 80 }] }],
    });
    expect(find(manifestsOf(lab, 'mesh-policy'), 'AuthorizationPolicy', 'allow-by-default')['spec']).toEqual({
      rules: [{ from: [{ source: { serviceAccounts: [DOOR] } }] }],
    });
  });

  test('is kept by the waypoint, too, which pods take for one of their own namespace', () => {
    const yaml = 'namespaces: [{ name: my-app, denyByDefault: true, waypoint: true }]\n'
      + 'services: [{ name: shop, namespace: my-app, port: 80 }]';
    expect(policiesOf(yaml)).toMatchObject({
      'AuthorizationPolicy my-app/waypoint-by-default': {
        targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }],
        rules: [{ from: [{ source: { namespaces: ['my-app'] } }] }],
      },
    });
  });

  test('lets the gateway through the waypoint to Services that say nothing of who may call', () => {
    const yaml = 'namespaces: [{ name: my-app, denyByDefault: true, allowSameNamespace: false }]\n'
      + 'services: [{ name: shop, namespace: my-app, '
      + 'port: 80 }, { name: api, namespace: my-app, port: 80, allowRequests: [{ from: gateway, methods: [GET] }] }]';
    const policies = policiesOf(yaml);
    expect(policies).toMatchObject({
      'AuthorizationPolicy my-app/allow-by-default': { rules: [{ from: [{ source: { serviceAccounts: ['my-app/waypoint'] } }] }] },
      'AuthorizationPolicy my-app/waypoint-by-default': { targetRefs: [{ name: 'waypoint' }] },
      'AuthorizationPolicy my-app/gateway.shop': { rules: [{ from: [{ source: { serviceAccounts: [DOOR] } }] }] },
    });
    expect(policies).not.toHaveProperty(['AuthorizationPolicy my-app/gateway.api']);
    expect(policies['AuthorizationPolicy my-app/waypoint-by-default']).not.toHaveProperty('rules');
  });
});

describe('made alone', () => {
  const SHOP: ServicePolicy = {
    name: 'shop', namespace: 'web', services: ['shop'], pods: [{ name: 'shop', labels: { app: 'shop' } }],
    allow: [{ from: { kind: 'gateway' } }], metrics: { port: 9100 },
  };
  const layer = (props: Partial<ServicePoliciesProps> = {}): ServicePolicies => new ServicePolicies(new App(), 'mesh-policy', {
    gateway: { namespace: 'edge', name: 'door-istio' }, namespaces: [{ name: 'web', strict: true }], services: [SHOP], monitored: true,
    dependsOn: [dependency('mesh')], ...props,
  });

  test('it is one Application, and asks for a monitor and an alert', () => {
    expect(applicationsOf(layer())).toEqual([{ name: 'mesh-policy', namespace: 'default', source: 'own', dependsOn: ['mesh'] }]);
    expect(Object.keys(contributionsOf(layer()))).toEqual(['alerts', 'scrapeTargets']);
    expect(objectsOf(layer()).map(({ kind, metadata: { name } }) => `${kind} ${name}`)).toEqual([
      'AuthorizationPolicy pods.shop', 'PeerAuthentication metrics.shop',
    ]);
  });

  test('it refuses a policy without a Service, which would be about its whole namespace', () => {
    const namespaces = [{ name: 'web', strict: true, waypoint: 'waypoint' }];
    expect(() => layer({ namespaces, services: [{ ...SHOP, services: [] }] })).toThrow('give at least one');
    expect(() => layer({ namespaces, services: [{ ...SHOP, services: [], allow: [], token: { issuer: 'https://id.frank.dev' } }] }))
      .toThrow('give at least one');
  });

  test('it refuses to say something of requests where nobody sees them', () => {
    const services = [{ ...SHOP, token: { issuer: 'https://id.frank.dev' } }];
    expect(() => layer({ services })).toThrow('give "web" a waypoint to see them');
    expect(() => layer({ services, namespaces: [{ name: 'web', strict: true, waypoint: 'waypoint' }] })).not.toThrow();
  });
});

describe('with a second gateway', () => {
  const GATEWAYS = 'gateways: [{ name: public, address: 192.168.100.201 }]\n';
  const PUBLIC = 'istio-ingress/public-istio';
  const namespaces = 'namespaces: [{ name: my-app, denyByDefault: true, allowSameNamespace: false }]\n';
  const sources = (...accounts: string[]): object => ({ rules: [{ from: [{ source: { serviceAccounts: accounts } }] }] });

  test('the gateway that a service lets in is the one that it is reached through', () => {
    const policies = policiesOf(`${GATEWAYS}services:
  - { name: shop, namespace: my-app, port: 80, gateway: public, allowFrom: [gateway] }
  - { name: blog, namespace: my-app, port: 80, gateway: [public, main-gateway], allowFrom: [gateway] }
  - { name: wiki, namespace: my-app, port: 80, allowFrom: [gateway] }
`);
    expect(policies).toMatchObject({
      'AuthorizationPolicy my-app/pods.shop': sources(PUBLIC),
      'AuthorizationPolicy my-app/pods.blog': sources(DOOR, PUBLIC),
      'AuthorizationPolicy my-app/pods.wiki': sources(DOOR),
    });
  });

  test('all that bring requests to the same pods are let in, whichever service says so', () => {
    const policies = policiesOf(`${GATEWAYS}services:
  - { name: shop, namespace: my-app, port: 80, allowFrom: [gateway] }
  - { name: shop-api, namespace: my-app, gateway: public, backends: [{ name: shop, port: 80 }], matches: [{ path: { value: /api } }] }
`);
    expect(policies).toMatchObject({ 'AuthorizationPolicy my-app/pods.shop': sources(DOOR, PUBLIC) });
  });

  test('a namespace that denies by default lets in those of its own services alone', () => {
    expect(policiesOf(`${GATEWAYS}${namespaces}services: [{ name: shop, namespace: my-app, port: 80, gateway: public }]`))
      .toMatchObject({ 'AuthorizationPolicy my-app/allow-by-default': sources(PUBLIC) });
    expect(policiesOf(`${GATEWAYS}${namespaces}services: [{ name: shop, namespace: my-app, port: 80, gateway: [public, main-gateway] }]`))
      .toMatchObject({ 'AuthorizationPolicy my-app/allow-by-default': sources(DOOR, PUBLIC) });
  });

  test('a waypoint lets each of them in to the Service that it brings requests to', () => {
    const token = 'jwt: { issuer: "https://id.frank.dev" }';
    const policies = policiesOf(`${GATEWAYS}${namespaces}services:
  - { name: shop, namespace: my-app, port: 80, gateway: public, ${token} }
  - { name: blog, namespace: my-app, port: 80 }
`);
    expect(policies).toMatchObject({
      'AuthorizationPolicy my-app/gateway.shop': sources(PUBLIC), 'AuthorizationPolicy my-app/gateway.blog': sources(DOOR),
    });
  });
});
