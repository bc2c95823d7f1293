import type { ConfigCheck } from '../../config/checks';
import { domainOf, labDomains } from '../../config/domains';
import { isLanService, type GatewayService } from '../../config/lan-services';
import { existingNamespaces, PLATFORM_NAMESPACES, platformInterfaces, REDIRECT_ROUTE } from '../../config/platform';
import { formatPath, type ConfigPath, type Problem } from '../../config/problem';
import { ROUTE_LIMITS } from '../../config/route-limits';
import type { HomelabConfig, ServiceConfig } from '../../config/schema';
import { serviceHostnames, serviceRules, type ServiceHostname, type ServiceRule } from '../../config/service-rules';
import { checkCanary, checkSharedInMesh } from './canary-checks';
import { checkClaims } from './claim-checks';
import { claimants } from './claimants';
import { checkExternals } from './external-checks';
import { checkGateways } from './gateway-checks';
import { checkRedirects } from './redirect-checks';
import { checkRouteEffects } from './route-effects';
import { checkTls, checkTlsPastWaypoint } from './tls-checks';
import { checkWildcards } from './wildcard-checks';
import { ruleObjections, type RuleParts } from './rule-objections';

/** Every service can be reached, under a name the certificate covers, and no two claim the same requests. */
export const ROUTE_CONFIG_CHECKS: readonly ConfigCheck[] = [
  checkServices, checkGateways, checkNames, checkLengths, checkClaims, checkRedirects, checkExternals, checkTls, checkTlsPastWaypoint,
  checkSharedInMesh, checkRouteEffects, checkWildcards,
];

function checkServices(config: HomelabConfig): Problem[] {
  const known = existingNamespaces(config);
  return config.services.flatMap((service, index) => {
    const path = ['services', index];
    const rules = serviceRules(service);
    return [
      ...checkNamespaces(known, service, rules, path),
      ...rules.flatMap((rule) => ruleObjections(asWritten(rule)).map(({ at, what, fix }) => {
        // homelab.yaml has service and method in the match itself.
        return { path: [...path, ...rule.at, ...at.filter((part) => part !== 'call')], what, fix };
      })),
      ...checkMatches(rules, path),
      ...checkCanary(service, path),
      ...isLanService(service) ? [] : checkHostnames(service, path),
      // Whoever hands TLS on brings the certificate, for whatever name.
      ...service.protocol === 'tls' ? [] : serviceHostnames(config, service).flatMap((each) => checkHostname(config, service, each, path)),
    ];
  });
}

/** Calls have no path in homelab.yaml that could be wrong. */
function asWritten(rule: ServiceRule): RuleParts {
  return rule.protocol === 'grpc' ? { ...rule, matches: rule.matches?.map(({ call, headers }) => ({ call, headers })) } : rule;
}

function checkNamespaces(known: ReadonlySet<string>, service: ServiceConfig, rules: readonly ServiceRule[], path: ConfigPath): Problem[] {
  const named = rules.flatMap(({ at, backends, mirror = [] }) => [
    ...backends.map((backend) => ({ ...backend, at: [...at, ...backend.at] })),
    ...mirror.map((each, index) => ({ ...each, at: [...at, 'mirror', index] })),
  ]).flatMap((each) => !('namespace' in each) || each.namespace === undefined
    ? [] : [{ at: [...path, ...each.at, 'namespace'], name: each.namespace }]);
  const used = [{ at: [...path, 'namespace'], name: service.namespace }, ...named];
  return used.filter(({ name }) => !known.has(name)).map(({ at, name }) => name === PLATFORM_NAMESPACES.monitoring
    ? {
      path: at, related: [['monitoring', 'enabled']], what: `does not exist without monitoring (${name})`,
      fix: 'set monitoring.enabled to true, or use a namespace of your own',
    }
    : { path: at, related: [['namespaces']], what: `is not declared (${name})`, fix: `add "- name: ${name}" under namespaces` });
}

function checkMatches(rules: readonly ServiceRule[], path: ConfigPath): Problem[] {
  const count = rules.reduce((sum, { matches }) => sum + (matches?.length ?? 1), 0);
  return count <= ROUTE_LIMITS.matches ? [] : [{
    path: [...path, 'rules'], what: `have ${count} matches together, more than the ${ROUTE_LIMITS.matches} that one route holds`,
    fix: 'make two services of them, with the same hostname and different names',
  }];
}

function checkHostnames({ hostname, hostnames = [] }: GatewayService, path: ConfigPath): Problem[] {
  const twice = hostnames.flatMap((each, index) => hostnames.indexOf(each) === index ? [] : [{
    path: [...path, 'hostnames', index], what: `is there twice (${each})`, fix: 'remove one of the two',
  }]);
  return hostname === undefined || hostnames.length === 0 ? twice : [...twice, {
    path: [...path, 'hostname'], related: [[...path, 'hostnames']], what: `is given along with hostnames (${hostname})`,
    fix: 'move it into that list',
  }];
}

function checkHostname(config: HomelabConfig, { name }: ServiceConfig, { hostname, at }: ServiceHostname, path: ConfigPath): Problem[] {
  if (domainOf(config, hostname) !== undefined) { return []; }
  const names = labDomains(config).map((domain) => domain.name);
  return [{
    path: [...path, ...at], related: [['domain']],
    what: `is outside the ${names.length === 1 ? 'domain' : 'domains'} ${names.join(', ')} (${hostname}), `
      + 'which the certificate does not cover',
    fix: `use a name such as ${name}.${config.domain}, or add its domain under domains`,
  }];
}

/** The longest host name that DNS and the Gateway API take (RFC 1035, 2.3.4, without the dot at the end). */
const LONGEST_HOSTNAME = 253;

function checkLengths(config: HomelabConfig): Problem[] {
  const tooLong = claimants(config).filter(({ hostname }) => hostname.length > LONGEST_HOSTNAME);
  return [...new Map(tooLong.map((each) => [each.named, each])).values()].map(({ named, hostname }) => ({
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
    [`${namespace}/${name}`, { who: formatPath(key), at: [...key, key[0] === 'interfaces' ? 'expose' : 'host'] }]));
  taken.set(`${config.gateway.namespace}/${REDIRECT_ROUTE}`, { who: 'the redirect to https', at: ['gateway', 'namespace'] });
  return config.services.flatMap((service, index): Problem[] => {
    if (isLanService(service)) { return []; }
    const { name, namespace } = service;
    const path = ['services', index, 'name'];
    const owner = taken.get(`${namespace}/${name}`);
    if (!owner) { taken.set(`${namespace}/${name}`, { who: 'an earlier service', at: path }); return []; }
    return [{
      path, related: [['services', index, 'namespace'], owner.at],
      what: `is the route of ${owner.who} too (${name} in ${namespace})`, fix: 'give one of them another name',
    }];
  });
}
