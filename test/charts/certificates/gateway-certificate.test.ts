import type { Homelab } from '../../../charts/homelab';
import { find, labOf, manifestsOf } from '../../util';

function needs(lab: Homelab, name: string): string[] {
  return [...lab.waves.keys()].find((component) => component.name === name)?.dependsOn.map((each) => each.name) ?? [];
}

test('matches the snapshot of the default lab', () => {
  expect(manifestsOf(labOf(), 'certificates')).toMatchSnapshot();
});

test("covers the domain and every name below it, in the gateway's namespace", () => {
  // GIVEN
  const lab = labOf('{ domain: lab.test, gateway: { namespace: edge } }');
  // WHEN
  const certificate = find(manifestsOf(lab, 'certificates'), 'Certificate', 'homelab-tls-cert');
  // THEN
  expect(certificate).toMatchObject({ metadata: { namespace: 'edge' }, spec: { secretName: 'homelab-tls-cert', dnsNames: ['*.lab.test', 'lab.test'] } });
});

test('is renewed by a share of its life, because lives get shorter', () => {
  const spec = find(manifestsOf(labOf(), 'certificates'), 'Certificate')['spec'];
  expect(spec).toMatchObject({ renewBeforePercentage: 33 });
  expect(spec).not.toHaveProperty('renewBefore');
});

test.each(['letsencrypt-prod', 'letsencrypt-staging'])('waits for the account when %s signs', (issuer) => {
  // GIVEN
  const lab = labOf(`tls: { issuer: ${issuer} }`);
  // THEN
  expect(find(manifestsOf(lab, 'certificates'), 'Certificate')['spec']).toMatchObject({ issuerRef: { name: issuer, kind: 'ClusterIssuer', group: 'cert-manager.io' } });
  expect(needs(lab, 'certificates')).toEqual(['namespaces', 'cluster-issuers']);
});

test("waits for the lab's own authority when that one signs", () => {
  // GIVEN
  const lab = labOf('tls: { issuer: homelab-ca }');
  // THEN
  expect(needs(lab, 'certificates')).toEqual(['namespaces', 'certificate-authority']);
});
