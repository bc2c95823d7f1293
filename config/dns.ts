import { z } from 'zod';
import * as field from './fields';
import { withKinds } from './kinds';
import { nameserver, tsigKeyName } from './dns01';

/**
 * How names of the lab become addresses outside the cluster. https://kubernetes-sigs.github.io/external-dns/; the places where external-dns
 * writes are those of its release 0.21 that were read (docs/dns.md), by short names.
 */

/** Where external-dns can write records. */
export type RecordPlace = 'cloudflare' | 'route53' | 'rfc2136' | 'pihole';

/** Algorithms that external-dns knows for TSIG (tsigAlgs in provider/rfc2136/rfc2136.go, 0.21), by the names that servers have for them. */
const RECORD_TSIG_ALGORITHMS = ['hmac-sha256', 'hmac-sha512', 'hmac-sha384', 'hmac-sha224', 'hmac-sha1'] as const;

const at = <Place extends RecordPlace>(place: Place, how: string, keys: string) => ({
  at: z.literal(place).describe(how),
  secretName: field.name().optional()
    .describe(`Secret in the namespace external-dns. Default: ${recordSecretName(place)}. Keys: ${keys}.`),
});

const EXAMPLES: Readonly<Record<string, string>> = {
  zoneID: 'zoneID: 0123456789abcdef0123456789abcdef',
  hostedZoneID: 'hostedZoneID: Z0123456789ABCDEFGHIJ',
  name: 'name: lab.example.com',
  nameserver: 'nameserver: 192.0.2.53',
  tsigKeyName: 'tsigKeyName: homelab',
  server: 'server: http://192.168.1.5',
};

/** What stands at the end of an Amazon hosted zone's address; unlike `tls.route53` there is nothing to fill in later. */
const HOSTED_ZONE = /^Z[A-Z0-9]{1,31}$/;

/** The zone that external-dns writes to. */
const zone = withKinds(z.discriminatedUnion('at', [
  z.strictObject({
    ...at('cloudflare', 'Cloudflare, with an API token for one zone.', 'api-token'),
    zoneID: field.matching(
      /^[0-9a-f]{32}$/, 'is not the id of a zone of Cloudflare',
      'copy "Zone ID" from the overview of the domain: 32 digits and letters from a to f',
    ).describe('Id of the zone. With it, a token for this one zone is enough.'),
  }),
  z.strictObject({
    ...at('route53', 'Amazon Route 53.', 'access-key-id, secret-access-key'),
    hostedZoneID: field.matching(
      HOSTED_ZONE, 'is not the id of a Route 53 hosted zone',
      'copy it from the zone\'s details in the AWS console; it looks like Z0123456789ABCDEFGHIJ',
    ).describe('Id of the hosted zone.'),
  }),
  z.strictObject({
    ...at('rfc2136', 'A name server of your own that takes signed updates (BIND, Knot, PowerDNS, a NAS).', 'tsig-secret'),
    name: field.hostname().describe('Zone on that server: the domain of the lab, or one above it.'),
    nameserver: nameserver().describe('The server: an address or a host name, with :port if not 53.'),
    tsigKeyName: tsigKeyName().describe('Name of the TSIG key. It has to be allowed to transfer the zone (AXFR), too.'),
    tsigAlgorithm: z.enum(RECORD_TSIG_ALGORITHMS).default('hmac-sha256').describe('Algorithm of that key.'),
  }),
  z.strictObject({
    ...at('pihole', 'Pi-hole, version 6 or newer.', 'password'),
    server: field.text((value) => /^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?$/.test(value) && URL.canParse(value) ? undefined : {
      what: 'is not the address of a Pi-hole', fix: 'write it without a path, such as http://192.168.1.5',
    }).describe('Address of its web page, without a path.'),
  }),
]), {
  discriminator: 'at',
  foreign: (_, written) => ({ what: `has no meaning for a zone at ${String(written['at'])}`, fix: 'remove it' }),
  missing: (key, written) => ({
    what: `is missing: a zone at ${String(written['at'])} needs it`, fix: `add "${EXAMPLES[key] ?? `${key}: ...`}"`,
  }),
  standIns: {
    zoneID: '0'.repeat(32), hostedZoneID: 'Z0', name: 'example.com', nameserver: '192.0.2.53', tsigKeyName: 'key',
    server: 'http://192.0.2.53',
  },
});

/** Whether pods are told of the names, too: by default where nobody whom the nodes ask can know them. */
const pods = (byDefault: boolean) => z.boolean().default(byDefault)
  .describe(`Whether CoreDNS in the cluster tells pods where names of the lab lead. Default: ${byDefault}.`);

/** The section `dns`; a provider alone is its short form. */
export const dns = withKinds(z.discriminatedUnion('provider', [
  z.strictObject({
    provider: z.literal('manual').describe('You make the one record *.<domain> yourself, wherever your names are kept.'),
    pods: pods(false),
  }),
  z.strictObject({
    provider: z.literal('hosts-file')
      .describe('lab.cmd names -Write puts every name into the hosts file of Windows; other machines know none.'),
    pods: pods(true),
  }),
  z.strictObject({
    provider: z.literal('k8s-gateway').describe('A name server in the cluster answers for the domain, with what routes and Services say.'),
    address: field.address().optional()
      .describe('Address it answers on, port 53. Default: the last of network.loadBalancerRange that is not the gateway\'s.'),
    ttl: z.int().min(0).max(86400).default(60).describe('How long others may remember an answer, in seconds.'),
    pods: pods(true),
  }),
  z.strictObject({
    provider: z.literal('external-dns').describe('A program in the cluster writes the records at your DNS provider.'),
    zone: zone.describe('Where the records are written.'),
    policy: z.enum(['upsert-only', 'sync']).default('upsert-only')
      .describe('upsert-only never deletes a record; sync deletes those of its own that no route has any more.'),
    ownerID: field.matching(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'is not a mark that a record can have', 'use letters, digits, ".", "_" and "-"',
    ).optional().describe('Mark of this lab on its records, which no other lab may have. Default: the domain.'),
    pods: pods(false),
  }),
]), {
  discriminator: 'provider',
  unlisted: () => ({
    what: 'is no way to make names known that there is here',
    fix: 'choose manual, hosts-file, k8s-gateway or external-dns, which writes to Cloudflare, Route 53, Pi-hole or a server of RFC 2136',
  }),
  foreign: (_, { provider }) => ({ what: `has no meaning with dns: ${String(provider)}`, fix: 'remove it' }),
  missing: (key) => ({
    what: 'is missing: external-dns has to know where the records are written',
    fix: key === 'zone' ? 'add "zone: { at: cloudflare, zoneID: 0123456789abcdef0123456789abcdef }"' : `add ${key}`,
  }),
  standIns: { zone: { at: 'pihole', server: 'http://192.0.2.53' } },
});

/** The section as it is written, with plain defaults. */
type WrittenDns = z.output<typeof dns>;
/** The same with the address that follows from the pool. */
export type Dns = Exclude<WrittenDns, { provider: 'k8s-gateway' }> | Required<Extract<WrittenDns, { provider: 'k8s-gateway' }>>;
/** A zone that external-dns writes to. */
export type RecordZone = Extract<WrittenDns, { provider: 'external-dns' }>['zone'];

/** Name of the Secret with the credentials for a place, where homelab.yaml names none. */
export function recordSecretName(place: RecordPlace): string {
  return `${place}-records`;
}
