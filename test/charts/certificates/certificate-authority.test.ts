import { App } from 'cdk8s';
import { CertificateAuthority } from '../../../charts/certificates/certificate-authority';
import { applicationsOf, contributionsOf, dependency, manifestsOf as objectsOf } from '../../../testing';
import { find, labOf, manifestsOf } from '../../util';

test('matches the snapshot of the default lab', () => {
  expect(manifestsOf(labOf(), 'certificate-authority')).toMatchSnapshot();
});

test('keeps its key where ClusterIssuers look for it', () => {
  // GIVEN
  const manifests = manifestsOf(labOf(), 'certificate-authority');
  // THEN
  expect(find(manifests, 'Certificate')).toMatchObject({
    metadata: { namespace: 'cert-manager' },
    spec: { isCA: true, secretName: 'homelab-ca' },
  });
  expect(find(manifests, 'ClusterIssuer', 'homelab-ca')['spec']).toEqual({ ca: { secretName: 'homelab-ca' } });
});

test("signs for nothing but the lab's domain", () => {
  const certificate = find(manifestsOf(labOf('{ domain: lab.test, tls: { issuer: homelab-ca } }'), 'certificate-authority'), 'Certificate');
  expect(certificate['spec']).toMatchObject({ nameConstraints: { critical: true, permitted: { dnsDomains: ['lab.test'] } } });
});

test('does not wait for anything outside the cluster', () => {
  // GIVEN a lab whose account at Let's Encrypt never becomes ready
  const waves = new Map([...labOf().waves].map(([{ name }, wave]) => [name, wave]));
  // THEN
  expect(waves.get('certificate-authority')).toBeLessThan(waves.get('cluster-issuers') ?? 0);
});

test('made alone, it makes an authority that signs itself and then others, and asks nothing of anybody', () => {
  // WHEN
  const layer = new CertificateAuthority(new App(), 'certificate-authority', {
    namespace: 'certs', name: 'ca', rootIssuer: 'root', domains: ['lab.test'], dependsOn: [dependency('cert-manager')],
  });
  // THEN
  const issuer = { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer' };
  expect(objectsOf(layer)).toEqual([
    { ...issuer, metadata: { name: 'root' }, spec: { selfSigned: {} } },
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'ca', namespace: 'certs' },
      spec: {
        isCA: true,
        commonName: 'ca',
        secretName: 'ca',
        issuerRef: { name: 'root', kind: 'ClusterIssuer', group: 'cert-manager.io' },
        duration: '87600h0m0s',
        renewBeforePercentage: 20,
        privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS1', rotationPolicy: 'Never' },
        revisionHistoryLimit: 1,
        nameConstraints: { critical: true, permitted: { dnsDomains: ['lab.test'] } },
      },
    },
    { ...issuer, metadata: { name: 'ca' }, spec: { ca: { secretName: 'ca' } } },
  ]);
  expect(applicationsOf(layer)).toEqual([
    { name: 'certificate-authority', namespace: 'certs', source: 'own', dependsOn: ['cert-manager'] },
  ]);
  expect(contributionsOf(layer)).toEqual({});
});
