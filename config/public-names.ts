import { isWithinDomain } from './domain-names';
import { parse } from 'tldts';
import type { Objection } from './objection';
import { LETS_ENCRYPT } from './public-authorities';

/*
 * Which names a public authority signs. The rules are those of Boulder, Let's Encrypt's own server (validNonWildcardDomain and ValidDomain
 * in https://github.com/letsencrypt/boulder/blob/main/policy/pa.go), over the Public Suffix List that tldts has inside. All but the number
 * of labels are those of every public authority: 4.2.2 (names that are not public), 3.2.2.6 (wildcards at a public suffix) and 7.1.2.7.12
 * (reserved labels) of the Baseline Requirements, https://cabforum.org/working-groups/server/baseline-requirements/requirements/.
 */

/** Boulder's maxLabels, of which the wildcard takes none. */
const MOST_LABELS = 10;

/**
 * Names for private use or for no use, which no public authority signs, whatever the list of suffixes says of them:
 * https://www.iana.org/assignments/special-use-domain-names/, and for `internal` the resolution of ICANN's board of 29 July 2024.
 */
const SPECIAL: Readonly<Record<string, string>> = {
  local: 'which multicast DNS keeps for itself (RFC 6762)',
  internal: 'which ICANN keeps for private networks',
  'home.arpa': 'which is kept for homes (RFC 8375)',
  arpa: 'which belongs to the machinery of the internet (RFC 3172)',
  test: 'which is kept for tests (RFC 6761)',
  example: 'which is kept for examples (RFC 6761)',
  invalid: 'which is kept for names that lead nowhere (RFC 6761)',
  localhost: 'which is the machine itself (RFC 6761)',
  onion: 'which is Tor\'s own (RFC 7686)',
  alt: 'which is kept for other systems than DNS (RFC 9476)',
};

/**
 * What speaks against having a public authority sign a domain and the wildcard below it, if anything.
 *
 * @param authority - by its name
 */
export function publicDomainObjection(domain: string, authority: string): Objection | undefined {
  const fix = 'write a domain that you own, or set tls.issuer to homelab-ca, which signs any';
  const special = Object.keys(SPECIAL).find((name) => isWithinDomain(name, domain));
  if (special !== undefined) { return { what: `ends in .${special}, ${SPECIAL[special]}; ${authority} does not sign it`, fix }; }
  const labels = domain.split('.');
  if (labels.length > MOST_LABELS && authority === LETS_ENCRYPT.name) {
    return { what: `has ${labels.length} parts, and ${authority} signs names of ${MOST_LABELS} at most`, fix: 'choose a shorter domain' };
  }
  // RFC 5890, 2.3.1: two hyphens there are for encodings, of which one exists.
  const reserved = labels.find((label) => label.startsWith('--', 2) && !(label.startsWith('xn--') && isEncoded(label)));
  if (reserved !== undefined) {
    const what = `has the part "${reserved}", whose form is reserved for names in other alphabets; ${authority} does not sign it`;
    return { what, fix: reserved.startsWith('xn--') ? 'copy the name as your registrar shows it' : 'choose a name without "--" there' };
  }
  const { publicSuffix, isIcann, isPrivate, domain: registered } = parse(domain, { allowPrivateDomains: true });
  if (isIcann !== true && isPrivate !== true) {
    return { what: `ends in .${labels.at(-1) ?? ''}, which is no top-level domain of the internet; ${authority} does not sign it`, fix };
  }
  if (registered === null) {
    const what = `is a public suffix (${publicSuffix ?? domain}): whoever asks may have a name below it, so no certificate covers them all`;
    return { what, fix: `write a name of your own below it, such as my-name.${domain}` };
  }
  return undefined;
}

/** True for an A-label that stands for a name in another alphabet: the letters come back when it is read and written again. */
function isEncoded(label: string): boolean {
  try {
    return new URL(`https://${label}`).hostname === label;
  } catch {
    return false;
  }
}

/**
 * True for a domain that only name servers of one's own can answer for: nobody delegates it on the internet. An authority's private names,
 * and top-level domains that do not exist.
 */
export function isPrivateName(domain: string): boolean {
  const { isIcann, isPrivate } = parse(domain, { allowPrivateDomains: true });
  return Object.keys(SPECIAL).some((name) => isWithinDomain(name, domain)) || (isIcann !== true && isPrivate !== true);
}

/** RFC 2606, section 3; Boulder's forbiddenMailDomains. */
const EXAMPLES = /(^|\.)example\.(com|net|org)$/;

/** True for a domain that stands for one in examples. Nobody owns it, so it can only be there to be replaced. */
export function isExampleDomain(domain: string): boolean {
  return EXAMPLES.test(domain);
}

/**
 * What speaks against an address as that of an account with Let's Encrypt, if anything: ValidEmail in
 * https://github.com/letsencrypt/boulder/blob/main/policy/pa.go.
 */
export function accountMailObjection(address: string): Objection | undefined {
  const fix = 'write an address at which you read mail';
  if (/[^\u0021-\u007e]/.test(address)) { return { what: 'has letters outside ASCII, which Let\'s Encrypt does not take', fix }; }
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  const labels = domain.split('.');
  const { isIcann, isPrivate } = parse(domain, { allowPrivateDomains: true });
  const special = Object.keys(SPECIAL).find((name) => isWithinDomain(name, domain));
  if (special === undefined && (isIcann === true || isPrivate === true)) { return undefined; }
  const where = special ?? labels.at(-1) ?? '';
  return { what: `is at .${where}, where no mail from outside arrives; Let's Encrypt refuses such an account`, fix };
}

/** The part of a name that somebody has registered, such as `example.co.uk`; the name itself where the list of suffixes knows none. */
export function registeredDomain(domain: string): string {
  return parse(domain, { allowPrivateDomains: true }).domain ?? domain;
}

/** True for a name below which whoever asks may have a name: browsers take no cookie for all of it (RFC 6265, 5.3). */
export function isPublicSuffix(domain: string): boolean {
  return parse(domain, { allowPrivateDomains: true }).domain === null;
}
