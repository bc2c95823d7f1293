import { withoutEffect } from '../../config/checks/effects';
import { platformInterfaces, serviceHostname } from '../../config/platform';
import type { ConfigPath, Problem } from '../../config/problem';
import type { HomelabConfig, ServiceConfig } from '../../config/schema';

type Match = NonNullable<ServiceConfig['matches']>[number];

/** Matches that another of the same service holds already, and weights with nothing to weigh against. */
export function checkRouteEffects(config: HomelabConfig): Problem[] {
  const hostnames = [...platformInterfaces(config), ...config.services].map((each) =>
    'key' in each ? each.hostname : serviceHostname(config, each));
  return config.services.flatMap((service, index) => {
    const path = ['services', index];
    const hostname = serviceHostname(config, service);
    // What is narrower comes first among all routes of a host name, so that another service may lie in between.
    const isAlone = hostnames.filter((each) => each === hostname).length === 1;
    return [...isAlone ? idleMatches(service, path) : [], ...idleWeight(service, path)];
  });
}

function idleMatches({ matches = [] }: ServiceConfig, path: ConfigPath): Problem[] {
  return matches.flatMap((match, index) => {
    const wider = matches.findIndex((other, place) => place !== index && holds(other, match) && !(holds(match, other) && place > index));
    return wider < 0 ? [] : [withoutEffect(
      [...path, 'matches', index], `matches[${wider}] takes all of its requests to the same Services`, 'remove one of the two',
    )];
  });
}

function idleWeight(service: ServiceConfig, path: ConfigPath): Problem[] {
  const backends = 'backends' in service ? service.backends : [];
  const [only] = backends;
  return backends.length !== 1 || only === undefined || only.weight <= 1 ? [] : [withoutEffect(
    [...path, 'backends', 0, 'weight'], 'it is the only backend, which gets every request', 'remove it, or add the other backend',
  )];
}

/** True if a match takes every request that another one takes. https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch */
function holds(wide: Match, narrow: Match): boolean {
  const isMethod = wide.method === undefined || wide.method === narrow.method;
  const headers = (narrow.headers ?? []).map(headerOf);
  return isMethod && holdsPath(wide.path, narrow.path) && (wide.headers ?? []).every((each) => headers.includes(headerOf(each)));
}

function headerOf({ name, type, value }: NonNullable<Match['headers']>[number]): string {
  return JSON.stringify([name.toLowerCase(), type, value]);
}

/** A prefix is one of whole parts: /a holds /a/b, and not /ab. */
function holdsPath(wide: Match['path'], narrow: Match['path']): boolean {
  if (wide.type === 'Exact') { return narrow.type === 'Exact' && wide.value === narrow.value; }
  const parts = (value: string): string[] => value.split('/').filter((part) => part !== '');
  const inner = parts(narrow.value);
  return parts(wide.value).every((part, index) => part === inner[index]);
}
