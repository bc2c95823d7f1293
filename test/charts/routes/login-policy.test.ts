import { labOf, manifestsOf } from '../../util';
import { addonSettings } from '../addons/settings';

const LOGIN = addonSettings('oauth2-proxy');
const policies = (yaml: string): ReturnType<typeof manifestsOf> =>
  manifestsOf(labOf(`domain: lab.frank.dev\n${yaml}`), 'routes').filter(({ kind }) => kind === 'AuthorizationPolicy');

test('the gateway asks about pages without a login and services that ask for one, and about no other', () => {
  // GIVEN
  const [policy, ...others] = policies(`${LOGIN}\nnamespaces: [{ name: my-app }]\nservices:
  - { name: wiki, namespace: my-app, port: 80, login: true, hostnames: [wiki.lab.frank.dev, w.lab.frank.dev] }
  - { name: shop, namespace: my-app, port: 80 }
  - { name: nas, external: { address: 192.168.1.20, port: 80 }, login: true }`);
  // THEN
  expect(others).toEqual([]);
  expect(policy?.metadata).toMatchObject({ name: 'login', namespace: 'istio-ingress' });
  expect(policy?.spec).toEqual({
    targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'main-gateway' }],
    action: 'CUSTOM',
    provider: { name: 'login' },
    rules: [{
      to: [{
        operation: {
          // A port after the name is no way past it.
          hosts: ['hubble', 'nas', 'w', 'wiki'].flatMap((name) => [`${name}.lab.frank.dev`, `${name}.lab.frank.dev:*`]),
          notPorts: ['80'],
        },
      }],
    }],
  });
});

test('it is there before the routes', () => {
  expect(policies(LOGIN)[0]?.metadata.annotations).toEqual({ 'argocd.argoproj.io/sync-wave': '-1' });
});

test.each(['', 'interfaces: { hubble: { expose: true } }', `${LOGIN}\ninterfaces: { hubble: { expose: false } }`])(
  'there is none where no page is behind a login: %s', (yaml) => { expect(policies(yaml)).toEqual([]); },
);

test('a route of one\'s own code can be behind it, and not in a lab without one', () => {
  const route = {
    name: 'a', namespace: 'my-app', hostnames: ['a.lab.frank.dev'], rules: [{ backends: [{ name: 'a', port: 80 }] }], login: true,
  };
  const lab = labOf(`domain: lab.frank.dev\n${LOGIN}`);
  lab.routes.addRoute(route);
  expect(JSON.stringify(manifestsOf(lab, 'routes'))).toContain('"a.lab.frank.dev:*"');
  expect(() => { labOf('').routes.addRoute(route); }).toThrow('asks for a login, and this lab has none');
});

test('the page that people come back to is not behind it', () => {
  const routes = manifestsOf(labOf(`domain: lab.frank.dev\n${LOGIN}`), 'routes');
  expect(routes.find(({ kind, metadata }) => kind === 'HTTPRoute' && metadata.name === 'login')?.spec)
    .toMatchObject({ hostnames: ['login.lab.frank.dev'], rules: [{ backendRefs: [{ name: 'oauth2-proxy', port: 80 }] }] });
  expect(JSON.stringify(policies(LOGIN))).not.toContain('login.lab.frank.dev');
});

test('who comes to another gateway logs in there', () => {
  // GIVEN
  const lab = labOf(`domain: lab.frank.dev\n${LOGIN}\nnamespaces: [{ name: my-app }]
gateways: [{ name: public, address: 192.168.100.201 }, { name: guests, address: 192.168.100.202 }]
services:
  - { name: wiki, namespace: my-app, port: 80, login: true, gateway: public }
  - { name: menu, namespace: my-app, port: 80, gateway: guests }`);
  // WHEN
  const route = manifestsOf(lab, 'routes').find(({ kind, metadata }) => kind === 'HTTPRoute' && metadata.name === 'login');
  // THEN
  const { parentRefs } = route?.spec as { readonly parentRefs: readonly { readonly name: string }[] };
  expect(parentRefs.map(({ name }) => name)).toEqual(['main-gateway', 'public']);
});
