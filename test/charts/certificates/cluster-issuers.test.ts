import { App } from 'cdk8s';
import { ClusterIssuers, type AcmeAccount } from '../../../charts/certificates/cluster-issuers';
import { applicationsOf, contributionsOf, dependency, manifestsOf as objectsOf } from '../../../testing';
import { chartPin, find, labOf, manifestsOf } from '../../util';

const OWN_CA = 'tls: { issuer: homelab-ca }';

function chartValues(yaml = ''): unknown {
  const { spec } = find(manifestsOf(labOf(yaml), 'root'), 'Application', 'cert-manager') as unknown as {
    spec: { source: { helm: { valuesObject: unknown } } };
  };
  return spec.source.helm.valuesObject;
}

function issuers(accounts: AcmeAccount[]): ClusterIssuers {
  return new ClusterIssuers(new App(), 'cluster-issuers', {
    pin: { repository: 'quay.io/jetstack/charts', chart: 'cert-manager', version: 'v1.21.1' },
    namespace: 'cert-manager',
    dnsServers: ['1.1.1.1'],
    acme: {
      accounts,
      email: 'me@example.org',
      domain: 'lab.example.org',
      solver: { provider: 'route53' as const, region: 'eu-west-2', hostedZoneID: 'Z1', secretName: 'aws' },
    },
  });
}

test('matches the snapshot of the default lab', () => {
  expect(manifestsOf(labOf(), 'cluster-issuers')).toMatchSnapshot();
});

test("is the article's issuer, with the credentials a node at home needs", () => {
  expect(find(manifestsOf(labOf(), 'cluster-issuers'), 'ClusterIssuer', 'letsencrypt-prod')['spec']).toMatchObject({
    acme: {
      server: 'https://acme-v02.api.letsencrypt.org/directory',
      email: 'your-email@example.com',
      privateKeySecretRef: { name: 'letsencrypt-prod-key' },
      solvers: [{
        dns01: {
          route53: {
            region: 'eu-west-2',
            hostedZoneID: 'YOUR_ZONE_ID',
            accessKeyIDSecretRef: { name: 'route53-credentials', key: 'access-key-id' },
            secretAccessKeySecretRef: { name: 'route53-credentials', key: 'secret-access-key' },
          },
        },
      }],
    },
  });
});

test('keeps the account of staging apart from the one of production', () => {
  const staging = find(manifestsOf(labOf(), 'cluster-issuers'), 'ClusterIssuer', 'letsencrypt-staging');
  expect(staging['spec']).toMatchObject({
    acme: { server: 'https://acme-staging-v02.api.letsencrypt.org/directory', privateKeySecretRef: { name: 'letsencrypt-staging-key' } },
  });
});

test('asks the configured name servers, and only them, for challenges', () => {
  expect(chartValues()).toMatchObject({ dns01RecursiveNameservers: '1.1.1.1:53,9.9.9.9:53', dns01RecursiveNameserversOnly: true });
});

test('elects its leader in its own namespace', () => {
  expect(chartValues()).toMatchObject({ global: { leaderElection: { namespace: 'cert-manager' } } });
});

test('names the credentials of Route 53 as a Secret to create', () => {
  expect(labOf().requiredSecrets).toContainEqual(expect.objectContaining({ namespace: 'cert-manager', name: 'route53-credentials' }));
});

test('makes no ACME issuer, and asks for no credentials, in a lab with its own authority', () => {
  // GIVEN
  const lab = labOf(OWN_CA);
  // THEN
  expect(manifestsOf(lab, 'cluster-issuers')).toEqual([]);
  expect([...lab.waves.keys()].map(({ name }) => name)).not.toContain('cluster-issuers');
  expect(lab.requiredSecrets.map(({ name }) => name)).not.toContain('route53-credentials');
});

test('refuses two accounts with one key', () => {
  const account = { server: 'https://acme.example.org', privateKeySecretName: 'key' };
  expect(() =>
    issuers([
      { name: 'a', ...account },
      { name: 'b', ...account },
    ]),
  ).toThrow(/"a" and "b" keep their account keys in one Secret, "key"/);
});

test('refuses ACME without an account', () => {
  expect(() => issuers([])).toThrow(/"acme.accounts" is empty/);
});

describe('made alone', () => {
  const props = { pin: chartPin('cert-manager'), namespace: 'certs', dnsServers: ['1.1.1.1'], dependsOn: [dependency('namespaces')] };
  const acme = {
    accounts: [{ name: 'acme', server: 'https://acme.example.org', privateKeySecretName: 'acme-key' }],
    email: 'me@example.org',
    domain: 'lab.example.org',
    solver: { provider: 'route53' as const, region: 'eu-west-2', hostedZoneID: 'Z1', secretName: 'aws' },
  };

  test('it makes an issuer per account, which answers for the one domain', () => {
    expect(objectsOf(new ClusterIssuers(new App(), 'cluster-issuers', { ...props, acme }))).toEqual([{
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      metadata: { name: 'acme' },
      spec: {
        acme: {
          server: 'https://acme.example.org',
          email: 'me@example.org',
          privateKeySecretRef: { name: 'acme-key' },
          solvers: [{
            selector: { dnsZones: ['lab.example.org'] },
            dns01: {
              route53: {
                region: 'eu-west-2',
                hostedZoneID: 'Z1',
                accessKeyIDSecretRef: { name: 'aws', key: 'access-key-id' },
                secretAccessKeySecretRef: { name: 'aws', key: 'secret-access-key' },
              },
            },
          }],
        },
      },
    }]);
  });

  test('its accounts hang below the root of what waits for the internet, the chart does not', () => {
    // GIVEN
    const chart = { name: 'cert-manager', namespace: 'certs', source: 'helm', dependsOn: ['namespaces'] };
    // THEN
    expect(applicationsOf(new ClusterIssuers(new App(), 'cluster-issuers', { ...props, acme }))).toEqual([
      chart, { name: 'cluster-issuers', namespace: 'certs', source: 'own', dependsOn: ['cert-manager'], root: 'certificates' },
    ]);
    expect(applicationsOf(new ClusterIssuers(new App(), 'cluster-issuers', props))).toEqual([chart]);
  });

  test('it asks for its namespace, to be watched, and for credentials', () => {
    // WHEN
    const layer = new ClusterIssuers(new App(), 'cluster-issuers', { ...props, acme });
    // THEN
    expect(contributionsOf(layer)).toEqual({ namespaces: ['certs'], alerts: ['cert-manager'], scrapeTargets: ['cert-manager'] });
    expect(layer.contributions.namespaces).toEqual([{ name: 'certs', ambient: false, podSecurity: 'restricted' }]);
    expect(layer.requiredSecrets.map(({ namespace, name, keys }) => [namespace, name, keys.map(({ key }) => key)]))
      .toEqual([['certs', 'aws', ['access-key-id', 'secret-access-key']]]);
  });
});
