import { networkOf, overlaps, type AddressRange } from './address';

/*
 * Blocks of IPv4 that are no ordinary addresses: https://www.iana.org/assignments/iana-ipv4-special-registry/, and multicast from
 * https://www.iana.org/assignments/multicast-addresses/ (RFC 5771).
 */

/** A block that no machine can have an address of. */
export interface SpecialBlock extends AddressRange {
  /** What its addresses are for; continues "addresses". */
  readonly use: string;
  /** The block, and where it is kept. */
  readonly source: string;
}

const block = (cidr: string, rfc: string, use: string): SpecialBlock => ({ ...networkOf(cidr), use, source: `${cidr}, ${rfc}` });

/** Those that the registry calls not forwardable, and multicast: what the nodes would send there never arrives. */
const UNUSABLE: readonly SpecialBlock[] = [
  block('0.0.0.0/8', 'RFC 791', 'that stand for "this network"'),
  block('127.0.0.0/8', 'RFC 1122', 'of the loopback, where every machine reaches only itself'),
  block('169.254.0.0/16', 'RFC 3927', 'that machines give themselves and no router forwards'),
  block('192.0.0.0/24', 'RFC 6890', 'of protocols of the IETF'),
  block('192.0.2.0/24', 'RFC 5737', 'for documentation'),
  block('198.51.100.0/24', 'RFC 5737', 'for documentation'),
  block('203.0.113.0/24', 'RFC 5737', 'for documentation'),
  block('224.0.0.0/4', 'RFC 5771', 'of groups of machines (multicast)'),
  block('240.0.0.0/4', 'RFC 1112', 'that are reserved, which Windows and Linux drop'),
];

/** Those that may be used by anybody for themselves: private networks, those of carriers, and those for benchmarks. */
const PRIVATE: readonly AddressRange[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '198.18.0.0/15'].map(networkOf);

/** Blocks in which there is nothing of the internet: those of anybody's own, and those that are not forwarded or lead to groups. */
export const NOT_INTERNET: readonly string[] = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '198.18.0.0/15',
  '224.0.0.0/4', '240.0.0.0/4',
];

/** The special block that a block has addresses of; undefined for one that machines can have. */
export function specialBlock(range: AddressRange): SpecialBlock | undefined {
  return UNUSABLE.find((each) => overlaps(each, range));
}

/** True for a block in which every address is one that anybody may use for themselves. */
export function isPrivate(range: AddressRange): boolean {
  return PRIVATE.some(({ first, last }) => first <= range.first && range.last <= last);
}
