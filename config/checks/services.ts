import { existingNamespaces, PLATFORM_NAMESPACES, platformInterfaces, REDIRECT_ROUTE, serviceBackends, serviceHostname } from '../platform';
import type { ConfigPath, Problem } from '../problem';
import { regexProblem } from '../regex';
import type { HomelabConfig, ServiceConfig } from '../schema';
import { GATEWAY_DURATION } from '../units';

/** Every service can be reached, under a name the certificate covers, and no two claim the same requests. */
export function checkServices(config: HomelabConfig): Problem[] {
  return [
    ...config.services.flatMap((service, index) => checkService(config, service, ['services', index])),
    ...checkNames(config),
    ...checkClaims(config),
  ];
}

function checkService(config: HomelabConfig, service: ServiceConfig, path: ConfigPath): Problem[] {
  const problems: Problem[] = [];
  const known = existingNamespaces(config);
  const undeclared = (at: ConfigPath, name: string): void => {
    if (known.has(name)) { return; }
    problems.push(name === PLATFORM_NAMESPACES.monitoring
      ? { path: at, related: [['monitoring', 'enabled']], what: `does not exist without monitoring (${name})`, fix: 'set monitoring.enabled to true, or use a namespace of your own' }
      : { path: at, related: [['namespaces']], what: `is not declared (${name})`, fix: `add "- name: ${name}" under namespaces` });
  };
  undeclared([...path, 'namespace'], service.namespace);
  serviceBackends(service).forEach((backend, index) => { if (backend.namespace) { undeclared([...path, 'backends', index, 'namespace'], backend.namespace); } });

  if (serviceBackends(service).every(({ weight }) => weight === 0)) { problems.push({ path: [...path, 'backends'], what: 'all have weight 0, so every request would get a 500', fix: 'give at least one a weight' }); }

  const hostname = serviceHostname(config, service);
  const at: ConfigPath = service.hostname ? [...path, 'hostname'] : [...path, 'name'];
  const label = hostname.endsWith(`.${config.domain}`) ? hostname.slice(0, -config.domain.length - 1) : undefined;
  if (hostname !== config.domain && label === undefined) {
    problems.push({ path: at, related: [['domain']], what: `is outside the domain ${config.domain} (${hostname}), which the certificate does not cover`, fix: `use a name such as ${service.name}.${config.domain}` });
  } else if (label?.includes('.')) {
    problems.push({ path: at, related: [['domain']], what: `is more than one label below ${config.domain} (${hostname}); a wildcard certificate covers one`, fix: `use ${label.replaceAll('.', '-')}.${config.domain}` });
  }

  service.matches?.forEach(({ headers = [] }, index) => {
    const names = headers.map((header) => header.name.toLowerCase());
    const twin = names.findIndex((name, position) => names.indexOf(name) !== position);
    if (twin >= 0) { problems.push({ path: [...path, 'matches', index, 'headers', twin, 'name'], what: `names a header twice in one match (${headers[twin]?.name})`, fix: 'use one entry; several values need several matches or a RegularExpression' }); }
    headers.forEach(({ type, value }, position) => {
      const wrong = type === 'RegularExpression' ? regexProblem(value) : undefined;
      if (wrong) { problems.push({ path: [...path, 'matches', index, 'headers', position, 'value'], what: `is not a regular expression that the gateway knows, ${wrong} (${value})`, fix: 'write it in the syntax of RE2, https://github.com/google/re2/wiki/Syntax' }); }
    });
  });

  const { request, backendRequest } = service.timeouts ?? {};
  // The Gateway API's own rule (GEP-1742); "0s" switches a limit off.
  const [whole, attempt] = [request, backendRequest].map((text) => text === undefined ? 0 : GATEWAY_DURATION.of(text).toMilliseconds());
  if (request && backendRequest && whole! > 0 && attempt! > whole!) {
    problems.push({ path: [...path, 'timeouts', 'backendRequest'], what: `is longer than the timeout of the whole request, ${request} (${backendRequest})`, fix: `use at most ${request}` });
  }
  return problems;
}

function checkNames(config: HomelabConfig): Problem[] {
  const taken = new Map(platformInterfaces(config).map(({ key, namespace, name }): [string, Owner] =>
    [`${namespace}/${name}`, { who: `interfaces.${key}`, at: ['interfaces', key, 'expose'] }]));
  taken.set(`${config.gateway.namespace}/${REDIRECT_ROUTE}`, { who: 'the redirect to https', at: ['gateway', 'namespace'] });
  return config.services.flatMap(({ name, namespace }, index): Problem[] => {
    const owner = taken.get(`${namespace}/${name}`);
    if (!owner) { taken.set(`${namespace}/${name}`, { who: 'an earlier service', at: ['services', index, 'name'] }); return []; }
    return [{ path: ['services', index, 'name'], related: [['services', index, 'namespace'], owner.at], what: `is the route of ${owner.who} too (${name} in ${namespace})`, fix: 'give one of them another name' }];
  });
}

function checkClaims(config: HomelabConfig): Problem[] {
  const everything: Match[] = [{ path: { type: 'PathPrefix', value: '/' } }];
  const claims = new Map<string, Owner & { readonly restsOn: readonly ConfigPath[] }>();
  const problems: Problem[] = [];
  const claim = (owner: Owner, at: ConfigPath, hostname: string, matches: readonly Match[]): void => {
    // A host name that is written out is the same whatever the domain is.
    const restsOn = [...at[2] === 'hostname' ? [] : [['domain']], owner.at];
    matches.forEach((match, index) => {
      const key = `${hostname} ${fingerprint(match)}`;
      const other = claims.get(key);
      if (other === undefined) { claims.set(key, { ...owner, restsOn }); return; }
      problems.push({
        path: matches === everything ? at : [...at.slice(0, 2), 'matches', index], related: [...restsOn, ...other.restsOn],
        what: `claims ${hostname}${match.path.value} like ${other.who}; only the older of the two routes would be served`,
        fix: 'change its hostname, its path or its headers',
      });
    });
  };
  platformInterfaces(config).forEach(({ key, hostname }) => {
    const at = ['interfaces', key, 'host'];
    claim({ who: `interfaces.${key}`, at }, at, hostname, everything);
  });
  config.services.forEach((service, index) => {
    const at = ['services', index];
    const named = [...at, service.hostname ? 'hostname' : 'name'];
    claim({ who: `the service ${service.name}`, at }, named, serviceHostname(config, service), service.matches ?? everything);
  });
  return problems;
}

/** Whose a name or a host is. */
interface Owner {
  /** What a message calls it. */
  readonly who: string;
  readonly at: ConfigPath;
}

type Match = NonNullable<ServiceConfig['matches']>[number];

/** Equal for two matches exactly if the gateway could not tell their requests apart. */
function fingerprint({ path, headers = [], method }: Match): string {
  const sorted = headers.map(({ name, type, value }) => [name.toLowerCase(), type, value]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  // A prefix with and without a slash at its end is the same prefix.
  const value = path.type === 'PathPrefix' && path.value.length > 1 ? path.value.replace(/\/$/, '') : path.value;
  return JSON.stringify([path.type, value, sorted, method ?? '']);
}
