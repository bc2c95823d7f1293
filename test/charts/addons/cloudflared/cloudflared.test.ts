import { at, list } from '../../../../charts/core/plain-data';
import type { Manifest } from '../../../../charts/core/manifest';
import { tunnelHint } from '../../../../draw/overview';
import { IMAGES } from '../../../../versions';
import { find, labOf, manifestsOf } from '../../../util';

const objectsOf = (cloudflared: string, more = ''): Manifest[] =>
  manifestsOf(labOf(`addons: { cloudflared: ${cloudflared} }\n${more}`), 'cloudflared');
const containerOf = (cloudflared: string): unknown =>
  at(find(objectsOf(cloudflared), 'Deployment'), 'spec', 'template', 'spec', 'containers', 0);

test('two pods of a pinned image run a tunnel whose token is in a file, and nothing replaces itself', () => {
  const deployment = find(objectsOf('true'), 'Deployment', 'cloudflared');
  expect(at(deployment, 'spec', 'replicas')).toBe(2);
  expect(containerOf('true')).toMatchObject({
    image: IMAGES.cloudflared,
    args: ['tunnel', '--no-autoupdate', '--metrics=0.0.0.0:20241', '--grace-period=30s', 'run', '--token-file=/etc/cloudflared/token'],
    readinessProbe: { httpGet: { path: '/ready', port: 'metrics' } },
    livenessProbe: { httpGet: { path: '/healthcheck', port: 'metrics' } },
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
  });
  expect(IMAGES.cloudflared).toMatch(/:\d+\.\d+\.\d+$/);
  expect(JSON.stringify(objectsOf('true'))).not.toContain('TUNNEL_TOKEN');
});

test('the way to Cloudflare is said only where somebody says it', () => {
  expect(at(containerOf('{ protocol: http2 }'), 'args')).toContain('--protocol=http2');
  expect(JSON.stringify(containerOf('{ protocol: auto }'))).not.toContain('--protocol');
});

test('the token is asked for under the name of the Secret that is mounted', () => {
  const lab = labOf('addons: { cloudflared: { tokenSecretName: my-tunnel } }');
  expect(lab.requiredSecrets.find(({ namespace }) => namespace === 'cloudflared')).toMatchObject({
    name: 'my-tunnel', keys: [{ key: 'token' }],
  });
  const deployment = find(manifestsOf(lab, 'cloudflared'), 'Deployment');
  expect(at(deployment, 'spec', 'template', 'spec', 'volumes', 0, 'secret', 'secretName')).toBe('my-tunnel');
});

test('it may speak to Cloudflare, to the gateway and to names alone, and only Prometheus to it', () => {
  // GIVEN two gateways in another namespace
  const gateways = 'gateway: { name: front, namespace: edge }\ngateways: [{ name: guests, address: 192.168.100.205 }]';
  const policy = find(objectsOf('true', gateways), 'NetworkPolicy');
  // THEN
  expect(at(policy, 'spec', 'policyTypes')).toEqual(['Ingress', 'Egress']);
  expect(at(policy, 'spec', 'podSelector')).toEqual({});
  expect(list(policy, 'spec', 'ingress')).toEqual([{
    from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
    ports: [{ port: 20241, protocol: 'TCP' }],
  }]);
  const [names, gateway, internet, ...others] = list(policy, 'spec', 'egress');
  expect(names).toMatchObject({ ports: [{ port: 53, protocol: 'UDP' }, { port: 53, protocol: 'TCP' }] });
  expect(gateway).toEqual({
    to: ['front', 'guests'].map((name) => ({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } },
      podSelector: { matchLabels: { 'gateway.networking.k8s.io/gateway-name': name } },
    })),
    ports: [{ port: 443, protocol: 'TCP' }],
  });
  expect(internet).toMatchObject({ ports: [{ port: 7844, protocol: 'UDP' }, { port: 7844, protocol: 'TCP' }] });
  expect(list(internet, 'to', 0, 'ipBlock', 'except')).toContain('192.168.0.0/16');
  expect(others).toEqual([]);
});

test('the summary says what the internet reaches, and what Cloudflare has to be told', () => {
  expect(tunnelHint(labOf(''))).toBeUndefined();
  const pages = 'pages: [{ hostname: argocd.frank.dev }, { hostname: blog.frank.dev, login: none }]';
  const services = 'services: [{ name: blog, namespace: my-app, port: 80 }]';
  expect(tunnelHint(labOf(`domain: frank.dev\naddons: { cloudflared: { ${pages} } }\n${services}`)))
    .toBe('Cloudflare sends argocd.frank.dev, blog.frank.dev (for everybody) to '
      + 'https://main-gateway-istio.istio-ingress.svc.cluster.local (docs/addons.md)');
});

describe('in a lab with two gateways', () => {
  const lab = (pages: string): ReturnType<typeof labOf> => labOf(`domain: frank.dev
gateways: [{ name: public, address: 192.168.100.201 }]
addons: { cloudflared: { pages: [${pages}] } }
services:
  - { name: blog, namespace: my-app, port: 80, gateway: public }
  - { name: wiki, namespace: my-app, port: 80 }
`);
  const allowed = (pages: string): unknown => {
    const [, toGateways] = list(find(manifestsOf(lab(pages), 'cloudflared'), 'NetworkPolicy'), 'spec', 'egress');
    return list(toGateways, 'to').map((peer) => at(peer, 'podSelector', 'matchLabels', 'gateway.networking.k8s.io/gateway-name'));
  };
  const BLOG = '{ hostname: blog.frank.dev, login: none }';
  const WIKI = '{ hostname: wiki.frank.dev, login: app }';

  test('it may speak to the gateways of its pages and to no other, and to all where none is named', () => {
    expect(allowed(BLOG)).toEqual(['public']);
    expect(allowed(`${BLOG}, ${WIKI}`)).toEqual(['main-gateway', 'public']);
    expect(allowed('')).toEqual(['main-gateway', 'public']);
  });

  test('the summary says which page is sent where', () => {
    expect(tunnelHint(lab(`${BLOG}, ${WIKI}`))).toBe('Cloudflare sends '
      + 'wiki.frank.dev (asks for a login) to https://main-gateway-istio.istio-ingress.svc.cluster.local; '
      + 'blog.frank.dev (for everybody) to https://public-istio.istio-ingress.svc.cluster.local (docs/addons.md)');
  });
});
