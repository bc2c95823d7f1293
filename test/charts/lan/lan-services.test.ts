import { App } from 'cdk8s';
import { parseConfig } from '../../../charts/load-config';
import { LanServices } from '../../../charts/lan/lan-services';
import { applicationsOf, dependency, manifestsOf as objectsOf } from '../../../testing';
import { find, labOf, manifestsOf } from '../../util';

const service = (yaml: string, name: string) => find(manifestsOf(labOf(yaml), 'lan-services'), 'Service', name);

test('a lab without services of TCP and UDP has neither the Application nor objects', () => {
  const lab = labOf('services: [{ name: shop, namespace: my-app, port: 80 }]');
  expect(manifestsOf(lab, 'lan-services')).toEqual([]);
  expect([...lab.waves.keys()].map(({ name }) => name)).not.toContain('lan-services');
});

test('one port becomes a Service beside the app\'s own, with an address that MetalLB chooses', () => {
  // GIVEN
  const made = service('services: [{ name: mqtt, namespace: my-app, protocol: tcp, port: 1883 }]', 'mqtt-lan');
  // THEN
  expect(made.metadata).toEqual({ name: 'mqtt-lan', namespace: 'my-app' });
  expect(made['spec']).toEqual({
    type: 'LoadBalancer', externalTrafficPolicy: 'Local', selector: { 'app.kubernetes.io/name': 'mqtt' },
    ports: [{ name: 'tcp-1883', port: 1883, targetPort: 1883, protocol: 'TCP' }],
  });
});

test('several ports stand at one address, each with what is spoken there', () => {
  const made = service('services: [{ name: dns, namespace: my-app, protocol: udp, address: 192.168.100.210, selector: { app: a }, '
    + 'ports: [{ port: 53 }, { port: 53, protocol: tcp, targetPort: 5353 }] }]', 'dns-lan');
  expect(made.metadata.annotations).toEqual({ 'metallb.io/loadBalancerIPs': '192.168.100.210' });
  expect(made['spec']).toMatchObject({
    selector: { app: 'a' },
    ports: [
      { name: 'udp-53', port: 53, targetPort: 53, protocol: 'UDP' }, { name: 'tcp-53', port: 53, targetPort: 5353, protocol: 'TCP' },
    ],
  });
});

test('ports without a protocol are of TCP', () => {
  expect(service('services: [{ name: a, namespace: my-app, ports: [{ port: 1 }] }]', 'a-lan')['spec'])
    .toMatchObject({ ports: [{ name: 'tcp-1', protocol: 'TCP' }] });
});

describe('services that share an address', () => {
  const shared = (selector: string): string => 'services: [{ name: a, namespace: my-app, protocol: tcp, port: 1, address: 192.168.100.210, '
    + 'selector: { app: a } }, { name: b, namespace: my-app, protocol: tcp, port: 2, address: 192.168.100.210, '
    + `selector: { app: ${selector} } }]`;

  test('ask for it with one key, and with other pods give up the address of the client, as MetalLB wants', () => {
    for (const name of ['a-lan', 'b-lan']) {
      const made = service(shared('b'), name);
      expect(made.metadata.annotations).toEqual({
        'metallb.io/loadBalancerIPs': '192.168.100.210', 'metallb.io/allow-shared-ip': '192.168.100.210',
      });
      expect(made['spec']).toMatchObject({ externalTrafficPolicy: 'Cluster' });
    }
  });

  test('keep the address of the client where their pods are the same', () => {
    expect(service(shared('a'), 'b-lan')['spec']).toMatchObject({ externalTrafficPolicy: 'Local' });
  });
});

test('who asks for no address comes after those that name theirs, so that MetalLB does not give those away', () => {
  const yaml = 'services: [{ name: a, namespace: my-app, protocol: tcp, port: 1 }, '
    + '{ name: b, namespace: my-app, protocol: tcp, port: 1, address: 192.168.100.201 }]';
  expect(service(yaml, 'a-lan').metadata.annotations).toEqual({ 'argocd.argoproj.io/sync-wave': '1' });
  expect(service(yaml, 'b-lan').metadata.annotations).toEqual({ 'metallb.io/loadBalancerIPs': '192.168.100.201' });
});

test('the Application comes after the gateway, which has the lowest address of the pool, and its health is not that of the lab', () => {
  // GIVEN
  const lab = labOf('services: [{ name: a, namespace: my-app, protocol: tcp, port: 1 }]');
  const wave = new Map([...lab.waves].map(([{ name }, number]) => [name, number]));
  // THEN
  expect(wave.get('lan-services')).toBeGreaterThan(wave.get('gateway') ?? Infinity);
  expect(find(manifestsOf(lab, 'root-edge'), 'Application', 'lan-services').metadata.annotations)
    .toMatchObject({ 'argocd.argoproj.io/ignore-healthcheck': 'true' });
});

test('a service without a route has no host name, and no place in the certificate', () => {
  const lab = labOf('services: [{ name: a, namespace: my-app, protocol: tcp, port: 1 }]');
  expect(manifestsOf(lab, 'routes').map(({ metadata }) => metadata.name)).not.toContain('a');
});

test('the layer can be made alone', () => {
  const layer = new LanServices(new App(), 'lan-services', {
    services: [{ name: 'a', namespace: 'b', selector: { app: 'a' }, ports: [{ port: 1, targetPort: 2, protocol: 'udp' }] }],
    dependsOn: [dependency('gateway')],
  });
  expect(objectsOf(layer)).toHaveLength(1);
  expect(applicationsOf(layer).map(({ name, dependsOn }) => [name, dependsOn])).toEqual([['lan-services', ['gateway']]]);
});

test.each(['10.0.0.0/29', '192.168.1.0/24'])('the pool of %s has room for what it has addresses for beside the gateway', (cidr) => {
  // GIVEN
  const room = cidr === '10.0.0.0/29' ? 0 : 20;
  const lab = (count: number): string => `network: { cidr: ${cidr} }\nservices:\n`
    + Array.from({ length: count }, (_, index) => `  - { name: a${index}, namespace: my-app, protocol: tcp, port: 1 }\n`).join('');
  // THEN
  if (room > 0) { expect(() => parseConfig(withNamespace(lab(room)))).not.toThrow(); }
  expect(() => parseConfig(withNamespace(lab(room + 1)))).toThrow(new RegExp(`services\\[${room}\\].name: gets no address`));
});

function withNamespace(yaml: string): string {
  return `domain: lab.example.net\nnamespaces: [{ name: my-app }]\n${yaml}`;
}
