import { z } from 'zod';
import { meantDnsProvider } from './familiar/values';
import * as field from './fields';
import { withKinds } from './kinds';

/**
 * How cert-manager proves that a domain is the lab's: by a record that it writes into the zone of the domain (DNS-01).
 * https://cert-manager.io/docs/configuration/acme/dns01/; the providers are those that cert-manager 1.21 has built in, by its own names
 * for them, and `webhook` for every other one.
 */

/** Providers of DNS, by the names that cert-manager has for them. */
export const DNS01_PROVIDERS = [
  'route53', 'cloudflare', 'digitalocean', 'azureDNS', 'cloudDNS', 'rfc2136', 'acmeDNS', 'akamai', 'webhook',
] as const;
/** One of those providers. */
export type Dns01Provider = typeof DNS01_PROVIDERS[number];

/** Algorithms that cert-manager's solver for RFC 2136 knows; servers speak more. */
export const TSIG_ALGORITHMS = ['HMACSHA256', 'HMACSHA512', 'HMACSHA1', 'HMACMD5'] as const;

/** An id of Azure that nothing has. */
const NO_ID = '00000000-0000-0000-0000-000000000000';

const uuid = (what: string) => field.matching(
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'is not an id of Azure', `write it as ${NO_ID}`,
).describe(what);

const named = <Provider extends Dns01Provider>(provider: Provider, how: string, keys: string) => ({
  provider: z.literal(provider).describe(how),
  secretName: field.name().optional()
    .describe(`Secret in the namespace cert-manager. Default: ${dns01SecretName(provider)}. Keys: ${keys}.`),
  followCNAME: z.boolean().default(false)
    .describe('Whether _acme-challenge.<domain> is a CNAME into another zone, which the credentials are for.'),
});

/**
 * How regions of AWS are called, partition by partition
 * (https://github.com/aws/aws-sdk-go-v2/blob/main/internal/endpoints/awsrulesfn/partitions.json), with the directions that there are.
 */
const AWS_REGION = new RegExp(
  '^(us|eu|ap|sa|ca|me|af|il|mx|cn|us-gov|us-iso[bf]?|eu-isoe|eusc-de)-(central|north|south|east|west|(north|south)(east|west))-[1-9]$',
);
/** Route 53's ResourceId, of 32 characters at most, as hosted zones have it; or what stands there until it is filled in. */
const HOSTED_ZONE = /^(Z[A-Z0-9]{1,31}|YOUR_ZONE_ID)$/;

/** An AWS region. */
export const awsRegion = (): z.ZodString => field.matching(
  AWS_REGION, 'is not an AWS region', 'write a region code, such as eu-west-2',
);
/** The id of a hosted zone. The placeholder of `tls.route53` is one, too. */
export const hostedZoneID = (): z.ZodString => field.matching(
  HOSTED_ZONE, 'is not the id of a Route 53 hosted zone',
  'copy it from the zone\'s details in the AWS console; it looks like Z0123456789ABCDEFGHIJ',
);
/** A name server that takes updates, as an address or a host name, with a port where it is not 53. */
export const nameserver = (): z.ZodString => field.text(nameserverObjection);
/** The name of a TSIG key. */
export const tsigKeyName = (): z.ZodString => field.matching(
  /^[A-Za-z0-9_]([A-Za-z0-9._-]{0,252}[A-Za-z0-9_.])?$/, 'is not the name of a key', 'write it as the server has it',
);
const zoneName = (what: string) => field.matching(
  /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/, 'is not the name of a zone', 'write it as the provider lists it',
).describe(what);

/** Free JSON of a webhook; what belongs there only its author knows. */
const solverConfig = z.record(z.string(), z.json());

const EXAMPLES: Readonly<Record<string, string>> = {
  hostedZoneID: 'hostedZoneID: Z0123456789ABCDEFGHIJ',
  subscriptionID: `subscriptionID: ${NO_ID}`,
  tenantID: `tenantID: ${NO_ID}`,
  clientID: `clientID: ${NO_ID}`,
  resourceGroupName: 'resourceGroupName: dns',
  project: 'project: my-project-123',
  nameserver: 'nameserver: 192.0.2.53',
  tsigKeyName: 'tsigKeyName: homelab',
  host: 'host: https://auth.acme-dns.io',
  serviceConsumerDomain: 'serviceConsumerDomain: akab-....luna.akamaiapis.net',
  groupName: 'groupName: acme.hetzner.com',
  solverName: 'solverName: hetzner',
};

/** How a domain is proved. */
export const dns01 = withKinds(z.discriminatedUnion('provider', [
  z.strictObject({
    ...named('route53', 'Amazon Route 53. tls.route53 is its short form.', 'access-key-id, secret-access-key'),
    region: awsRegion().default('us-east-1').describe('AWS region that requests are signed for; Route 53 itself has none.'),
    hostedZoneID: hostedZoneID().describe('Id of the public hosted zone.'),
    role: field.matching(
      /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/, 'is not the ARN of a role',
      'write it as arn:aws:iam::123456789012:role/dns',
    ).optional().describe('ARN of a role to assume before a record is written. Default: none.'),
  }),
  z.strictObject(named('cloudflare', 'Cloudflare, with an API token for one zone.', 'api-token')),
  z.strictObject(named('digitalocean', 'DigitalOcean.', 'access-token')),
  z.strictObject({
    ...named('azureDNS', 'Azure DNS, with a service principal.', 'client-secret'),
    subscriptionID: uuid('Subscription of the zone.'),
    resourceGroupName: field.matching(
      /^[\p{L}\p{N}_.()-]{0,89}[\p{L}\p{N}_()-]$/u, 'is not a resource group of Azure', 'write its name as the portal shows it',
    ).describe('Resource group of the zone.'),
    tenantID: uuid('Tenant of the service principal.'),
    clientID: uuid('Application id of the service principal.'),
    hostedZoneName: zoneName('Name of the zone. Default: looked up.').optional(),
    environment: z.enum(['AzurePublicCloud', 'AzureChinaCloud', 'AzureGermanCloud', 'AzureUSGovernmentCloud'])
      .default('AzurePublicCloud').describe('Cloud of Azure.'),
  }),
  z.strictObject({
    ...named('cloudDNS', 'Google Cloud DNS, with a service account.', 'service-account.json'),
    project: field.matching(
      /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/, 'is not the id of a project', 'write its id, not its name, such as my-project-123',
    ).describe('Project of the zone.'),
    hostedZoneName: zoneName('Name of the zone in Cloud DNS. Default: looked up.').optional(),
  }),
  z.strictObject({
    ...named('rfc2136', 'A name server that takes signed updates (BIND, Knot, PowerDNS, a NAS).', 'tsig-secret'),
    nameserver: nameserver().describe('Name server that takes updates: an address or a host name, with :port if not 53.'),
    tsigKeyName: tsigKeyName().describe('Name of the TSIG key.'),
    tsigAlgorithm: z.enum(TSIG_ALGORITHMS).default('HMACSHA256').describe('Algorithm of that key.'),
    protocol: z.enum(['UDP', 'TCP']).default('UDP').describe('How updates are sent.'),
  }),
  z.strictObject({
    ...named('acmeDNS', 'acme-dns, a name server for challenges alone; each name needs a CNAME to it.', 'accounts.json'),
    host: field.text((value) => /^https?:\/\/[A-Za-z0-9.-]+(:\d+)?$/.test(value) && URL.canParse(value) ? undefined : {
      what: 'is not the address of a server', fix: 'write it as https://auth.acme-dns.io',
    }).describe('Address of the server.'),
  }),
  z.strictObject({
    ...named('akamai', 'Akamai Edge DNS.', 'client-token, client-secret, access-token'),
    serviceConsumerDomain: field.hostname().describe('Host of the API client, such as akab-....luna.akamaiapis.net.'),
  }),
  z.strictObject({
    ...named('webhook', 'Any other provider, through a webhook of cert-manager.', 'secretKeys'),
    groupName: field.hostname().describe('API group of the webhook, as its page says.'),
    solverName: field.matching(/^[A-Za-z0-9._-]{1,253}$/, 'is not the name of a solver', 'write it as the page of the webhook says')
      .describe('Name of the solver in that group.'),
    config: solverConfig.default({}).describe('What the webhook wants to know, as its page says. It names the Secret; it holds none.'),
    secretKeys: z.array(field.secretKey()).min(1).max(10).default(['api-token']).describe('Keys of the Secret that `config` names.'),
    chart: z.strictObject({
      repoURL: field.chartUrl().describe('Helm repository, or registry (oci://).'),
      name: field.matching(/^[a-z0-9][a-z0-9._/-]*$/, 'is not a chart name', 'write the name the repository lists it under')
        .describe('Chart of the webhook.'),
      version: field.chartVersion().describe('Version of the chart.'),
      values: z.record(z.string(), z.json()).default({}).describe('Helm values.'),
    }).optional().describe('The chart that brings the webhook. Default: something else installs it.'),
  }),
]), {
  discriminator: 'provider',
  unlisted: (provider) => {
    const meant = meantDnsProvider(provider);
    return meant === undefined ? {
      what: 'is no provider that cert-manager has built in',
      fix: `choose ${DNS01_PROVIDERS.slice(0, -1).join(', ')}; for any other write webhook, with a chart for it (docs/certificates.md)`,
    } : { what: 'is called otherwise by cert-manager', fix: `write provider: ${meant} (docs/certificates.md)` };
  },
  foreign: (_, { provider }) => ({ what: `has no meaning for the provider ${String(provider)}`, fix: 'remove it' }),
  missing: (key, { provider }) => ({
    what: `is missing: ${String(provider)} needs it`, fix: `add "${EXAMPLES[key] ?? `${key}: ...`}"`,
  }),
  standIns: {
    hostedZoneID: 'Z0', subscriptionID: NO_ID, tenantID: NO_ID, clientID: NO_ID, resourceGroupName: 'dns', project: 'project',
    nameserver: '192.0.2.53', tsigKeyName: 'key', host: 'https://auth.acme-dns.io', serviceConsumerDomain: 'akamai.example.com',
    groupName: 'acme.example.com', solverName: 'solver',
  },
});

/** How a domain is proved, with every default filled in. */
export type Dns01 = z.output<typeof dns01>;

/** Name of the Secret with a provider's credentials, where homelab.yaml names none. */
export function dns01SecretName(provider: Dns01Provider): string {
  return `${provider.toLowerCase()}-credentials`;
}

/** The form of `dnsutil.ValidNameserver` in cert-manager: an address, or a host name, and a port. IPv6 wants brackets with a port. */
function nameserverObjection(value: string): { what: string; fix: string } | undefined {
  const [, host, port] = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::(\d{1,5}))?$/.exec(value) ?? [];
  const isPort = port === undefined || (Number(port) >= 1 && Number(port) <= 65535);
  return host !== undefined && isPort ? undefined : {
    what: 'is not a name server', fix: 'write an address or a host name, with a port if it is not 53, such as 192.0.2.53:5353',
  };
}

/** Where the way to prove the domain is written, and what it says; the short form for Route 53 is one like the others. */
export function dns01Of({ dns01: written, route53 }: Dns01Keys): { readonly key: 'dns01' | 'route53'; readonly dns01: Dns01 } {
  if (written !== undefined) { return { key: 'dns01', dns01: written }; }
  const { credentialsSecretName: secretName, ...zone } = route53;
  return { key: 'route53', dns01: { provider: 'route53', followCNAME: false, secretName, ...zone } };
}

/** The two forms in `tls`. */
interface Dns01Keys {
  readonly dns01?: Dns01 | undefined;
  readonly route53: { readonly region: string; readonly hostedZoneID: string; readonly credentialsSecretName: string };
}
