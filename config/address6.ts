import { isIPv6 } from 'node:net';
import { IPv6 } from 'ipaddr.js';

/** First and last address of a block of IPv6, both inclusive, as numbers of 128 bits. */
export interface AddressRange6 {
  /** The lowest address. */
  readonly first: bigint;
  /** The highest address. */
  readonly last: bigint;
}

const BITS = 128n;

/**
 * The block behind `fd00::1-fd00::ff` or `fd00::/64`; undefined if malformed or reversed. A prefix may stand behind any address of its
 * block.
 */
export function parseRange6(text: string): AddressRange6 | undefined {
  const [base = '', prefix, ...more] = text.split('/');
  if (prefix !== undefined) {
    const address = parse6(base);
    if (address === undefined || more.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > BITS) { return undefined; }
    const size = 1n << (BITS - BigInt(prefix));
    const first = address - address % size;
    return { first, last: first + size - 1n };
  }
  const [from = '', to = '', ...rest] = text.split('-');
  const [first, last] = [parse6(from.trim()), parse6(to.trim())];
  return first !== undefined && last !== undefined && first <= last && rest.length === 0 ? { first, last } : undefined;
}

function parse6(text: string): bigint | undefined {
  if (!isIPv6(text) || text.includes('%')) { return undefined; }
  return IPv6.parse(text).toByteArray().reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}
