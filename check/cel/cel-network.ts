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

  /** 4 or 6. */
  public get family(): number { return this.address.kind() === 'ipv4' ? 4 : 6; }
  /** Four of them, or sixteen. */
  public get bytes(): readonly number[] { return this.address.toByteArray(); }
  /** `0.0.0.0` or `::`. */
  public get isUnspecified(): boolean { return this.bytes.every((byte) => byte === 0); }
  /** `127.0.0.0/8` or `::1`. */
  public get isLoopback(): boolean { return this.family === 4 ? this.bytes[0] === 127 : this.toString() === '::1'; }
  /** `224.0.0.0/24` or `ff02::/16`. */
  public get isLinkLocalMulticast(): boolean { return this.isIn('224.0.0.0/24', 'ff02::/16'); }
  /** `169.254.0.0/16` or `fe80::/10`. */
  public get isLinkLocalUnicast(): boolean { return this.isIn('169.254.0.0/16', 'fe80::/10'); }
  /** `224.0.0.0/4` or `ff00::/8`. */
  public get isMulticast(): boolean { return this.isIn('224.0.0.0/4', 'ff00::/8'); }

  /** Go's notion: everything but the special ones, private networks included. */
  public get isGlobalUnicast(): boolean {
    const special = this.isUnspecified || this.isLoopback || this.isMulticast || this.isLinkLocalUnicast;
    return !special && this.toString() !== '255.255.255.255';
  }

  /** The form of RFC 5952. */
  public toString(): string {
    if (this.family === 4) { return this.address.toString(); }
    return new URL(`http://[${this.address.toNormalizedString()}]`).hostname.slice(1, -1);
  }

  private isIn(...networks: readonly string[]): boolean {
    return networks.some((network) => Cidr.parse(network)?.containsIp(this));
  }
}

/** A network, as Kubernetes' `cidr()` makes it. */
export class Cidr {
  private constructor(
    /** The address before the slash, which need not be that of the network. */
    public readonly ip: Ip,
    /** Bits that all addresses of the network share. */
    public readonly prefixLength: number,
  ) {}

  /** Undefined for anything Kubernetes refuses: no prefix, one with leading zeros, or one too long. */
  public static parse(text: string): Cidr | undefined {
    const [, address, prefix] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
    const ip = address === undefined ? undefined : Ip.parse(address);
    return ip && Number(prefix) <= ip.bytes.length * 8 ? new Cidr(ip, Number(prefix)) : undefined;
  }

  /** The same network, by its first address. */
  public get masked(): Cidr {
    const bytes = this.ip.bytes.map((byte, index) => byte & mask(this.prefixLength - index * 8));
    return new Cidr(Ip.parse(ipaddr.fromByteArray(bytes).toString())!, this.prefixLength);
  }

  /** True for an address of the network. */
  public containsIp(other: Ip): boolean {
    const mine = this.ip.bytes;
    if (other.family !== this.ip.family) { return false; }
    return other.bytes.every((byte, index) => ((byte ^ mine[index]!) & mask(this.prefixLength - index * 8)) === 0);
  }

  /** True for a part of the network, or all of it. */
  public containsCidr(other: Cidr): boolean {
    return other.prefixLength >= this.prefixLength && this.containsIp(other.ip);
  }

  /** As it was written, in the form of RFC 5952. */
  public toString(): string { return `${this.ip.toString()}/${this.prefixLength}`; }
}

/** A byte with its first `bits` bits set. */
function mask(bits: number): number {
  const set = Math.min(Math.max(bits, 0), 8);
  return 0xff & (0xff << (8 - set));
}

/** An absolute address or path, as Kubernetes' `url()` makes it. */
export class Url {
  private constructor(
    /** In lower case; empty for a path alone. */
    public readonly scheme: string,
    /** Host name with its port, if it has one. */
    public readonly host: string,
    /** Host name without brackets. */
    public readonly hostname: string,
    /** Empty if there is none. */
    public readonly port: string,
    /** The path with everything escaped that a path cannot hold. */
    public readonly escapedPath: string,
    private readonly rawQuery: string,
  ) {}

  /** By Go's `url.ParseRequestURI`; JavaScript's own URL drops default ports and takes more. */
  public static parse(text: string): Url | undefined {
    const [matched, scheme = '', authority, path = '', query = ''] = URL_PARTS.exec(text) ?? [];
    if (matched === undefined || /[\x00-\x1f\x7f]/.test(text) || /%(?![0-9A-Fa-f]{2})/.test(path)) { return undefined; }
    if (scheme === '' && (authority !== undefined || path === '')) { return undefined; }
    if (scheme !== '' && authority === undefined && path === '') { return undefined; }
    const host = (authority ?? '').replace(/^.*@/, '');
    const [fits, bracketed, plain = '', port = ''] = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]\s]*))(?::(\d*))?$/.exec(host) ?? [];
    if (fits === undefined) { return undefined; }
    return new Url(scheme.toLowerCase(), host, bracketed ?? plain, port, escapePath(path), query);
  }

  /** Values by key, in the order in which they are written. */
  public get query(): Map<string, string[]> {
    const query = new Map<string, string[]>();
    for (const [key, value] of new URLSearchParams(this.rawQuery)) { query.set(key, [...query.get(key) ?? [], value]); }
    return query;
  }
}

/** Scheme, authority, path and query. */
const URL_PARTS = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?]*))?(\/[^?]*)?(?:\?(.*))?$/s;

/** Escapes what a path cannot hold as it is, and nothing twice. */
function escapePath(path: string): string {
  return path.replaceAll(/%[0-9A-Fa-f]{2}|[A-Za-z0-9\-._~$&+,/:;=@!'()*]|[^]/gu, (part) => {
    const stays = (part.length > 1 && part.startsWith('%')) || /^[A-Za-z0-9\-._~$&+,/:;=@!'()*]$/.test(part);
    return stays ? part : encodeURIComponent(part);
  });
}
