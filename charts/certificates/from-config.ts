import type { Construct } from 'constructs';
import type { Dns01 } from '../../config/dns01';
import { domainSolvers, labDomains, solverSecret } from '../../config/domains';
import { PLATFORM_NAMESPACES } from '../../config/platform';
import type { ConfigPath } from '../../config/problem';
import { proxyVariables } from '../../config/proxy';
import { asksAcme, LETS_ENCRYPT, LETS_ENCRYPT_STAGING } from '../../config/public-authorities';
import { homelabSchema, type HomelabConfig } from '../../config/schema';
import { sites } from '../../config/sites';
import { CHARTS } from '../../versions';
import type { ChartPin, Dependency } from '../core/component';
import { mergeValues, type HelmValues } from '../core/helm-values';
import { noteOrigin } from '../core/origin';
import { CertificateAuthority } from './certificate-authority';
import { ClusterIssuers, type AcmeAccount, type AcmeIssuers } from './cluster-issuers';
import type { Dns01Solver } from './dns01-solver';
import { GatewayCertificate } from './gateway-certificate';
import { ACCOUNT_KEYS, certificateNameOf, OWN_AUTHORITY } from './names';

/** Let's Encrypt, by the names of `tls.issuer`: both, so that a change between them needs no new account. */
const LETS_ENCRYPT_ACCOUNTS: readonly AcmeAccount[] = [
  { name: 'letsencrypt-prod', server: LETS_ENCRYPT.directory, privateKeySecretName: ACCOUNT_KEYS.production },
  { name: 'letsencrypt-staging', server: LETS_ENCRYPT_STAGING.directory, privateKeySecretName: ACCOUNT_KEYS.staging },
];

/** cert-manager, with the accounts or the authority of `tls.issuer` unless the lab signs for itself. */
export function clusterIssuers(scope: Construct, config: HomelabConfig, dependsOn: readonly Dependency[]): ClusterIssuers {
  const { tls, network, values } = config;
  return new ClusterIssuers(scope, 'cluster-issuers', {
    pin: CHARTS['cert-manager'],
    namespace: PLATFORM_NAMESPACES.certManager,
    dnsServers: network.dnsServers,
    ...asksAcme(tls) ? { acme: acmeOf(config) } : {},
    ...tls.issuer === 'own-ca' ? { authority: { name: tls.issuer, secretName: tls.ownCA.secretName, origin: ['tls'] } } : {},
    values: mergeValues(proxyValues(config), values['cert-manager']),
    dependsOn,
  });
}

/** The chart hands these on to the controller, which asks ACME servers and providers of DNS. */
function proxyValues(config: HomelabConfig): HelmValues {
  const variables = proxyVariables(config);
  if (variables === undefined) { return {}; }
  const { HTTP_PROXY: http, HTTPS_PROXY: https, NO_PROXY: direct } = variables;
  return { ...http === undefined ? {} : { http_proxy: http }, https_proxy: https, no_proxy: direct };
}

function acmeOf(config: HomelabConfig): AcmeIssuers {
  const { tls } = config;
  const solvers = domainSolvers(config).map(({ at, domains, dns01 }) => ({ domains, solver: solverOf(dns01, at) }));
  const issuers = { solvers, origin: ['tls'] };
  if (tls.issuer !== 'acme' || tls.acme === undefined) { return { accounts: LETS_ENCRYPT_ACCOUNTS, email: tls.email, ...issuers }; }
  const { externalAccountBinding: binding, ...server } = tls.acme;
  // The placeholder is nobody's address, and an account needs none (RFC 8555, 7.1.2).
  const isPlaceholder = tls.email === homelabSchema.parse({}).tls.email;
  return {
    accounts: [{ name: tls.issuer, ...server, privateKeySecretName: ACCOUNT_KEYS.other, ...binding && { binding } }],
    ...isPlaceholder ? {} : { email: tls.email }, ...issuers,
  };
}

function solverOf(dns01: Dns01, at: ConfigPath): Dns01Solver {
  const secretName = solverSecret(dns01);
  if (dns01.provider !== 'webhook') { return { ...dns01, secretName }; }
  const { chart, ...solver } = dns01;
  return {
    ...solver,
    secretName,
    ...chart && { chart: { pin: pinOf(chart), values: chart.values, origin: [...at, 'chart'] } },
  };
}

/** Argo CD takes a registry without its scheme. */
function pinOf({ repoURL, name, version }: { readonly repoURL: string; readonly name: string; readonly version: string }): ChartPin {
  return { repository: repoURL.replace(/^oci:\/\//, ''), chart: name, version };
}

/** The lab's own authority. Its folder is one of its own, so that it is Healthy whatever becomes of an account at Let's Encrypt. */
export function certificateAuthority(scope: Construct, config: HomelabConfig, issuers: ClusterIssuers): CertificateAuthority {
  return new CertificateAuthority(scope, 'certificate-authority', {
    namespace: PLATFORM_NAMESPACES.certManager,
    name: OWN_AUTHORITY,
    rootIssuer: 'homelab-selfsigned',
    domains: labDomains(config).map(({ name }) => name),
    dependsOn: [issuers.chart],
  });
}

/** The certificate of everything behind the gateway. */
export function gatewayCertificate(scope: Construct, config: HomelabConfig, dependsOn: readonly Dependency[]): GatewayCertificate {
  const { gateway, tls } = config;
  const certificates = sites(config).map(({ key, names }) => ({ name: certificateNameOf(key), names }));
  const layer = new GatewayCertificate(scope, 'certificates', {
    certificates, namespace: gateway.namespace, issuer: tls.issuer, dependsOn,
  });
  layer.certificates.forEach((each, index) => { noteOrigin(each, { key: index === 0 ? ['tls'] : ['domains'] }); });
  return layer;
}
