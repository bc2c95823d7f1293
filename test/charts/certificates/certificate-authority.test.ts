import { find, labOf, manifestsOf } from '../../util';

test('matches the snapshot of the default lab', () => {
  expect(manifestsOf(labOf(), 'certificate-authority')).toMatchSnapshot();
});

test('keeps its key where ClusterIssuers look for it', () => {
  // GIVEN
  const manifests = manifestsOf(labOf(), 'certificate-authority');
  // THEN
  expect(find(manifests, 'Certificate')).toMatchObject({ metadata: { namespace: 'cert-manager' }, spec: { isCA: true, secretName: 'homelab-ca' } });
  expect(find(manifests, 'ClusterIssuer', 'homelab-ca')['spec']).toEqual({ ca: { secretName: 'homelab-ca' } });
});

test("signs for nothing but the lab's domain", () => {
  const certificate = find(manifestsOf(labOf('domain: lab.test'), 'certificate-authority'), 'Certificate');
  expect(certificate['spec']).toMatchObject({ nameConstraints: { critical: true, permitted: { dnsDomains: ['lab.test'] } } });
});

test('does not wait for anything outside the cluster', () => {
  // GIVEN a lab whose account at Let's Encrypt never becomes ready
  const waves = new Map([...labOf().waves].map(([{ name }, wave]) => [name, wave]));
  // THEN
  expect(waves.get('certificate-authority')).toBeLessThan(waves.get('cluster-issuers') ?? 0);
});
