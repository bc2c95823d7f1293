import { covers } from '../../../charts/certificates/coverage';
import { RenderedLab } from '../../../charts/core/rendered-lab';
import { parseConfig } from '../../../charts/load-config';
import { ROUTE_RULES } from '../../../charts/routes/rules';
import { find, labOf, manifestsOf } from '../../util';
import { object } from '../../check/objects';

const DOMAIN = 'homelab.example.com';
/** Names on the certificate of a lab without deeper names. */
const NAMES = [`*.${DOMAIN}`, DOMAIN];

/** What homelab.yaml is told of a service's host name. */
function check(hostname: string): string {
  try {
    parseConfig(JSON.stringify({ services: [{ name: 'shop', namespace: 'my-app', port: 80, hostname }] }));
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** What the rule says of a route to a host name, through a listener with the lab's certificate. */
function rule(hostname: string, listener: object = {}): string[] {
  const tls = { certificateRefs: [{ name: 'cert' }] };
  const gateway = object('gateway.networking.k8s.io/v1', 'Gateway', 'main', 'edge', {
    spec: { listeners: [{ name: 'https', tls, ...listener }] },
  });
  const certificate = object('cert-manager.io/v1', 'Certificate', 'cert', 'edge', {
    spec: { secretName: 'cert', dnsNames: NAMES },
  });
  const route = object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'shop', 'my-app', {
    spec: { parentRefs: [{ name: 'main', namespace: 'edge' }], hostnames: [hostname] },
  });
  const lab = new RenderedLab(parseConfig(''), new Map([['here', [gateway, certificate, route]]]));
  return ROUTE_RULES.filter(({ name }) => name === 'route-hostname-covered').flatMap((each) => each.check(lab)).map(({ what }) => what);
}

test.each([DOMAIN, `shop.${DOMAIN}`])('%s is on the certificate, for check and rule', (hostname) => {
  expect(NAMES.some((name) => covers(name, hostname))).toBe(true);
  expect([check(hostname), rule(hostname)]).toEqual(['', []]);
});

test.each(['shop.example.com', `x${DOMAIN}`, 'example.com'])('%s is not, for check and rule', (hostname) => {
  expect(NAMES.some((name) => covers(name, hostname))).toBe(false);
  expect(check(hostname)).toContain('services[0].hostname: is outside the domain ');
  expect(rule(hostname)).toEqual([`answers to ${hostname}, which the gateway's certificate does not cover, so browsers would warn`]);
});

test('a name that the wildcard leaves out is one more name on the certificate, which the rule knows', () => {
  // GIVEN
  const hostname = `a.b.${DOMAIN}`;
  const services = [{ name: 'shop', namespace: 'my-app', port: 80, hostname }];
  // THEN
  expect(check(hostname)).toBe('');
  expect(find(manifestsOf(labOf(JSON.stringify({ services })), 'certificates'), 'Certificate')['spec'])
    .toMatchObject({ dnsNames: [...NAMES, hostname] });
  expect(rule(hostname)).toEqual([`answers to ${hostname}, which the gateway's certificate does not cover, so browsers would warn`]);
});

test('the lab asks for a certificate with these names', () => {
  const certificate = find(manifestsOf(labOf(), 'certificates'), 'Certificate');
  expect(certificate['spec']).toMatchObject({ dnsNames: NAMES });
});

test('a wildcard of a listener stands for one label or more, unlike that of a certificate', () => {
  const below = { hostname: '*.lab.test', tls: undefined };
  expect(rule('a.b.lab.test', below)).toEqual([]);
  expect(rule('lab.test', below)).toEqual(['answers to lab.test, which no listener it attaches to takes']);
  expect(rule('*.lab.test', { hostname: 'a.lab.test', tls: undefined })).toEqual([]);
});
