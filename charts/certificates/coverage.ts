/** True where a name on a certificate is good for a host name. A wildcard stands for exactly one label (RFC 6125, section 6.4.3). */
export function covers(name: string, hostname: string): boolean {
  if (!name.startsWith('*.')) { return name === hostname; }
  const dot = hostname.indexOf('.');
  return dot > 0 && hostname.slice(dot) === name.slice(1);
}
