import { logsInAtPocketId, pocketIdHostname } from '../addons/pocket-id';
import { domainOf } from '../domains';
import { isLanService } from '../lan-services';
import { HTTPS_PORT, listenPortOf } from '../listen-port';
import { nearest } from '../nearest';
import { pageNames } from '../page-names';
import { platformInterfaces } from '../platform';
import { formatPath, type ConfigPath, type Problem } from '../problem';
import { isPrivateName, registeredDomain } from '../public-names';
import type { HomelabConfig } from '../schema';
import { loginHostname, loginPages } from '../login-pages';
import { asksForLogin } from '../login-services';
import { passedHostnames, serviceHostnames } from '../service-rules';
import { wildcardFor } from '../wildcards';

const TUNNEL: ConfigPath = ['addons', 'cloudflared'];

/** What a tunnel opens to the internet is there, can be reached, and asks who comes. */
export function checkTunnel(config: HomelabConfig): Problem[] {
  const { enabled, pages } = config.addons.cloudflared;
  if (!enabled) { return []; }
  return [
    ...checkProxy(config),
    ...pages.flatMap(({ hostname }, index) => {
      const path = [...TUNNEL, 'pages', index, 'hostname'];
      const before = pages.findIndex((each) => each.hostname === hostname);
      return before < index
        ? [{ path, what: `is named above already (${hostname})`, fix: 'keep one of the two' }]
        : checkName(config, hostname, path);
    }),
    ...pages.flatMap((_, index) => checkLogin(config, index)),
    ...checkWayToLogin(config),
  ];
}

/** Its connections are no HTTP: docs of Cloudflare One, "Tunnel with firewall". */
function checkProxy({ network }: HomelabConfig): Problem[] {
  return network.proxy === undefined ? [] : [{
    path: [...TUNNEL, 'enabled'], related: [['network', 'proxy']], severity: 'warning', rule: 'tunnel-pages',
    what: 'starts a tunnel, which knows no proxy, and a network that lets nothing else out has none',
    fix: 'have port 7844 let out, TCP or UDP, to region1.v2.argotunnel.com and region2.v2.argotunnel.com',
  }];
}

function checkName(config: HomelabConfig, hostname: string, path: ConfigPath): Problem[] {
  const domain = domainOf(config, hostname);
  if (domain === undefined) {
    return [{
      path, related: [['domain']],
      what: `is a name outside of the domains of this lab (${hostname}), for which the gateway has no certificate and no route`,
      fix: 'write the name of a page of the lab, or add its domain under domains',
    }];
  }
  if (isPrivateName(hostname)) {
    return [{
      path, related: [domain.at], what: `is a name that nobody has on the internet (${hostname}), so that Cloudflare cannot have its zone`,
      fix: 'write a domain that you own, and whose name servers are those of Cloudflare',
    }];
  }
  if (passedHostnames(config).includes(hostname)) {
    return [{
      path, what: `is a page that brings its own certificate (${hostname}), and the tunnel would have to know it`,
      fix: 'leave it out, or let the gateway have the certificate: remove protocol: tls from its service',
    }];
  }
  return [...checkDepth(hostname, path), ...checkPage(config, hostname, path), ...checkRecord(config, hostname, path)];
}

/**
 * Browsers speak TLS with Cloudflare, whose free certificate has the name of the zone and one label below it:
 * https://developers.cloudflare.com/ssl/edge-certificates/universal-ssl/limitations/
 */
function checkDepth(hostname: string, path: ConfigPath): Problem[] {
  const zone = registeredDomain(hostname);
  const labels = hostname.slice(0, -zone.length - 1).split('.').length;
  return hostname === zone || labels === 1 ? [] : [{
    path, severity: 'warning', rule: 'tunnel-pages',
    what: `is ${labels} labels below ${zone} (${hostname}), and the certificate that Cloudflare gives away covers one: browsers would `
      + 'refuse it',
    fix: `take a name such as ${hostname.split('.')[0] ?? ''}.${zone}, or order an advanced certificate there`,
  }];
}

function checkPage(config: HomelabConfig, hostname: string, path: ConfigPath): Problem[] {
  const pages = pageNames(config);
  if (pages.has(hostname) || wildcardFor(pages, hostname) !== undefined) { return checkPort(config, hostname, path); }
  const guess = nearest(hostname, [...pages]);
  return [{
    path, severity: 'warning', rule: 'tunnel-pages',
    what: `is no page that homelab.yaml names (${hostname}), and the gateway answers 404 unless an application of yours brings its route`,
    fix: guess === undefined ? 'add an entry under services, or remove it' : `did you mean ${guess}?`,
  }];
}

/** The tunnel may speak to port 443 of gateways. */
function checkPort(config: HomelabConfig, hostname: string, path: ConfigPath): Problem[] {
  if (platformInterfaces(config).some((page) => page.hostname === hostname)) { return []; }
  const pages = pageNames(config);
  const served = pages.has(hostname) ? hostname : wildcardFor(pages, hostname);
  const asked = config.services.flatMap((service, index) =>
    serviceHostnames(config, service).some((each) => each.hostname === served)
      ? [{ index, port: isLanService(service) ? HTTPS_PORT : listenPortOf(service) }] : []);
  const [first] = asked;
  return first === undefined || asked.some(({ port }) => port === HTTPS_PORT) ? [] : [{
    path, related: [['services', first.index, 'listenPort']], severity: 'warning', rule: 'tunnel-pages',
    what: `is at port ${asked.map(({ port }) => port).join(' and ')} of the gateway alone (${hostname}), and the tunnel may speak to 443`,
    fix: 'remove listenPort from its service, or leave the page out',
  }];
}

/** A name has either the address of the gateway or a CNAME to the tunnel. */
function checkRecord({ dns }: HomelabConfig, hostname: string, path: ConfigPath): Problem[] {
  return dns.provider !== 'external-dns' || dns.zone.at !== 'cloudflare' ? [] : [{
    path, related: [['dns', 'zone', 'at']], severity: 'warning', rule: 'tunnel-pages',
    what: `gets a record with the address of the gateway from external-dns (${hostname}), and Cloudflare makes none for the tunnel beside `
      + 'it',
    fix: 'set dns to manual and make the one record *.<domain>, beside which there may be others for single names',
  }];
}

/** Who is sent to the page where people log in has to get there. */
function checkWayToLogin(config: HomelabConfig): Problem[] {
  const { pages } = config.addons.cloudflared;
  const behind = new Set(loginPages(config).map(({ hostname }) => hostname));
  const index = pages.findIndex(({ hostname }) => behind.has(hostname));
  if (index < 0) { return []; }
  const way: [host: string | undefined, key: ConfigPath][] = [
    [loginHostname(config), ['login', 'host']],
    [logsInAtPocketId(config) ? pocketIdHostname(config) : undefined, ['addons', 'pocket-id', 'host']],
  ];
  return way.flatMap(([host, key]): Problem[] => host === undefined || pages.some(({ hostname }) => hostname === host) ? [] : [{
    path: [...TUNNEL, 'pages', index, 'hostname'], related: [key], severity: 'warning', rule: 'tunnel-pages',
    what: `is behind the login (${pages[index]?.hostname ?? ''}), and the page where people log in is not among them (${host}): from the `
      + 'internet nobody gets in',
    fix: `add { hostname: ${host} } to pages, and a public hostname for it at Cloudflare`,
  }]);
}

function checkLogin(config: HomelabConfig, index: number): Problem[] {
  const page = config.addons.cloudflared.pages[index];
  if (page === undefined) { return []; }
  const { hostname, login } = page;
  const path = [...TUNNEL, 'pages', index, login === undefined ? 'hostname' : 'login'];
  const shown = platformInterfaces(config).find((each) => each.hostname === hostname);
  if (shown && shown.guard !== 'nobody') { return []; }
  const service = config.services.findIndex((each) => serviceHostnames(config, each).some((name) => name.hostname === hostname));
  if (shown) {
    return login === 'access' ? [] : [{
      path, severity: 'warning', rule: 'tunnel-pages',
      what: `opens ${formatPath(shown.key)} to the internet (${hostname}), which asks nobody for a login`,
      fix: 'put an application of Cloudflare Access before it and write login: access, or remove it',
    }];
  }
  const asked = config.services[service];
  if (asked && asksForLogin(asked)) { return []; }
  if (login !== undefined || (asked !== undefined && 'jwt' in asked && asked.jwt !== undefined)) { return []; }
  return [{
    path, related: service < 0 ? [] : [['services', service]], severity: 'warning', rule: 'tunnel-pages',
    what: `is opened to the internet (${hostname}), and nothing says who asks for a login`,
    fix: 'write login: app if it does so itself, login: access if Cloudflare Access does, or login: none if everybody may see it',
  }];
}
