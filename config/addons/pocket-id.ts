import { z } from 'zod';
import * as field from '../fields';
import { STORAGE_SIZE } from '../units';

/** Name of the add-on, of its namespace, its Application and all its objects. */
export const POCKET_ID = 'pocket-id';

/** Below that the first pictures fill the volume; in MiB. */
const LEAST = 128;

const storage = (): z.ZodString => field.text((value) => {
  const size = STORAGE_SIZE.parse(value);
  if (size === undefined) {
    return { what: 'is not a storage size', fix: 'write a number with Mi, Gi or Ti, or with M, G or T for powers of ten, such as 1Gi' };
  }
  return size.toMebibytes() < LEAST
    ? { what: 'is too small for a database, its log and the pictures of accounts', fix: `write ${LEAST}Mi or more` } : undefined;
}, STORAGE_SIZE.pattern);

/** The add-on `pocket-id`: a provider of logins with passkeys. */
export const pocketIdKeys = {
  host: field.name().default('id')
    .describe('First label of the host name of its page. Passkeys are for that name alone: with another one everybody needs a new one.'),
  storage: storage().default('1Gi').describe('Volume with the accounts.'),
  keySecretName: field.name().default('pocket-id-key')
    .describe('Secret in the namespace pocket-id with the key encryption-key, which keeps what the database has to keep secret.'),
};

/** The configuration of a lab, as far as the provider is concerned. */
interface PocketIdLab {
  /** The lab's domain. */
  readonly domain: string;
  /** The section `addons`. */
  readonly addons: {
    /** That of the add-on. */
    readonly 'pocket-id': {
      /** Whether the lab has it. */
      readonly enabled: boolean;
      /** First label of its host name. */
      readonly host: string;
    };
  };
  /** The section `login`. @default - the lab has none */
  readonly login?: {
    /** The provider. */
    readonly issuer: string;
  } | undefined;
}

/** Host name of the provider inside the lab; undefined in a lab without it. */
export function pocketIdHostname({ addons, domain }: PocketIdLab): string | undefined {
  const { enabled, host } = addons[POCKET_ID];
  return enabled ? `${host}.${domain}` : undefined;
}

/** True where people log in at the provider inside the lab. */
export function logsInAtPocketId(lab: PocketIdLab): boolean {
  return lab.login !== undefined && hostnameOf(lab.login.issuer) === pocketIdHostname(lab);
}

function hostnameOf(issuer: string): string {
  return new URL(issuer).hostname.replace(/\.$/, '');
}
