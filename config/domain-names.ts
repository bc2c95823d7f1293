/** True for a domain itself and for every name below it. */
export function isWithinDomain(domain: string, hostname: string): boolean {
  return hostname === domain || hostname.endsWith(`.${domain}`);
}

/** True for a name that CoreDNS answers for the cluster alone (`kubernetes cluster.local` in K3s' Corefile). */
export function isClusterName(hostname: string): boolean {
  return /\.(svc|cluster\.local)$/.test(hostname);
}
