import { App } from 'cdk8s';
import { Homelab } from '../../charts/homelab';
import { at } from '../../charts/core/plain-data';
import { parseConfig } from '../../charts/load-config';
import type { ChartName } from '../../config/schema';
import { renderedLab, toManifests } from '../../synth/render';

/* A proxy reaches every part of the platform that goes out, and nothing of it is there without one. */

const URL = 'http://proxy.frank.works:3128';

/** Values of the charts of a lab, with what they say of a proxy. */
function valuesOf(network: string): (chart: ChartName, ...path: string[]) => unknown {
  const homelab = new Homelab(new App(), 'homelab', parseConfig(`
domain: lab.frank.dev
tls: { email: frank@frank.dev, route53: { hostedZoneID: Z0123456789 } }
network: ${network}
monitoring:
  dashboards: { argocd: true }
  alerting: { receivers: [{ name: phone, type: ntfy, bearerToken: true }], receiver: phone }
`));
  const lab = renderedLab(homelab, toManifests(homelab));
  return (chart, ...path) => at(lab.helmValues(chart), ...path);
}

test('every part that goes out is told', () => {
  // WHEN
  const values = valuesOf(`{ proxy: { http: "${URL}", noProxy: [frank.works] } }`);
  // THEN
  const direct = 'localhost,127.0.0.0/8,192.168.100.0/24,10.42.0.0/16,10.43.0.0/16,.svc,.cluster.local,lab.frank.dev,frank.works';
  expect(values('argocd', 'repoServer', 'env')).toEqual([
    { name: 'HTTP_PROXY', value: URL }, { name: 'HTTPS_PROXY', value: URL }, { name: 'NO_PROXY', value: direct },
  ]);
  expect(['http_proxy', 'https_proxy', 'no_proxy'].map((key) => values('cert-manager', key))).toEqual([URL, URL, direct]);
  expect(values('kube-prometheus-stack', 'grafana', 'downloadDashboards', 'env'))
    .toEqual({ HTTP_PROXY: URL, HTTPS_PROXY: URL, NO_PROXY: direct });
  const config = values('kube-prometheus-stack', 'alertmanager', 'config');
  expect(at(config, 'global', 'http_config')).toEqual({ proxy_url: URL, no_proxy: direct });
  expect(at(config, 'receivers', 1, 'webhook_configs', 0, 'http_config'))
    .toEqual({ authorization: { credentials_file: '/etc/alertmanager/receivers/phone/token' }, proxy_url: URL, no_proxy: direct });
});

test('without a proxy, none is', () => {
  const values = valuesOf('{}');
  expect(values('argocd', 'repoServer', 'env')).toBeUndefined();
  expect(values('cert-manager', 'https_proxy')).toBeUndefined();
  expect(values('kube-prometheus-stack', 'grafana', 'downloadDashboards')).toBeUndefined();
  expect(values('kube-prometheus-stack', 'alertmanager', 'config', 'global')).toEqual({ resolve_timeout: '5m' });
});

describe('parts that go out in some labs only', () => {
  const DIRECT = 'localhost,127.0.0.0/8,192.168.100.0/24,10.42.0.0/16,10.43.0.0/16,.svc,.cluster.local,lab.frank.dev';
  const VARIABLES = { HTTP_PROXY: URL, HTTPS_PROXY: URL, NO_PROXY: DIRECT };
  const LAB = `domain: lab.frank.dev\ntls: { issuer: homelab-ca }\nnetwork: { proxy: { http: "${URL}" } }\n`;
  const envOf = (chart: ChartName, more: string): unknown => {
    const homelab = new Homelab(new App(), 'homelab', parseConfig(LAB + more));
    return at(renderedLab(homelab, toManifests(homelab)).helmValues(chart), 'env');
  };

  test.each([
    '{ at: cloudflare, zoneID: 0123456789abcdef0123456789abcdef }', '{ at: route53, hostedZoneID: Z01 }',
  ])('external-dns writes through it to a zone on the internet: %s', (zone) => {
    expect(envOf('external-dns', `dns: { provider: external-dns, zone: ${zone} }`))
      .toEqual(expect.arrayContaining(Object.entries(VARIABLES).map(([name, value]) => ({ name, value }))));
  });

  test('external-dns goes without it to Pi-hole at home', () => {
    const env = envOf('external-dns', 'dns: { provider: external-dns, zone: { at: pihole, server: "http://192.168.1.6" } }');
    expect(JSON.stringify(env)).not.toContain('PROXY');
  });

  test.each([
    ['an issuer whose keys it fetches', '{ issuer: "https://accounts.frank.works" }', VARIABLES],
    ['an issuer whose keys are written',
      `{ issuer: "https://accounts.frank.works", jwks: '{"keys":[{"kty":"RSA","kid":"1","n":"AQAB","e":"AQAB"}]}' }`, undefined],
  ])('istiod knows it for %s', (_, jwt, expected) => {
    const services = `namespaces: [{ name: shop }]\nservices: [{ name: api, namespace: shop, port: 80, jwt: ${jwt} }]`;
    expect(envOf('istiod', services)).toEqual(expected);
  });
});
