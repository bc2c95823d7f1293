import { rangeOf } from './address';
import { isPrivateName } from './public-names';
import type { HomelabConfig } from './schema';
import { passedHostnames } from './service-rules';
import { isPrivate } from './special-addresses';

/* What programs in the cluster can reach and trust, which know the authorities of their images and the name servers of the nodes. */

/** True for a host that no public authority signs a certificate for. Addresses in brackets are those of IPv6, of which nothing is said. */
export function isUnsigned(host: string): boolean {
  if (host.startsWith('[')) { return false; }
  if (/^\d+(\.\d+){3}$/.test(host)) { return isPrivate(rangeOf(`${host}-${host}`)); }
  return isPrivateName(host);
}

/** True where the pages of the lab have certificates that nobody trusts who was not told to. */
export function signsPrivately({ tls }: Pick<HomelabConfig, 'tls'>): boolean {
  return ['homelab-ca', 'own-ca', 'letsencrypt-staging'].includes(tls.issuer)
    || tls.issuer === 'acme' && tls.acme?.caBundle !== undefined;
}

/** True for a page of the lab with such a certificate. Whoever hands TLS on brings one of its own. */
export function isSignedPrivately(config: HomelabConfig, page: string): boolean {
  return signsPrivately(config) && !passedHostnames(config).includes(page);
}

/** True where the pods of the lab find none of its pages: names of the hosts file or of its own name server that they are not told. */
export function hidesPages({ dns, network }: Pick<HomelabConfig, 'dns' | 'network'>): boolean {
  if (dns.pods) { return false; }
  const isHidden = dns.provider === 'hosts-file' || dns.provider === 'k8s-gateway';
  return isHidden && network.dnsServers.every((each) => !isPrivate(rangeOf(`${each}-${each}`)));
}
