import { parseAddress } from './address';
import type { Objection } from './objection';
import { formatValue } from './problem';

/** Labels of a host name; chrony asks the resolver, which takes capitals, and a machine at home may have one label. */
const HOST_NAME = /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\.?$/;

const FIX = 'write a host name or an IPv4 address, such as ntp.ubuntu.com, de.pool.ntp.org or 192.168.1.1';

/** What speaks against a time server, if anything. */
export function timeServerObjection(value: string): Objection | undefined {
  if (isTimeServer(value)) { return undefined; }
  if (/^[a-z]+:\/\//i.test(value)) { return { what: 'is the address of a page, and a time server has none', fix: FIX }; }
  if (/^[A-Za-z0-9.-]+:\d+$/.test(value)) { return { what: 'has a port, and NTP is always at port 123', fix: `write ${hostOf(value)}` }; }
  if (/^\[?[0-9a-f]*:[0-9a-f:]+\]?$/i.test(value)) {
    return { what: 'is an IPv6 address, and the nodes have only IPv4', fix: FIX };
  }
  const [first = '', second = ''] = value.split(/\s+/);
  if (/^(pool|server|peer)$/i.test(first) || second !== '') {
    return { what: 'is a line of chrony.conf', fix: `write only the name or the address${second === '' ? '' : `: ${nameIn(value)}`}` };
  }
  return { what: 'is not a host name or an IPv4 address', fix: FIX };
}

function isTimeServer(value: string): boolean {
  // A name whose last label is a number is an address that was mistyped (https://url.spec.whatwg.org/#ends-in-a-number-checker).
  return parseAddress(value) !== undefined || (HOST_NAME.test(value) && !/(^|\.)\d+\.?$/.test(value));
}

function hostOf(value: string): string { return value.slice(0, value.lastIndexOf(':')); }

function nameIn(value: string): string {
  const [first = '', second = ''] = value.split(/\s+/);
  return formatValue(/^(pool|server|peer)$/i.test(first) ? second : first);
}
