import type { Construct } from 'constructs';
import { dns01Of, dns01SecretName } from '../../config/dns01';
import { PLATFORM_NAMESPACES } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { CHARTS } from '../../versions';
import type { ChartPin, Dependency } from '../core/component';
import { noteOrigin } from '../core/origin';
import { CertificateAuthority } from './certificate-authority';
import { ClusterIssuers, type AcmeAccount } from './cluster-issuers';
import type { Dns01Solver } from './dns01-solver';
import { GatewayCertificate } from './gateway-certificate';
import { GATEWAY_CERTIFICATE } from './names';

/** The issuer for people without a domain, as `tls.issuer` names it. */
const OWN_AUTHORITY = 'homelab-ca';
/** Let's Encrypt, by the names of `tls.issuer`. https://letsencrypt.org/docs/acme-protocol-updates/ and /docs/staging-environment/ */
const LETS_ENCRYPT: readonly AcmeAccount[] = [
  { name: 'letsencrypt-prod', server: 'https://acme-v02.api.letsencrypt.org/directory', privateKeySecretName: 'letsencrypt-prod-key' },
  {
    name: 'letsencrypt-staging',
    server: 'https://acme-staging-v02.api.letsencrypt.org/directory',
    privateKeySecretName: 'letsencrypt-staging-key',
  },
];

/** cert-manager, with accounts at Let's Encrypt unless the lab signs for itself. */
export function clusterIssuers(scope: Construct, config: HomelabConfig, dependsOn: readonly Dependency[]): ClusterIssuers {
  const { domain, tls, network, values } = config;
  const acme = { accounts: LETS_ENCRYPT, email: tls.email, domain, solver: solverOf(tls), origin: ['tls'] };
  return new ClusterIssuers(scope, 'cluster-issuers', {
    pin: CHARTS['cert-manager'],
    namespace: PLATFORM_NAMESPACES.certManager,
    dnsServers: network.dnsServers,
    ...tls.issuer === OWN_AUTHORITY ? {} : { acme },
    values: values['cert-manager'],
    dependsOn,
  });
}

function solverOf(tls: HomelabConfig['tls']): Dns01Solver {
  const { dns01 } = dns01Of(tls);
  const { secretName = dns01SecretName(dns01.provider) } = dns01;
  if (dns01.provider !== 'webhook') { return { ...dns01, secretName }; }
  const { chart, ...solver } = dns01;
  return {
    ...solver,
    secretName,
    ...chart && { chart: { pin: pinOf(chart), values: chart.values } },
  };
}

/** Argo CD takes a registry without its scheme. */
function pinOf({ repoURL, name, version }: { readonly repoURL: string; readonly name: string; readonly version: string }): ChartPin {
  return { repository: repoURL.replace(/^oci:\/\//, ''), chart: name, version };
}

/** The lab's own authority. Its folder is one of its own, so that it is Healthy whatever becomes of an account at Let's Encrypt. */
export function certificateAuthority(scope: Construct, { domain }: HomelabConfig, issuers: ClusterIssuers): CertificateAuthority {
  return new CertificateAuthority(scope, 'certificate-authority', {
    namespace: PLATFORM_NAMESPACES.certManager,
    name: OWN_AUTHORITY,
    rootIssuer: 'homelab-selfsigned',
    domain,
    dependsOn: [issuers.chart],
  });
}

/** The certificate of everything behind the gateway. */
export function gatewayCertificate(scope: Construct, config: HomelabConfig, dependsOn: readonly Dependency[]): GatewayCertificate {
  const { domain, gateway, tls } = config;
  const layer = new GatewayCertificate(scope, 'certificates', {
    name: GATEWAY_CERTIFICATE, namespace: gateway.namespace, domain, issuer: tls.issuer, dependsOn,
  });
  noteOrigin(layer.certificate, { key: ['tls'] });
  return layer;
}
