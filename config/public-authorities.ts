/** A certificate authority that anybody may ask by ACME, and whose rules are known here. */
export interface PublicAuthority {
  /** As people call it, such as "Let's Encrypt". */
  readonly name: string;
  /** Address of its directory, the one document from which a client learns all others (RFC 8555, 7.1.1). */
  readonly directory: string;
  /** What it is where its certificates are for tests, and no device trusts them. @default - every device trusts them */
  readonly tests?: string;
  /** True where it makes no account without an account binding (RFC 8555, 7.3.4). */
  readonly needsBinding: boolean;
  /** False where its directory offers no profiles, so that cert-manager fails every request that names one. */
  readonly hasProfiles: boolean;
}

/** Let's Encrypt. https://letsencrypt.org/docs/acme-protocol-updates/ */
export const LETS_ENCRYPT: PublicAuthority = {
  name: "Let's Encrypt", directory: 'https://acme-v02.api.letsencrypt.org/directory', needsBinding: false, hasProfiles: true,
};
/** Its staging service. https://letsencrypt.org/docs/staging-environment/ */
export const LETS_ENCRYPT_STAGING: PublicAuthority = {
  ...LETS_ENCRYPT, directory: 'https://acme-staging-v02.api.letsencrypt.org/directory', tests: "Let's Encrypt's staging service",
};

const GOOGLE: PublicAuthority = {
  name: 'Google Trust Services', directory: 'https://dv.acme-v02.api.pki.goog/directory', needsBinding: true, hasProfiles: false,
};

/**
 * Those that people use at home: the directories as https://go-acme.github.io/lego/advanced/caservers/ lists them. ZeroSSL and Google say
 * that accounts need a binding (https://zerossl.com/documentation/acme/,
 * https://cloud.google.com/certificate-manager/docs/public-ca-tutorial), and so does SSL.com
 * (https://www.ssl.com/guide/ssl-tls-certificate-issuance-and-revocation-with-acme/).
 */
const AUTHORITIES: readonly PublicAuthority[] = [
  LETS_ENCRYPT,
  LETS_ENCRYPT_STAGING,
  { name: 'ZeroSSL', directory: 'https://acme.zerossl.com/v2/DV90', needsBinding: true, hasProfiles: false },
  GOOGLE,
  {
    ...GOOGLE, directory: 'https://dv.acme-v02.test-api.pki.goog/directory', tests: 'the test service of Google Trust Services',
  },
  { name: 'SSL.com', directory: 'https://acme.ssl.com/sslcom-dv-ecc', needsBinding: true, hasProfiles: true },
];

const byHost = new Map(AUTHORITIES.map((authority) => [new URL(authority.directory).hostname, authority]));

/**
 * The public authority at an address.
 *
 * @param server - of a directory, or of anything else at the same host
 * @returns undefined for one that is not known, which may be a private one
 */
export function authorityAt(server: string): PublicAuthority | undefined {
  return URL.canParse(server) ? byHost.get(new URL(server).hostname) : undefined;
}

/** The keys of `tls` that say who signs. */
interface IssuerKeys {
  readonly issuer: string;
  readonly acme?: { readonly server: string } | undefined;
}

/** The public authority that signs the certificate; undefined where a private one does, or one that is not known. */
export function publicAuthorityOf({ issuer, acme }: IssuerKeys): PublicAuthority | undefined {
  switch (issuer) {
    case 'letsencrypt-prod': return LETS_ENCRYPT;
    case 'letsencrypt-staging': return LETS_ENCRYPT_STAGING;
    case 'acme': return acme && authorityAt(acme.server);
    default: return undefined;
  }
}

/** True where an ACME server signs, and so has to be shown whose the domain is. */
export function asksAcme({ issuer }: Pick<IssuerKeys, 'issuer'>): boolean {
  return issuer !== 'homelab-ca' && issuer !== 'own-ca';
}
