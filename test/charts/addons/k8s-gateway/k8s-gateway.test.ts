import { labOf, manifestsOf } from '../../../util';

function valuesOf(yaml: string): unknown {
  return (labOf(yaml).addons.get('k8s-gateway')!.component.props.source as unknown as { values: unknown }).values;
}

test('it answers for the domain of the lab and for nothing else, at an address of its own', () => {
  expect(valuesOf('domain: home.internal\ntls: { issuer: homelab-ca }\ndns: k8s-gateway')).toMatchSnapshot();
});

test('it hands no question on', () => {
  expect(JSON.stringify(valuesOf('dns: k8s-gateway'))).not.toContain('forward');
});

test.each([
  ['', '192.168.100.220'],
  ['network: { loadBalancerRange: 192.168.100.200-192.168.100.201 }', '192.168.100.201'],
  ['gateway: { address: 192.168.100.220 }', '192.168.100.219'],
  ['network: { cidr: 10.0.0.0/24 }', '10.0.0.220'],
])('its address is the last of the pool that is not the gateway\'s: %s', (yaml, address) => {
  const lab = labOf(`${yaml}\ndns: k8s-gateway`);
  expect(lab.config.dns).toEqual({ provider: 'k8s-gateway', address, ttl: 60, pods: true });
  expect(valuesOf(`${yaml}\ndns: k8s-gateway`)).toMatchObject({ service: { annotations: { 'metallb.io/loadBalancerIPs': address } } });
});

test('what homelab.yaml says of it stands in its values', () => {
  expect(valuesOf('dns: { provider: k8s-gateway, address: 192.168.100.210, ttl: 5 }')).toMatchObject({
    ttl: 5, service: { annotations: { 'metallb.io/loadBalancerIPs': '192.168.100.210' } },
  });
});

test('Prometheus reads it, and alerts are about it', () => {
  const lab = labOf('dns: k8s-gateway');
  const monitors = lab.layers.flatMap((layer) => manifestsOf(layer)).filter(({ kind, metadata }) =>
    kind === 'PodMonitor' && metadata.name === 'k8s-gateway');
  expect(monitors).toHaveLength(1);
  expect(lab.ruleGroups.find(({ name }) => name === 'k8s-gateway')?.rules.map(({ alert }) => alert))
    .toEqual(['NameServerDown', 'NameServerFailing']);
});
