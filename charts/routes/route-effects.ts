import { withoutEffect } from '../../config/checks/effects';
import { platformInterfaces } from '../../config/platform';
import type { ConfigPath, Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { serviceHostnames, serviceRules, type ServiceRule } from '../../config/service-rules';
import { holds } from './match-order';

/** Matches that another of the same service holds already, and weights with nothing to weigh against. */
export function checkRouteEffects(config: HomelabConfig): Problem[] {
  const counts = new Map<string, number>();
  const names = [
    ...platformInterfaces(config).map(({ hostname }) => hostname),
    ...config.services.flatMap((service) => serviceHostnames(config, service).map(({ hostname }) => hostname)),
  ];
  for (const name of names) { counts.set(name, (counts.get(name) ?? 0) + 1); }
  return config.services.flatMap((service, index) => {
    const rules = serviceRules(service);
    // What is narrower comes first among all rules of a host name, so that another one may lie in between.
    const isAlone = rules.length === 1 && serviceHostnames(config, service).every(({ hostname }) => counts.get(hostname) === 1);
    return rules.flatMap((rule) => {
      const path = ['services', index, ...rule.at];
      return [...isAlone ? idleMatches(rule, path) : [], ...idleWeight(rule, path)];
    });
  });
}

function idleMatches({ matches = [] }: ServiceRule, path: ConfigPath): Problem[] {
  return matches.flatMap((match, index) => {
    const wider = matches.findIndex((other, place) => place !== index && holds(other, match) && !(holds(match, other) && place > index));
    return wider < 0 ? [] : [withoutEffect(
      [...path, 'matches', index], `matches[${wider}] takes all of its requests to the same Services`, 'remove one of the two',
    )];
  });
}

function idleWeight({ backends }: ServiceRule, path: ConfigPath): Problem[] {
  const [only] = backends;
  return backends.length !== 1 || only?.weight === undefined || only.weight <= 1 ? [] : [withoutEffect(
    [...path, 'backends', 0, 'weight'], 'it is the only backend, which gets every request', 'remove it, or add the other backend',
  )];
}
