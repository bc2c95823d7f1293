import { logsInAtPocketId } from '../addons/pocket-id';
import { hostWords } from '../host-words';
import { loginEndpoints } from '../login-provider';
import { isAccount, type Login } from '../login';
import { isInReachOfLogin, loginHostname, loginPages } from '../login-pages';
import { asksForLogin } from '../login-services';
import { pageNames } from '../page-names';
import { platformInterfaces } from '../platform';
import type { ConfigPath, Problem } from '../problem';
import { isPublicSuffix } from '../public-names';
import type { HomelabConfig } from '../schema';
import { serviceHostnames } from '../service-rules';
import { hidesPages, isSignedPrivately, isUnsigned } from '../trusted-hosts';
import { withoutEffect } from './effects';
import { checkOwnProvider } from './pocket-id';

/** Hosts of providers at which anybody can make an account. */
const OPEN_TO_ALL = ['accounts.google.com', 'gitlab.com', 'appleid.apple.com'];
/** Microsoft's tenant of all personal accounts: https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc */
const PERSONAL_TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad';
/** Domains at which anybody can have an address. */
const MAIL_FOR_ALL = [
  'gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'icloud.com', 'me.com', 'yahoo.com', 'aol.com',
  'proton.me', 'protonmail.com', 'gmx.net', 'gmx.de', 'gmx.com', 'web.de', 'mail.com', 'mail.ru', 'yandex.ru', 'qq.com', '163.com',
];

const ISSUER: ConfigPath = ['login', 'issuer'];

/** Whoever is meant gets in, and nobody else. */
export function checkLogin(config: HomelabConfig): Problem[] {
  const { login } = config;
  return [
    ...login === undefined ? [] : [
      ...checkIssuer(config, login), ...checkDomain(config), ...checkAccess(login), ...checkAdmins(login), ...checkGrafana(config),
    ],
    ...checkServices(config),
  ];
}

/** What asks the issuer for its keys is in the cluster: it has to find it and to trust its certificate. */
function checkIssuer(config: HomelabConfig, { issuer }: Login): Problem[] {
  const host = new URL(issuer).hostname.replace(/\.$/, '');
  const fix = 'write the address of a provider outside the lab, or of one with a certificate that every device trusts';
  if (host === loginHostname(config)) {
    return [{
      path: ISSUER, related: [['login', 'host'], ['domain']],
      what: `is the page that people come back to (${host}), and nobody logs in there`,
      fix: 'give login.host another name, or write the address of the provider',
    }];
  }
  if (logsInAtPocketId(config)) { return checkOwnProvider(config); }
  if (!pageNames(config).has(host)) {
    return isUnsigned(host) ? [{
      path: ISSUER, fix,
      what: `is at ${host}, for which no public authority signs a certificate, so that oauth2-proxy, Argo CD and Grafana do not trust it`,
    }] : [];
  }
  const behind = loginPages(config).find(({ hostname }) => hostname === host);
  if (behind) {
    return [{
      path: ISSUER, related: [behind.at], what: `is a page of this lab behind the login itself (${host}), so nobody could ever log in`,
      fix: 'remove login from that service',
    }];
  }
  if (isSignedPrivately(config, host)) {
    return [{
      path: ISSUER, related: [['tls', 'issuer']], fix,
      what: `is a page of this lab (${host}), signed by ${config.tls.issuer}, which oauth2-proxy, Argo CD and Grafana do not trust`,
    }];
  }
  return [hidesPages(config) ? {
    path: ISSUER, related: [['dns', 'pods'], ['network', 'dnsServers']],
    fix: 'remove pods from dns, or log in at a provider outside the lab',
    what: `is a page of this lab (${host}), which no name server that the pods ask knows, so nobody could log in`,
  } : {
    path: ISSUER, severity: 'warning', rule: 'login-issuer-outside',
    what: `is a page of this lab (${host}), which has to be ${config.dns.pods ? '' : 'found in DNS and '}reached through the gateway: `
      + 'until it is, nobody can log in',
    fix: `keep the passwords of Argo CD and Grafana at hand (${hostWords(config).passwords}), or use a provider outside the lab`,
  }];
}

function checkDomain({ domain }: HomelabConfig): Problem[] {
  return isPublicSuffix(domain) ? [{
    path: ['domain'], related: [['login']],
    what: `is a name below which whoever asks may have one (${domain}), for all of which browsers take no cookie: login would never end`,
    fix: `write a name of your own below it, such as lab.${domain}, or remove login`,
  }] : [];
}

/** Somebody is let in, and it is known who. */
function checkAccess({ issuer, emails, emailDomains, groups, anyone }: Login): Problem[] {
  const { hostname, pathname } = new URL(issuer);
  const isOpen = OPEN_TO_ALL.includes(hostname) || hostname === 'login.microsoftonline.com' && pathname.includes(PERSONAL_TENANT);
  const said = Object.entries({ emails, emailDomains, groups }).filter(([, value]) => value !== undefined).map(([key]) => key);
  if (anyone && said.length > 0) {
    return said.map((key) => withoutEffect(['login', key], 'login.anyone is true', 'remove one of the two'));
  }
  const problems: Problem[] = [];
  if (anyone && isOpen) {
    problems.push({
      path: ['login', 'anyone'], related: [ISSUER], what: `lets in whoever has an account at ${hostname}, and anybody can make one`,
      fix: 'remove it, and write who may as emails',
    });
  }
  if (!anyone && said.length === 0) {
    problems.push({
      path: ['login'], what: 'lets nobody in', fix: 'add emails: [you@example.org], emailDomains, groups, or anyone: true',
    });
  }
  if (groups && (emails ?? emailDomains)) {
    problems.push({
      path: ['login', 'groups'], related: [['login', emails ? 'emails' : 'emailDomains']],
      what: 'is given along with addresses, and oauth2-proxy would let in only who has both', fix: 'remove one of the two',
    });
  }
  if (groups && hostname === 'accounts.google.com') {
    problems.push({
      path: ['login', 'groups'], related: [ISSUER],
      what: "is never in Google's tokens, so nobody would get in", fix: 'write emails in its place',
    });
  }
  for (const [index, each] of (emailDomains ?? []).entries()) {
    if (MAIL_FOR_ALL.includes(each)) {
      problems.push({
        path: ['login', 'emailDomains', index], what: `is a domain at which anybody can have an address (${each})`,
        fix: 'write who may as emails',
      });
    }
  }
  return problems;
}

/** Who may change things may come in. */
function checkAdmins({ admins, anyone, groups, emails = [], emailDomains = [] }: Login): Problem[] {
  if (anyone || groups) { return []; }
  const isIn = (admin: string): boolean =>
    emails.some((each) => each.toLowerCase() === admin.toLowerCase())
    || emailDomains.some((each) => admin.toLowerCase().endsWith(`@${each}`));
  return admins.flatMap((admin, index) => isAccount(admin) && !isIn(admin)
    ? [withoutEffect(['login', 'admins', index], `login lets in nobody with this address (${admin})`, 'add it to login.emails')]
    : []);
}

/** Grafana has to be told the addresses that the others read from the issuer. */
function checkGrafana(config: HomelabConfig): Problem[] {
  if (!platformInterfaces(config).some(({ name }) => name === 'grafana') || loginEndpoints(config)) { return []; }
  return [{
    path: ISSUER, severity: 'warning', rule: 'login-endpoints-known', related: [['interfaces', 'grafana', 'expose']],
    what: 'does not say by its form which program answers there, and Grafana has to be told where: it keeps its own password alone',
    fix: 'add login.provider, or login.endpoints as in ISSUER/.well-known/openid-configuration',
  }];
}

function checkServices(config: HomelabConfig): Problem[] {
  const guarded = new Set(loginPages(config).map(({ hostname }) => hostname));
  return config.services.flatMap((service, index): Problem[] => {
    const path: ConfigPath = ['services', index, 'login'];
    if (!asksForLogin(service)) {
      return isHandedOn(service) ? [] : openBeside(config, service, index, guarded);
    }
    if (config.login === undefined) {
      return [{
        path, what: 'asks for a login, and this lab has none, so nobody could be asked who he is',
        fix: 'add login with an issuer (docs/login.md), or remove it',
      }];
    }
    const problems: Problem[] = [];
    for (const { hostname, at } of serviceHostnames(config, service)) {
      if (hostname === loginHostname(config)) { continue; }
      if (!isInReachOfLogin(config, hostname)) {
        problems.push({
          path, related: [['domain'], ['services', index, ...at]],
          what: `is for a page outside ${config.domain} (${hostname}), where browsers do not send the cookie of `
            + `${loginHostname(config) ?? ''}`,
          fix: `use a name below ${config.domain}, or remove it`,
        });
      }
    }
    if ('jwt' in service && service.jwt !== undefined) {
      problems.push({
        path, related: [['services', index, 'jwt']],
        what: 'is given along with jwt, which asks for a token that a browser has not got: nobody would get in',
        fix: 'remove one of the two',
      });
    }
    if (hasCors(service)) {
      problems.push({
        path, what: 'is given along with cors, and what browsers ask before such a request carries no cookie, so that it would be refused',
        fix: 'remove one of the two, or make a second service of what other pages call, under another host name',
      });
    }
    return problems;
  });
}

/** A policy knows host names: what shares one with a page behind the login is behind it, too. */
function openBeside(
  config: HomelabConfig, service: HomelabConfig['services'][number], index: number, guarded: ReadonlySet<string>,
): Problem[] {
  const shared = serviceHostnames(config, service).find(({ hostname }) => guarded.has(hostname));
  return shared === undefined ? [] : [{
    path: ['services', index, ...shared.at],
    what: `is a host name behind the login (${shared.hostname}), which this service does not ask for: it would be behind it all the same`,
    fix: 'login' in service ? 'add login: true to it, or give it another host name' : 'give it another host name',
  }];
}

/** What goes through unread has a listener of its own, which no policy of requests sees. */
function isHandedOn(service: HomelabConfig['services'][number]): boolean {
  return 'protocol' in service && service.protocol === 'tls';
}

function hasCors(service: HomelabConfig['services'][number]): boolean {
  const rules = 'rules' in service ? service.rules : [service];
  return rules.some((rule) => 'cors' in rule && rule.cors !== undefined);
}
