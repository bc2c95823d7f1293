import { recordSecretName, type RecordZone } from '../../../config/dns';
import type { HelmValues, JsonValue } from '../../core/helm-values';
import type { AskedKey } from '../../core/required-secret';

/** What a place for records needs of external-dns. */
export interface RecordPlaceParts {
  /** Name that external-dns has for it. */
  readonly provider: string;
  /** Arguments, without dashes; true for a flag. */
  readonly args: Readonly<Record<string, string | true>>;
  /** Environment variables that are in no Secret. */
  readonly env: Readonly<Record<string, string>>;
  /** Environment variables, each with the key of the Secret that it is read from and what belongs there. */
  readonly secretEnv: Readonly<Record<string, AskedKey>>;
  /** Whether the place keeps a mark of whose a record is. */
  readonly keepsMarks: boolean;
}

/** Port of a name server. */
const DNS_PORT = '53';

/** How external-dns writes to a zone. Flags and variables: docs/flags.md and the providers of kubernetes-sigs/external-dns at v0.21.0. */
export function recordPlace(zone: RecordZone): RecordPlaceParts {
  switch (zone.at) {
    case 'cloudflare':
      return {
        provider: 'cloudflare', keepsMarks: true, env: {},
        // By its id the zone is read alone; without, all zones of the account are, and only one that is called like the domain counts.
        args: { 'zone-id-filter': zone.zoneID },
        secretEnv: {
          CF_API_TOKEN: { key: 'api-token', description: 'an API token of Cloudflare with Zone:Read and DNS:Edit for the one zone' },
        },
      };
    case 'route53':
      return {
        provider: 'aws', keepsMarks: true,
        // Requests have to be signed for some region; Route 53 has none of its own.
        env: { AWS_REGION: 'us-east-1' },
        // The zone may be called like a domain above the lab's.
        args: { 'zone-id-filter': zone.hostedZoneID, 'aws-zone-match-parent': true },
        secretEnv: {
          AWS_ACCESS_KEY_ID: { key: 'access-key-id', description: 'id of an AWS access key that may change records of the hosted zone' },
          AWS_SECRET_ACCESS_KEY: { key: 'secret-access-key', description: 'the secret part of that access key' },
        },
      };
    case 'rfc2136': {
      // It puts brackets around an IPv6 address by itself.
      const [, host = zone.nameserver, port = DNS_PORT] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(zone.nameserver) ?? [];
      return {
        provider: 'rfc2136', keepsMarks: true, env: {},
        args: {
          'rfc2136-host': host,
          'rfc2136-port': port,
          'rfc2136-zone': zone.name,
          'rfc2136-tsig-keyname': zone.tsigKeyName,
          'rfc2136-tsig-secret-alg': zone.tsigAlgorithm,
          // Without reading the zone it does not know what is there, and only ever makes new records.
          'rfc2136-tsig-axfr': true,
        },
        secretEnv: {
          EXTERNAL_DNS_RFC2136_TSIG_SECRET: {
            key: 'tsig-secret', description: 'the TSIG key in base64, which may transfer the zone and update A, AAAA and TXT in it',
          },
        },
      };
    }
    case 'pihole':
      return {
        provider: 'pihole', keepsMarks: false, env: {},
        args: { 'pihole-server': zone.server, 'pihole-api-version': '6' },
        secretEnv: {
          EXTERNAL_DNS_PIHOLE_PASSWORD: {
            key: 'password', description: 'an app password of Pi-hole (Settings, Web interface / API), without quotes or backslashes',
          },
        },
      };
  }
}

/** Name of the Secret with the credentials for a zone. */
export function secretNameOf(zone: RecordZone): string {
  return zone.secretName ?? recordSecretName(zone.at);
}

/** Environment variables as a container takes them. */
export function environmentOf(zone: RecordZone): JsonValue[] {
  const { env, secretEnv } = recordPlace(zone);
  const name = secretNameOf(zone);
  return [
    ...Object.entries(env).map(([variable, value]): HelmValues => ({ name: variable, value })),
    ...Object.entries(secretEnv).map(([variable, { key }]): HelmValues => ({ name: variable, valueFrom: { secretKeyRef: { name, key } } })),
  ];
}
