import type { SecretReader } from '../core/secret-reader';

const certManager = (role: string, reason: string): SecretReader => ({ release: 'cert-manager', role, reason });

/** Roles of cert-manager that may read every Secret. */
export const CERTIFICATE_SECRET_READERS: readonly SecretReader[] = [
  certManager('cert-manager-cainjector', 'puts the authority of a Secret into webhooks that name one, in whatever namespace'),
  certManager('cert-manager-controller-issuers', 'reads the keys of Issuers, which may be in any namespace'),
  certManager('cert-manager-controller-clusterissuers', 'reads the keys of ClusterIssuers; the role is cluster-wide, wherever they are'),
  certManager('cert-manager-controller-certificates', 'writes certificates into Secrets beside the Certificate, in any namespace'),
  certManager('cert-manager-controller-orders', 'reads the keys of ACME accounts'),
  certManager('cert-manager-controller-challenges', 'reads the credentials of DNS providers'),
];
