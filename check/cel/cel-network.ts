import ipaddr from 'ipaddr.js';
import { isIP } from 'node:net';

/** An IP address, as Kubernetes' `ip()` makes it. */
export class Ip {
  private constructor(private readonly address: ipaddr.IPv4 | ipaddr.IPv6) {}

  /** Undefined for anything Kubernetes refuses: zones, IPv4 written as IPv6, leading zeros. */
  public static parse(text: string): Ip | undefined {
    if (isIP(text) === 0 || text.includes('%')) { return undefined; }
    const address = ipaddr.parse(text);
    return address.kind() === 'ipv6' && (address as ipaddr.IPv6).isIPv4MappedAddress() ? undefined : new Ip(address);
  }

  public get family(): number { return this.address.kind() === 'ipv4' ? 4 : 6; }
  public get bytes(): readonly number[] { return this.address.toByteArray(); }
  public get isUnspecified(): boolean { return this.bytes.every((byte) => byte === 0); }
  public get isLoopback(): boolean { return this.family === 4 ? this.bytes[0] === 127 : this.toString() === '::1'; }
  public get isLinkLocalMulticast(): boolean { return this.isIn('224.0.0.0/24', 'ff02::/16'); }
  public get isLinkLocalUnicast(): boolean { return this.isIn('169.254.0.0/16', 'fe80::/10'); }
  public get isMulticast(): boolean { return this.isIn('224.0.0.0/4', 'ff00::/8'); }

  /** Go's notion: everything but the special ones, private networks included. */
  public get isGlobalUnicast(): boolean {
    return !this.isUnspecified && !this.isLoopback && !this.isMulticast && !this.isLinkLocalUnicast && this.toString() !== '255.255.255.255';
  }

  /** The form of RFC 5952. */
  public toString(): string { return this.family === 4 ? this.address.toString() : new URL(`http://[${this.address.toNormalizedString()}]`).hostname.slice(1, -1); }

  private isIn(...networks: readonly string[]): boolean {
    return networks.some((network) => Cidr.parse(network)?.containsIp(this));
  }
}

/** A network, as Kubernetes' `cidr()` makes it. */
export class Cidr {
  private constructor(public readonly ip: Ip, public readonly prefixLength: number) {}

  public static parse(text: string): Cidr | undefined {
    const [, address, prefix] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
    const ip = address === undefined ? undefined : Ip.parse(address);
    return ip && Number(prefix) <= ip.bytes.length * 8 ? new Cidr(ip, Number(prefix)) : undefined;
  }

  public get masked(): Cidr {
    const bytes = this.ip.bytes.map((byte, index) => byte & mask(this.prefixLength - index * 8));
    return new Cidr(Ip.parse(ipaddr.fromByteArray(bytes).toString())!, this.prefixLength);
  }

  public containsIp(other: Ip): boolean {
    const mine = this.ip.bytes;
    return other.family === this.ip.family && other.bytes.every((byte, index) => ((byte ^ mine[index]!) & mask(this.prefixLength - index * 8)) === 0);
  }

  public containsCidr(other: Cidr): boolean {
    return other.prefixLength >= this.prefixLength && this.containsIp(other.ip);
  }

  public toString(): string { return `${this.ip.toString()}/${this.prefixLength}`; }
}

/** A byte with its first `bits` bits set. */
function mask(bits: number): number {
  return bits <= 0 ? 0 : bits >= 8 ? 0xff : 0xff & (0xff << (8 - bits));
}

/** An absolute address or path, as Kubernetes' `url()` makes it. */
export class Url {
  private constructor(public readonly scheme: string, public readonly host: string, public readonly hostname: string, public readonly port: string, public readonly escapedPath: string, private readonly rawQuery: string) {}

  /** By Go's `url.ParseRequestURI`; JavaScript's own URL drops default ports and takes more. */
  public static parse(text: string): Url | undefined {
    const [matched, scheme = '', authority, path = '', query = ''] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?]*))?(\/[^?]*)?(?:\?(.*))?$/s.exec(text) ?? [];
     
    if (matched === undefined || /[\x00-\x1f\x7f]/.test(text) || /%(?![0-9A-Fa-f]{2})/.test(path)) { return undefined; }
    if (scheme === '' && (authority !== undefined || path === '')) { return undefined; }
    if (scheme !== '' && authority === undefined && path === '') { return undefined; }
    const host = (authority ?? '').replace(/^.*@/, '');
    const [fits, bracketed, plain = '', port = ''] = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]\s]*))(?::(\d*))?$/.exec(host) ?? [];
    if (fits === undefined) { return undefined; }
    return new Url(scheme.toLowerCase(), host, bracketed ?? plain, port, escapePath(path), query);
  }

  public get query(): Map<string, string[]> {
    const query = new Map<string, string[]>();
    for (const [key, value] of new URLSearchParams(this.rawQuery)) { query.set(key, [...query.get(key) ?? [], value]); }
    return query;
  }
}

/** Escapes what a path cannot hold as it is, and nothing twice. */
function escapePath(path: string): string {
  return path.replaceAll(/%[0-9A-Fa-f]{2}|[A-Za-z0-9\-._~$&+,/:;=@!'()*]|[^]/gu, (part) => part.length > 1 && part.startsWith('%') || /^[A-Za-z0-9\-._~$&+,/:;=@!'()*]$/.test(part) ? part : encodeURIComponent(part));
}
