import type { ConfigCheck } from '../../config/checks';
import {
  existingNamespaces, PLATFORM_NAMESPACES, platformInterfaces, REDIRECT_ROUTE, serviceBackends, serviceHostname,
} from '../../config/platform';
import type { ConfigPath, Problem } from '../../config/problem';
import type { HomelabConfig, ServiceConfig } from '../../config/schema';
import { certificateNames, covers } from '../certificates/coverage';
import { claimOf, type ClaimedMatch } from './claims';
import { checkRouteEffects } from './route-effects';
import { ruleObjections } from './rule-objections';

/** Every service can be reached, under a name the certificate covers, and no two claim the same requests. */
export const ROUTE_CONFIG_CHECKS: readonly ConfigCheck[] = [checkServices, checkNames, checkLengths, checkClaims, checkRouteEffects];

function checkServices(config: HomelabConfig): Problem[] {
  return config.services.flatMap((service, index) => {
    const path = ['services', index];
    const backends = serviceBackends(service);
    return [
      ...checkNamespaces(config, service, path),
      ...ruleObjections({ ...service, backends }).map(({ at, what, fix }) => ({ path: [...path, ...at], what, fix })),
      ...checkHostname(config, service, path),
    ];
  });
}

function checkNamespaces(config: HomelabConfig, service: ServiceConfig, path: ConfigPath): Problem[] {
  const known = existingNamespaces(config);
  const ofBackend = (namespace: string | undefined, index: number): { at: ConfigPath; name: string }[] =>
    namespace === undefined ? [] : [{ at: [...path, 'backends', index, 'namespace'], name: namespace }];
  const used = [
    { at: [...path, 'namespace'], name: service.namespace },
    ...serviceBackends(service).flatMap(({ namespace }, index) => ofBackend(namespace, index)),
  ];
  return used.filter(({ name }) => !known.has(name)).map(({ at, name }) => name === PLATFORM_NAMESPACES.monitoring
    ? {
      path: at, related: [['monitoring', 'enabled']], what: `does not exist without monitoring (${name})`,
      fix: 'set monitoring.enabled to true, or use a namespace of your own',
    }
    : { path: at, related: [['namespaces']], what: `is not declared (${name})`, fix: `add "- name: ${name}" under namespaces` });
}

function checkHostname(config: HomelabConfig, service: ServiceConfig, path: ConfigPath): Problem[] {
  const { domain } = config;
  const hostname = serviceHostname(config, service);
  if (certificateNames(domain).some((name) => covers(name, hostname))) { return []; }
  const at = { path: [...path, service.hostname ? 'hostname' : 'name'], related: [['domain']] };
  if (!hostname.endsWith(`.${domain}`)) {
    return [{
      ...at, what: `is outside the domain ${domain} (${hostname}), which the certificate does not cover`,
      fix: `use a name such as ${service.name}.${domain}`,
    }];
  }
  const labels = hostname.slice(0, -domain.length - 1);
  return [{
    ...at, what: `is more than one label below ${domain} (${hostname}); a wildcard certificate covers one`,
    fix: `use ${labels.replaceAll('.', '-')}.${domain}`,
  }];
}

/** The longest host name that DNS and the Gateway API take (RFC 1035, 2.3.4, without the dot at the end). */
const LONGEST_HOSTNAME = 253;

function checkLengths(config: HomelabConfig): Problem[] {
  return claimants(config).filter(({ hostname }) => hostname.length > LONGEST_HOSTNAME).map(({ named, hostname }) => ({
    path: named, related: [['domain']],
    what: `makes a host name of ${hostname.length} characters with the domain, and DNS takes ${LONGEST_HOSTNAME}`,
    fix: 'choose a shorter name, or a shorter domain',
  }));
}

/** Whose a name or a host is. */
interface Owner {
  /** What a message calls it. */
  readonly who: string;
  readonly at: ConfigPath;
}

function checkNames(config: HomelabConfig): Problem[] {
  const taken = new Map(platformInterfaces(config).map(({ key, namespace, name }): [string, Owner] =>
    [`${namespace}/${name}`, { who: `interfaces.${key}`, at: ['interfaces', key, 'expose'] }]));
  taken.set(`${config.gateway.namespace}/${REDIRECT_ROUTE}`, { who: 'the redirect to https', at: ['gateway', 'namespace'] });
  return config.services.flatMap(({ name, namespace }, index): Problem[] => {
    const path = ['services', index, 'name'];
    const owner = taken.get(`${namespace}/${name}`);
    if (!owner) { taken.set(`${namespace}/${name}`, { who: 'an earlier service', at: path }); return []; }
    return [{
      path, related: [['services', index, 'namespace'], owner.at],
      what: `is the route of ${owner.who} too (${name} in ${namespace})`, fix: 'give one of them another name',
    }];
  });
}

/** A page of the platform or a service, with what it claims. */
interface Claimant extends Owner {
  /** The key that its host name comes from. */
  readonly named: ConfigPath;
  readonly hostname: string;
  /** @default - every request */
  readonly matches?: readonly (ClaimedMatch & { readonly path: { readonly value: string } })[];
}

function checkClaims(config: HomelabConfig): Problem[] {
  const claims = new Map<string, Owner & { readonly restsOn: readonly ConfigPath[] }>();
  return claimants(config).flatMap(({ who, at, named, hostname, matches }) => {
    // A host name that is written out is the same whatever the domain is.
    const restsOn = [...named[2] === 'hostname' ? [] : [['domain']], at];
    return (matches ?? [{ path: { value: '/' } }]).flatMap((match, index): Problem[] => {
      const key = `${hostname} ${claimOf(match)}`;
      const other = claims.get(key);
      if (other === undefined) { claims.set(key, { who, at, restsOn }); return []; }
      return [{
        path: matches === undefined ? named : [...at, 'matches', index], related: [...restsOn, ...other.restsOn],
        what: `claims ${hostname}${match.path.value} like ${other.who}; only the older of the two routes would be served`,
        fix: 'change its hostname, its path or its headers',
      }];
    });
  });
}

function claimants(config: HomelabConfig): Claimant[] {
  return [
    ...platformInterfaces(config).map(({ key, hostname }) => {
      const at = ['interfaces', key, 'host'];
      return { who: `interfaces.${key}`, at, named: at, hostname };
    }),
    ...config.services.map((service, index) => {
      const at = ['services', index];
      const named = [...at, service.hostname ? 'hostname' : 'name'];
      const { name, matches } = service;
      return { who: `the service ${name}`, at, named, hostname: serviceHostname(config, service), ...matches ? { matches } : {} };
    }),
  ];
}
