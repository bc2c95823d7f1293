import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
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
      solvers: [{
        domains: ['lab.example.org'],
        solver: { provider: 'route53' as const, region: 'eu-west-2', hostedZoneID: 'Z1', secretName: 'aws' },
      }],
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

const ZEROSSL = `
domain: lab.kestrel.dev
tls:
  issuer: acme
  email: me@kestrel.dev
  acme:
    server: https://acme.zerossl.com/v2/DV90
    externalAccountBinding: { keyID: kid-1 }
  dns01: { provider: cloudflare }
`;

test('makes one issuer at another ACME server, with the binding of its account, and signs with it', () => {
  // GIVEN
  const lab = labOf(ZEROSSL);
  // THEN
  expect(manifestsOf(lab, 'cluster-issuers')).toEqual([expect.objectContaining({
    metadata: { name: 'acme' },
    spec: {
      acme: {
        server: 'https://acme.zerossl.com/v2/DV90',
        email: 'me@kestrel.dev',
        privateKeySecretRef: { name: 'acme-key' },
        externalAccountBinding: { keyID: 'kid-1', keySecretRef: { name: 'acme-eab', key: 'hmac-key' } },
        solvers: [{
          selector: { dnsZones: ['lab.kestrel.dev'] },
          dns01: { cloudflare: { apiTokenSecretRef: { name: 'cloudflare-credentials', key: 'api-token' } } },
        }],
      },
    },
  })]);
  expect(find(manifestsOf(lab, 'certificates'), 'Certificate', 'homelab-tls-cert')['spec'])
    .toMatchObject({ issuerRef: { name: 'acme', kind: 'ClusterIssuer' } });
});

test('names the key of the binding as a Secret to create, beside the credentials for DNS', () => {
  expect(labOf(ZEROSSL).requiredSecrets.filter(({ namespace }) => namespace === 'cert-manager')).toEqual([
    {
      namespace: 'cert-manager', name: 'acme-eab', purpose: 'without it no certificate is issued, because the authority makes no account',
      keys: [{ key: 'hmac-key', kind: 'base64url', description: 'the HMAC key of the account binding (EAB), as the authority shows it' }],
    },
    expect.objectContaining({ name: 'cloudflare-credentials' }),
  ]);
});

test('gives a server of one\'s own the root it is known by, and the placeholder of an address to nobody', () => {
  // GIVEN
  const pem = readFileSync(path.join(__dirname, '../../fixtures/valid/issuer-step-ca.yaml'), 'utf8');
  // WHEN
  const { acme } = find(manifestsOf(labOf(pem), 'cluster-issuers'), 'ClusterIssuer', 'acme')['spec'] as { acme: Record<string, string> };
  // THEN
  expect(Object.keys(acme)).toEqual(['caBundle', 'privateKeySecretRef', 'server', 'solvers']);
  const [certificate] = /-----BEGIN[^-]*-----[^-]*-----END[^-]*-----\n$/.exec(Buffer.from(acme['caBundle']!, 'base64').toString()) ?? [];
  expect(new X509Certificate(certificate ?? '').subject).toBe('O=Smith Family\nCN=Smith Family Root CA');
});

test('asks for a profile and a chain where homelab.yaml names them', () => {
  // GIVEN
  const yaml = `${ZEROSSL.replace('acme.zerossl.com/v2/DV90', 'ca.kestrel.dev/dir')}`
    .replace('keyID: kid-1 }', 'keyID: kid-1 }\n    profile: shortlived\n    preferredChain: Kestrel Root');
  // THEN
  expect(find(manifestsOf(labOf(yaml), 'cluster-issuers'), 'ClusterIssuer', 'acme')['spec'])
    .toMatchObject({ acme: { profile: 'shortlived', preferredChain: 'Kestrel Root' } });
});

test('signs with an authority that somebody brings as a Secret, and asks for nothing of the internet', () => {
  // GIVEN
  const lab = labOf('domain: lab.kestrel.internal\ntls: { issuer: own-ca, ownCA: { secretName: family } }');
  // THEN
  expect(manifestsOf(lab, 'cluster-issuers')).toEqual([
    expect.objectContaining({ kind: 'ClusterIssuer', metadata: { name: 'own-ca' }, spec: { ca: { secretName: 'family' } } }),
  ]);
  expect(find(manifestsOf(lab, 'certificates'), 'Certificate', 'homelab-tls-cert')['spec'])
    .toMatchObject({ issuerRef: { name: 'own-ca' } });
  expect(lab.requiredSecrets.filter(({ namespace }) => namespace === 'cert-manager').map(({ name, keys }) => [name, keys])).toEqual([[
    'family', [
      { key: 'tls.crt', kind: 'certificates', description: 'the certificate of your authority, then those above it, the root last' },
      { key: 'tls.key', kind: 'private-key', description: 'the private key of that authority, without a passphrase' },
    ],
  ]]);
});

test('leaves the folder of issuers to the root that nothing waits for, whoever signs', () => {
  for (const yaml of [ZEROSSL, 'tls: { issuer: own-ca }']) {
    expect(manifestsOf(labOf(yaml), 'root-certificates').map(({ metadata }) => metadata.name)).toContain('cluster-issuers');
  }
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
    solvers: [{
      domains: ['lab.example.org'],
      solver: { provider: 'route53' as const, region: 'eu-west-2', hostedZoneID: 'Z1', secretName: 'aws' },
    }],
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

  test('two domains at two providers are two ways to prove them, with a Secret each', () => {
    // GIVEN
    const further = { domains: ['club.example.net', 'choir.example.net'], solver: { provider: 'cloudflare' as const, secretName: 'club' } };
    const two = { ...acme, solvers: [...acme.solvers, further] };
    // WHEN
    const layer = new ClusterIssuers(new App(), 'cluster-issuers', { ...props, acme: two });
    // THEN
    const [issuer] = objectsOf(layer);
    const { acme: { solvers } } = issuer?.['spec'] as { acme: { solvers: { selector: { dnsZones: string[] } }[] } };
    expect(solvers.map(({ selector }) => selector.dnsZones)).toEqual([['lab.example.org'], ['club.example.net', 'choir.example.net']]);
    expect(solvers[1]).toMatchObject({ dns01: { cloudflare: { apiTokenSecretRef: { name: 'club', key: 'api-token' } } } });
    expect(layer.requiredSecrets.map(({ name }) => name)).toEqual(['aws', 'club']);
  });

  test('two domains at one provider share its Secret', () => {
    // GIVEN
    const two = { ...acme, solvers: [...acme.solvers, { ...acme.solvers[0]!, domains: ['club.example.net'] }] };
    // THEN
    const layer = new ClusterIssuers(new App(), 'cluster-issuers', { ...props, acme: two });
    expect(layer.requiredSecrets.map(({ name }) => name)).toEqual(['aws']);
  });
});
