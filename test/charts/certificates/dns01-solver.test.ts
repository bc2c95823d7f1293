import { ConfigError } from '../../../config/problem';
import { readConfig } from '../../../charts/load-config';
import { find, labOf, manifestsOf } from '../../util';

/** Each provider as somebody writes it, what cert-manager gets, and the Secret with its keys. */
const WAYS: readonly [name: string, dns01: object, solver: object, secret: string, keys: readonly string[]][] = [
  ['route53', { provider: 'route53', hostedZoneID: 'Z1', role: 'arn:aws:iam::123456789012:role/dns' }, {
    route53: {
      region: 'us-east-1', hostedZoneID: 'Z1', role: 'arn:aws:iam::123456789012:role/dns',
      accessKeyIDSecretRef: { name: 'route53-credentials', key: 'access-key-id' },
      secretAccessKeySecretRef: { name: 'route53-credentials', key: 'secret-access-key' },
    },
  }, 'route53-credentials', ['access-key-id', 'secret-access-key']],
  ['cloudflare', { provider: 'cloudflare' },
    { cloudflare: { apiTokenSecretRef: { name: 'cloudflare-credentials', key: 'api-token' } } },
    'cloudflare-credentials', ['api-token']],
  ['cloudflare behind a CNAME', { provider: 'cloudflare', followCNAME: true, secretName: 'cf' },
    { cnameStrategy: 'Follow', cloudflare: { apiTokenSecretRef: { name: 'cf', key: 'api-token' } } }, 'cf', ['api-token']],
  ['digitalocean', { provider: 'digitalocean' },
    { digitalocean: { tokenSecretRef: { name: 'digitalocean-credentials', key: 'access-token' } } },
    'digitalocean-credentials', ['access-token']],
  ['azureDNS', {
    provider: 'azureDNS', subscriptionID: '11111111-1111-1111-1111-111111111111', resourceGroupName: 'dns',
    tenantID: '22222222-2222-2222-2222-222222222222', clientID: '33333333-3333-3333-3333-333333333333',
  }, {
    azureDNS: {
      subscriptionID: '11111111-1111-1111-1111-111111111111', resourceGroupName: 'dns', environment: 'AzurePublicCloud',
      tenantID: '22222222-2222-2222-2222-222222222222', clientID: '33333333-3333-3333-3333-333333333333',
      clientSecretSecretRef: { name: 'azuredns-credentials', key: 'client-secret' },
    },
  }, 'azuredns-credentials', ['client-secret']],
  ['cloudDNS', { provider: 'cloudDNS', project: 'my-lab-123', hostedZoneName: 'lab' }, {
    cloudDNS: {
      project: 'my-lab-123', hostedZoneName: 'lab', serviceAccountSecretRef: { name: 'clouddns-credentials', key: 'service-account.json' },
    },
  }, 'clouddns-credentials', ['service-account.json']],
  ['rfc2136', { provider: 'rfc2136', nameserver: '192.168.1.53', tsigKeyName: 'lab' }, {
    rfc2136: {
      nameserver: '192.168.1.53', tsigKeyName: 'lab', tsigAlgorithm: 'HMACSHA256', protocol: 'UDP',
      tsigSecretSecretRef: { name: 'rfc2136-credentials', key: 'tsig-secret' },
    },
  }, 'rfc2136-credentials', ['tsig-secret']],
  ['acmeDNS', { provider: 'acmeDNS', host: 'https://auth.acme-dns.io' },
    { acmeDNS: { host: 'https://auth.acme-dns.io', accountSecretRef: { name: 'acmedns-credentials', key: 'accounts.json' } } },
    'acmedns-credentials', ['accounts.json']],
  ['akamai', { provider: 'akamai', serviceConsumerDomain: 'akab-x.luna.akamaiapis.net' }, {
    akamai: {
      serviceConsumerDomain: 'akab-x.luna.akamaiapis.net',
      clientTokenSecretRef: { name: 'akamai-credentials', key: 'client-token' },
      clientSecretSecretRef: { name: 'akamai-credentials', key: 'client-secret' },
      accessTokenSecretRef: { name: 'akamai-credentials', key: 'access-token' },
    },
  }, 'akamai-credentials', ['client-token', 'client-secret', 'access-token']],
  ['webhook', {
    provider: 'webhook', groupName: 'acme.hetzner.com', solverName: 'hetzner', secretKeys: ['token'],
    config: { tokenSecretKeyRef: { name: 'webhook-credentials', key: 'token' } },
  }, {
    webhook: {
      groupName: 'acme.hetzner.com', solverName: 'hetzner', config: { tokenSecretKeyRef: { name: 'webhook-credentials', key: 'token' } },
    },
  }, 'webhook-credentials', ['token']],
];

const yamlOf = (dns01: object): string => JSON.stringify({ tls: { dns01 } });

function messagesOf(lab: object): readonly string[] {
  try {
    readConfig(JSON.stringify(lab), 'homelab.yaml');
    return [];
  } catch (error) {
    return error instanceof ConfigError ? error.problems : [String(error)];
  }
}

test.each(WAYS)('%s answers the challenges of both accounts, in the one domain', (_, dns01, solver) => {
  // WHEN
  const manifests = manifestsOf(labOf(yamlOf(dns01)), 'cluster-issuers');
  // THEN
  for (const account of ['letsencrypt-prod', 'letsencrypt-staging']) {
    expect(find(manifests, 'ClusterIssuer', account)['spec']).toMatchObject({
      acme: { solvers: [{ selector: { dnsZones: ['homelab.example.com'] }, dns01: solver }] },
    });
  }
});

test.each(WAYS)('%s asks for its own Secret, and for no other', (_, dns01, _solver, secret, keys) => {
  // WHEN
  const asked = labOf(yamlOf(dns01)).requiredSecrets.filter(({ namespace }) => namespace === 'cert-manager');
  // THEN
  expect(asked.map(({ name, keys: all }) => [name, all.map(({ key }) => key)])).toEqual([[secret, keys]]);
});

test('files of accounts are asked for as files', () => {
  for (const provider of [{ provider: 'cloudDNS', project: 'my-lab-123' }, { provider: 'acmeDNS', host: 'https://auth.acme-dns.io' }]) {
    const asked = labOf(yamlOf(provider)).requiredSecrets.find(({ namespace }) => namespace === 'cert-manager');
    expect(asked?.keys).toEqual([expect.objectContaining({ kind: 'json' })]);
  }
});

describe('the chart of a webhook', () => {
  const lab = labOf(yamlOf({
    provider: 'webhook', groupName: 'acme.hetzner.com', solverName: 'hetzner',
    chart: { repoURL: 'https://charts.hetzner.cloud', name: 'cert-manager-webhook-hetzner', version: '0.9.0' },
  }));

  test('is in the namespace of cert-manager, where the Secrets of a ClusterIssuer are, and has the group that the issuers ask for', () => {
    const applications = [...lab.waves.keys()].map(({ name }) => name);
    expect(applications).toContain('dns01-cert-manager-webhook-hetzner');
    const root = manifestsOf(lab, 'root-certificates');
    expect(find(root, 'Application', 'dns01-cert-manager-webhook-hetzner')).toMatchObject({
      spec: {
        destination: { namespace: 'cert-manager' },
        source: {
          repoURL: 'https://charts.hetzner.cloud', chart: 'cert-manager-webhook-hetzner', targetRevision: '0.9.0',
          helm: { valuesObject: { groupName: 'acme.hetzner.com' } },
        },
      },
    });
  });

  test('makes that namespace take pods that say nothing of their rights, as those of such charts do', () => {
    const level = (tls: string): unknown => find(manifestsOf(labOf(tls), 'namespaces'), 'Namespace', 'cert-manager')
      .metadata.labels?.['pod-security.kubernetes.io/enforce'];
    const chart = { repoURL: 'https://charts.example.org', name: 'webhook', version: '1.0.0' };
    const webhook = { provider: 'webhook', groupName: 'acme.frank.dev', solverName: 'x' };
    expect([level(yamlOf({ ...webhook, chart })), level(yamlOf(webhook)), level(yamlOf({ provider: 'cloudflare' }))])
      .toEqual(['baseline', 'restricted', 'restricted']);
  });

  test('comes after cert-manager and before the issuers', () => {
    const wave = (name: string): number => [...lab.waves].find(([component]) => component.name === name)![1];
    expect(wave('cert-manager')).toBeLessThan(wave('dns01-cert-manager-webhook-hetzner'));
    expect(wave('dns01-cert-manager-webhook-hetzner')).toBeLessThan(wave('cluster-issuers'));
  });
});

describe('webhooks of two providers', () => {
  const webhook = (name: string, more: object): object => ({
    provider: 'webhook', groupName: `${name}.frank.dev`, solverName: name,
    chart: { repoURL: 'https://charts.example.org', name: `webhook-${name}`, version: '1.0.0' }, ...more,
  });
  const lab = (one: object, other: object): string => JSON.stringify({
    domain: 'lab.frank.dev', domains: [{ name: 'club.org', dns01: webhook('ovh', other) }],
    tls: { email: 'me@frank.dev', dns01: webhook('porkbun', one) },
    services: [{ name: 'club', namespace: 'my-app', port: 80, hostname: 'www.club.org' }],
  });

  test('are an Application each, before the issuers, and prove the domains that are theirs', () => {
    const made = labOf(lab({ secretName: 'porkbun' }, { secretName: 'ovh' }));
    const wave = (name: string): number => [...made.waves].find(([component]) => component.name === name)![1];
    expect(wave('dns01-webhook-porkbun')).toBeLessThan(wave('cluster-issuers'));
    expect(wave('dns01-webhook-ovh')).toBeLessThan(wave('cluster-issuers'));
    const issuer = find(manifestsOf(made, 'cluster-issuers'), 'ClusterIssuer', 'letsencrypt-prod');
    expect((issuer['spec'] as { acme: { solvers: object[] } }).acme.solvers).toMatchObject([
      { selector: { dnsZones: ['lab.frank.dev'] }, dns01: { webhook: { groupName: 'porkbun.frank.dev', solverName: 'porkbun' } } },
      { selector: { dnsZones: ['club.org'] }, dns01: { webhook: { groupName: 'ovh.frank.dev', solverName: 'ovh' } } },
    ]);
  });

  test('that share a Secret ask for the keys of both', () => {
    const made = labOf(lab({ secretName: 'dns', secretKeys: ['a', 'b'] }, { secretName: 'dns', secretKeys: ['b', 'c'] }));
    const asked = made.requiredSecrets.filter(({ name }) => name === 'dns');
    expect(asked.map(({ keys }) => keys.map(({ key }) => key))).toEqual([['a', 'b', 'c']]);
  });
});

test('a chart may be called what an Application may not', () => {
  const lab = labOf(yamlOf({
    provider: 'webhook', groupName: 'acme.example.com', solverName: 'x',
    chart: { repoURL: 'oci://registry.example.com/charts', name: 'dns/my_webhook.x', version: '1.0.0' },
  }));
  expect([...lab.waves.keys()].map(({ name }) => name)).toContain('dns01-my-webhook-x');
});

const REFUSED: readonly [what: string, lab: object, message: RegExp][] = [
  ['a provider that cert-manager has not', { tls: { dns01: { provider: 'godaddy' } } },
    /provider: is no provider that cert-manager has built in/],
  ['no provider', { tls: { dns01: {} } }, /tls\.dns01.*provider.*is missing/],
  ['a key of another provider', { tls: { dns01: { provider: 'cloudflare', hostedZoneID: 'Z1' } } }, /no meaning for the provider/],
  ['a zone that is missing', { tls: { dns01: { provider: 'route53' } } }, /hostedZoneID: is missing: route53 needs it; add "/],
  ['a nameserver with a scheme', { tls: { dns01: { provider: 'rfc2136', nameserver: 'udp://1.2.3.4', tsigKeyName: 'k' } } },
    /nameserver: is not a name server/],
  ['a nameserver with a port that is none', { tls: { dns01: { provider: 'rfc2136', nameserver: '1.2.3.4:99999', tsigKeyName: 'k' } } },
    /nameserver: is not a name server/],
  ['an algorithm that the solver does not know',
    { tls: { dns01: { provider: 'rfc2136', nameserver: '1.2.3.4', tsigKeyName: 'k', tsigAlgorithm: 'HMACSHA384' } } },
    /tsigAlgorithm: is not one of the possible values/],
  ['both forms', { tls: { dns01: { provider: 'cloudflare' }, route53: { hostedZoneID: 'Z1' } } },
    /tls\.route53\.hostedZoneID: has no effect beside tls\.dns01/],
  ["a group of the cluster's own", { tls: { dns01: { provider: 'webhook', groupName: 'acme.cert-manager.io', solverName: 'x' } } },
    /groupName: is a group that belongs to somebody else/],
  ['a key that the construct library cannot write',
    { tls: { dns01: { provider: 'webhook', groupName: 'acme.example.com', solverName: 'x', config: { a: [{ constructor: 1 }] } } } },
    /tls\.dns01\.config: has a key named "constructor"/],
];

test.each(REFUSED)('%s is refused at its line', (_, lab, message) => {
  const said = messagesOf(lab);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(message);
  expect(said[0]).toMatch(/^homelab\.yaml:1:\d+ /);
});
