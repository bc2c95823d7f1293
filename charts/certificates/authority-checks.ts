import type { ConfigCheck } from '../../config/checks';
import { domainSolvers, labDomains, solverSecret } from '../../config/domains';
import { hostWords } from '../../config/host-words';
import { asksAcme, authorityAt, publicAuthorityOf } from '../../config/public-authorities';
import type { ConfigPath, Problem } from '../../config/problem';
import { isPrivateName } from '../../config/public-names';
import type { HomelabConfig } from '../../config/schema';
import { MADE_SECRETS } from './names';

/** What an authority that homelab.yaml names has to be told, and what it can be reached with. */
export const AUTHORITY_CONFIG_CHECKS: readonly ConfigCheck[] = [
  checkServerNamed, checkDirectory, checkBinding, checkProfile, checkTrusted, checkNameServers, checkSecretNames,
];

const ISSUER: ConfigPath = ['tls', 'issuer'];
const SERVER: ConfigPath = ['tls', 'acme', 'server'];

function checkServerNamed({ tls }: HomelabConfig): Problem[] {
  if (tls.issuer !== 'acme' || tls.acme !== undefined) { return []; }
  return [{
    path: ISSUER, related: [['tls', 'acme']], what: 'is acme, and nothing says which ACME server that is',
    fix: 'add "acme: { server: https://... }" below tls',
  }];
}

/** A host alone is the page that people read, and below a directory is none. */
function checkDirectory({ tls: { issuer, acme } }: HomelabConfig): Problem[] {
  const authority = issuer === 'acme' && acme ? authorityAt(acme.server) : undefined;
  if (!acme || !authority || !isBeside(acme.server, authority.directory)) { return []; }
  return [{
    path: SERVER, related: [ISSUER], what: `is not the directory of ${authority.name}`,
    fix: `write ${authority.directory}`,
  }];
}

function checkBinding({ tls: { issuer, acme } }: HomelabConfig): Problem[] {
  const authority = issuer === 'acme' && acme ? authorityAt(acme.server) : undefined;
  if (acme?.externalAccountBinding !== undefined || authority?.needsBinding !== true) { return []; }
  return [{
    path: SERVER, related: [ISSUER, ['tls', 'acme', 'externalAccountBinding']],
    what: `is ${authority.name}, which makes an account only for somebody who has one there already`,
    fix: 'get a key there, and add "externalAccountBinding: { keyID: ... }" with its id below tls.acme',
  }];
}

/** cert-manager v1.21.1, third_party/forked/acme: a profile that the directory does not list fails the order. */
function checkProfile({ tls: { issuer, acme } }: HomelabConfig): Problem[] {
  const authority = issuer === 'acme' && acme ? authorityAt(acme.server) : undefined;
  if (acme?.profile === undefined || authority?.hasProfiles !== false) { return []; }
  return [{
    path: ['tls', 'acme', 'profile'], related: [SERVER, ISSUER],
    what: `is a kind of certificate, and ${authority.name} offers none to choose from, so every request would fail`, fix: 'remove it',
  }];
}

/** No public authority signs for a private name, and cert-manager trusts no other without being told. */
function checkTrusted({ tls: { issuer, acme }, values }: HomelabConfig): Problem[] {
  if (issuer !== 'acme' || acme === undefined || acme.caBundle !== undefined || !isPrivateServer(acme.server)) { return []; }
  // Somebody may put certificates into the pod's own list.
  const { volumes, extraEnv } = values['cert-manager'];
  if ([volumes, extraEnv].some((each) => Array.isArray(each) && each.length > 0)) { return []; }
  return [{
    path: SERVER, related: [ISSUER, ['tls', 'acme', 'caBundle']],
    what: `is at a name or an address for which no public authority signs (${new URL(acme.server).host}), `
      + 'so cert-manager does not trust it',
    fix: 'add its root certificate as tls.acme.caBundle',
  }];
}

/** Private networks of RFC 1918 and RFC 4193; certificates for addresses of the internet exist. */
const PRIVATE_ADDRESS = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[f[cd])/;

function isPrivateServer(server: string): boolean {
  const { hostname } = new URL(server);
  return /^(\d+\.){3}\d+$|^\[/.test(hostname) ? PRIVATE_ADDRESS.test(hostname) : isPrivateName(hostname);
}

/** Resolvers that serve the internet: they know no name that nobody delegates. By their makers' pages. */
const RESOLVERS: ReadonlySet<string> = new Set([
  '1.1.1.1', '1.0.0.1', '1.1.1.2', '1.0.0.2', '1.1.1.3', '1.0.0.3', '8.8.8.8', '8.8.4.4', '9.9.9.9', '149.112.112.112', '9.9.9.10',
  '149.112.112.10', '9.9.9.11', '149.112.112.11', '208.67.222.222', '208.67.220.220', '94.140.14.14', '94.140.15.15',
]);

/** cert-manager asks network.dnsServers, and nobody else, whether the record of a challenge is there (charts/certificates/values.ts). */
function checkNameServers(config: HomelabConfig): Problem[] {
  const { tls, network, values } = config;
  const asksOthers = values['cert-manager']['dns01RecursiveNameservers'] !== undefined;
  // A public authority does not sign for such a name in any case.
  if (tls.issuer !== 'acme' || publicAuthorityOf(tls) !== undefined || asksOthers) { return []; }
  if (!network.dnsServers.every((each) => RESOLVERS.has(each))) { return []; }
  const resolvers = network.dnsServers.join(', ');
  return labDomains(config).filter(({ name }) => isPrivateName(name)).map(({ name, at }) => ({
    path: at, related: [ISSUER, ['network', 'dnsServers']],
    what: `is a name that ${resolvers} cannot know (${name}), so cert-manager would never see the record that proves it`,
    fix: 'write the name server of your network into network.dnsServers',
  }));
}

/** Secrets in one namespace that somebody is asked for, and those that cert-manager writes. */
function checkSecretNames(config: HomelabConfig): Problem[] {
  const { tls } = config;
  const written: (readonly [ConfigPath, string | undefined])[] = [
    [
      ['tls', 'acme', 'externalAccountBinding', 'secretName'],
      tls.issuer === 'acme' ? tls.acme?.externalAccountBinding?.secretName : undefined,
    ],
    [['tls', 'ownCA', 'secretName'], tls.issuer === 'own-ca' ? tls.ownCA.secretName : undefined],
  ];
  return written.flatMap(([path, name]): Problem[] => {
    if (name === undefined) { return []; }
    if (MADE_SECRETS.includes(name)) {
      return [{ path, related: [ISSUER], what: `is a Secret that cert-manager writes itself (${name})`, fix: 'choose another name' }];
    }
    const solver = domainSolvers(config).find(({ dns01 }) => solverSecret(dns01) === name);
    if (!asksAcme(tls) || solver === undefined) { return []; }
    return [{
      path, related: [ISSUER, solver.at, ['tls', 'route53', 'credentialsSecretName']],
      what: `is the Secret with the credentials of the DNS provider (${name}), and `
        + `${hostWords(config).secrets} would write each over the other`,
      fix: 'choose another name',
    }];
  });
}

/** True for the host of a directory alone, and for an address below the directory. */
function isBeside(server: string, directory: string): boolean {
  const [given, known] = [server, directory].map((each) => new URL(each).pathname.replace(/\/+$/, ''));
  return given === '' || given?.startsWith(`${known ?? ''}/`) === true;
}
