import { App } from 'cdk8s';
import { ClusterDns } from '../../../charts/cluster-dns/cluster-dns';
import { applicationsOf, manifestsOf as objectsOf } from '../../../testing';
import { find, labOf, manifestsOf } from '../../util';

/** What CoreDNS reads in a lab; undefined where the lab says nothing to it. */
const blockOf = (yaml: string): unknown => {
  const lab = labOf(yaml);
  if (manifestsOf(lab, 'cluster-dns').length === 0) { return undefined; }
  return find(manifestsOf(lab, 'cluster-dns'), 'ConfigMap', 'coredns-custom')['data'];
};

test.each(['manual', '{ provider: external-dns, zone: { at: pihole, server: http://192.168.1.5 } }'])(
  'with dns: %s the nodes ask somebody who knows, and pods are told nothing', (dns) => {
    // GIVEN
    const lab = labOf(`dns: ${dns}`);
    // THEN
    expect(manifestsOf(lab, 'cluster-dns')).toEqual([]);
    expect([...lab.waves.keys()].map(({ name }) => name)).not.toContain('cluster-dns');
  },
);

test('with a name server in the cluster pods ask it first, and the nodes for what it does not know or while it is away', () => {
  expect(blockOf([
    'domain: lab.frank.dev', 'domains: [{ name: frank.org }]', 'tls: { issuer: homelab-ca }', 'namespaces: [{ name: my-app }]',
    'services: [{ name: shop, namespace: my-app, port: 80, hostname: shop.frank.org }]',
    'dns: { provider: k8s-gateway, address: 192.168.100.219 }',
  ].join('\n'))).toEqual({
    'homelab.server': [
      'lab.frank.dev frank.org {',
      '    errors',
      '    cache 30',
      '    forward . 192.168.100.219 /etc/resolv.conf {',
      '        policy sequential',
      '        next NXDOMAIN SERVFAIL',
      '    }',
      '    forward . /etc/resolv.conf',
      '}',
      '',
    ].join('\n'),
  });
});

test('with a hosts file pods are told each name with the address of its gateway, and ask the nodes for what is not the lab\'s', () => {
  // GIVEN
  const lab = [
    'domain: lab.frank.dev', 'dns: hosts-file', 'monitoring: { enabled: false }', 'namespaces: [{ name: my-app }]',
    'gateways: [{ name: guests, address: 192.168.100.205 }]',
    'services:',
    '  - { name: shop, namespace: my-app, port: 80 }',
    '  - { name: wiki, namespace: my-app, port: 80, gateway: guests }',
    '  - { name: mail, namespace: my-app, port: 443, protocol: tls, hostname: mail.frank.org }',
  ].join('\n');
  // THEN
  expect(blockOf(lab)).toEqual({
    'homelab.server': [
      'lab.frank.dev mail.frank.org {',
      '    errors',
      '    cache 30',
      '    hosts {',
      '        192.168.100.200 argocd.lab.frank.dev',
      '        192.168.100.200 shop.lab.frank.dev',
      '        192.168.100.205 wiki.lab.frank.dev',
      '        192.168.100.200 mail.frank.org',
      '        ttl 30',
      '        fallthrough',
      '    }',
      '    forward . /etc/resolv.conf',
      '}',
      '',
    ].join('\n'),
  });
});

test('a record by hand that the nodes do not see is told to pods on request', () => {
  expect(blockOf('dns: { provider: manual, pods: true }'))
    .toHaveProperty(['homelab.server'], expect.stringContaining('        192.168.100.200 argocd.homelab.example.com\n'));
});

test.each(['hosts-file', 'k8s-gateway'])('pods: false keeps CoreDNS as K3s has it with dns: %s', (provider) => {
  expect(blockOf(`dns: { provider: ${provider}, pods: false }`)).toBeUndefined();
});

test('a lab without a page has nothing to tell', () => {
  expect(blockOf('dns: hosts-file\ninterfaces: { argocd: { expose: false }, grafana: { expose: false } }\nservices: []')).toBeUndefined();
});

test('its Application is in kube-system, and does not wait for the gateway', () => {
  // GIVEN
  const lab = labOf('dns: k8s-gateway');
  const application = find(manifestsOf(lab, 'root-edge'), 'Application', 'cluster-dns');
  const waves = new Map([...lab.waves].map(([{ name }, wave]) => [name, wave]));
  // THEN
  expect(application['spec']).toMatchObject({ destination: { namespace: 'kube-system' } });
  expect(waves.get('cluster-dns')).toBeLessThanOrEqual(waves.get('gateway') ?? -1);
});

test('made alone without names it has no object, and no Application', () => {
  // GIVEN
  const layer = new ClusterDns(new App(), 'cluster-dns', {});
  // THEN
  expect(objectsOf(layer)).toEqual([]);
  expect(applicationsOf(layer)).toEqual([]);
});
