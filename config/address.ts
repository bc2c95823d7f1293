import { IPv4 } from 'ipaddr.js';
import type { Objection } from './objection';

/**
 * Arithmetic on IPv4 addresses, as plain numbers from 0 to 2^32 - 1, so that ranges compare with `<`.
 * Parsing is ipaddr.js'; only dotted quads are accepted, never its octal and hexadecimal forms.
 */

/** First and last address of a block, both inclusive. */
export interface AddressRange {
  /** The lowest address. */
  readonly first: number;
  /** The highest address. */
  readonly last: number;
}

/** A network in CIDR form. */
export interface Network extends AddressRange {
  /** Prefix length, 0 to 32. */
  readonly prefix: number;
}

/** The number behind `192.168.100.10`, or undefined if the text is no dotted quad. */
export function parseAddress(text: string): number | undefined {
  if (!IPv4.isValidFourPartDecimal(text)) { return undefined; }
  return IPv4.parse(text).octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

/** The dotted quad of a number made by `parseAddress`. */
export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** The network behind `192.168.100.0/24`; undefined if malformed or if host bits are set. */
export function parseNetwork(text: string): Network | undefined {
  const [base, prefixText, ...rest] = text.split('/');
  if (base === undefined || prefixText === undefined || rest.length > 0 || !/^(0|[1-9]\d?)$/.test(prefixText)) { return undefined; }
  const first = parseAddress(base);
  const prefix = Number(prefixText);
  if (first === undefined || prefix > 32) { return undefined; }
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? { first, last: first + size - 1, prefix } : undefined;
}

/** The block behind `192.168.100.200-192.168.100.220` or `192.168.100.192/27`; undefined if malformed or reversed. */
export function parseRange(text: string): AddressRange | undefined {
  const network = parseNetwork(text);
  if (network) { return { first: network.first, last: network.last }; }
  const [from, to, ...rest] = text.split('-');
  if (from === undefined || to === undefined || rest.length > 0) { return undefined; }
  const first = parseAddress(from.trim());
  const last = parseAddress(to.trim());
  return first !== undefined && last !== undefined && first <= last ? { first, last } : undefined;
}

/** What speaks against a block of addresses, if anything. */
export function rangeObjection(text: string): Objection | undefined {
  if (parseRange(text)) { return undefined; }
  return parseAddress(text) === undefined
    ? { what: 'is not an address range', fix: 'write first-last with the smaller address first, such as 192.168.100.200-192.168.100.220' }
    : { what: 'is a single address, which MetalLB refuses as a pool', fix: `write ${text}-${text} or ${text}/32` };
}

/** True when every address of `inner` is in `outer`. */
export function contains(outer: AddressRange, inner: AddressRange | number): boolean {
  const { first, last } = typeof inner === 'number' ? { first: inner, last: inner } : inner;
  return outer.first <= first && last <= outer.last;
}

/** The parts of a block that none of the others covers, lowest first. */
export function gaps(block: AddressRange, taken: readonly AddressRange[]): AddressRange[] {
  const free: AddressRange[] = [];
  let next = block.first;
  for (const { first, last } of taken.filter((each) => overlaps(block, each)).sort((a, b) => a.first - b.first)) {
    if (first > next) { free.push({ first: next, last: first - 1 }); }
    next = Math.max(next, last + 1);
  }
  return next <= block.last ? [...free, { first: next, last: block.last }] : free;
}

/** The addresses of a network that a machine can have: all but its own and its broadcast address; none below four. */
export function usable({ first, last }: AddressRange): AddressRange {
  return { first: first + 1, last: last - 1 };
}

/** How many addresses a block has. */
export function sizeOf({ first, last }: AddressRange): number {
  return Math.max(0, last - first + 1);
}

/** True when the two blocks share an address. */
export function overlaps(a: AddressRange, b: AddressRange): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** The number behind an address that a field rule has passed. @throws Error if it does not parse */
export const addressOf = (text: string): number => known(parseAddress(text), text);

/** The network behind a text that a field rule has passed. @throws Error if it does not parse */
export const networkOf = (text: string): Network => known(parseNetwork(text), text);

/** The block behind a text that a field rule has passed. @throws Error if it does not parse */
export const rangeOf = (text: string): AddressRange => known(parseRange(text), text);

function known<T>(value: T | undefined, text: string): T {
  if (value === undefined) { throw new Error(`${text} passed its field rule but does not parse`); }
  return value;
}
