import { App } from 'cdk8s';
import { GatewayCertificate } from '../../../charts/certificates/gateway-certificate';
import type { Homelab } from '../../../charts/homelab';
import { applicationsOf, contributionsOf, dependency, manifestsOf as objectsOf } from '../../../testing';
import { find, labOf, manifestsOf } from '../../util';

function needs(lab: Homelab, name: string): string[] {
  return [...lab.waves.keys()].find((component) => component.name === name)?.dependsOn.map((each) => each.name) ?? [];
}

test('matches the snapshot of the default lab', () => {
  expect(manifestsOf(labOf(), 'certificates')).toMatchSnapshot();
});

test("covers the domain and every name below it, in the gateway's namespace", () => {
  // GIVEN
  const lab = labOf('{ domain: lab.example.net, gateway: { namespace: edge } }');
  // WHEN
  const certificate = find(manifestsOf(lab, 'certificates'), 'Certificate', 'homelab-tls-cert');
  // THEN
  expect(certificate).toMatchObject({
    metadata: { namespace: 'edge' },
    spec: { secretName: 'homelab-tls-cert', dnsNames: ['*.lab.example.net', 'lab.example.net'] },
  });
});

test('is renewed by a share of its life, because lives get shorter', () => {
  const spec = find(manifestsOf(labOf(), 'certificates'), 'Certificate')['spec'];
  expect(spec).toMatchObject({ renewBeforePercentage: 33 });
  expect(spec).not.toHaveProperty('renewBefore');
});

test.each(['letsencrypt-prod', 'letsencrypt-staging', 'homelab-ca'])('asks %s, and waits for cert-manager alone', (issuer) => {
  // GIVEN
  const lab = labOf(`tls: { issuer: ${issuer} }`);
  // THEN
  expect(find(manifestsOf(lab, 'certificates'), 'Certificate')['spec']).toMatchObject({
    issuerRef: { name: issuer, kind: 'ClusterIssuer', group: 'cert-manager.io' },
  });
  expect(needs(lab, 'certificates')).toEqual(['namespaces', 'cert-manager', 'certificate-authority']);
});

test('has a Secret from the start, so that the gateway stands although nobody has signed', () => {
  expect(find(manifestsOf(labOf(), 'certificates'), 'Certificate').metadata.annotations)
    .toEqual({ 'cert-manager.io/issue-temporary-certificate': 'true' });
});

test('made alone, it makes one certificate, below the root of what waits for the internet', () => {
  // WHEN
  const layer = new GatewayCertificate(new App(), 'certificates', {
    certificates: [{ name: 'cert', names: ['*.lab.example.net', 'lab.example.net'] }],
    namespace: 'edge',
    issuer: 'ca',
    dependsOn: [dependency('namespaces'), dependency('certificate-authority')],
  });
  // THEN
  expect(objectsOf(layer)).toEqual([{
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: {
      name: 'cert', namespace: 'edge', annotations: { 'cert-manager.io/issue-temporary-certificate': 'true' },
    },
    spec: {
      secretName: 'cert',
      issuerRef: { name: 'ca', kind: 'ClusterIssuer', group: 'cert-manager.io' },
      dnsNames: ['*.lab.example.net', 'lab.example.net'],
      renewBeforePercentage: 33,
      privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS1', rotationPolicy: 'Always' },
      usages: ['digital signature', 'server auth'],
      revisionHistoryLimit: 1,
    },
  }]);
  expect(applicationsOf(layer)).toEqual([
    { name: 'certificates', namespace: 'edge', source: 'own', dependsOn: ['namespaces', 'certificate-authority'], root: 'certificates' },
  ]);
  expect(contributionsOf(layer)).toEqual({});
});
