import { regexProblem } from '../../config/regex';
import type { Route, RouteRule } from './route';

/**
 * Limits of the HTTPRoute kind, from its definition:
 * https://github.com/kubernetes-sigs/gateway-api/blob/v1.5.1/config/crd/standard/gateway.networking.k8s.io_httproutes.yaml
 */
const MOST_HOSTNAMES = 16;
const MOST_RULES = 16;
const MOST_MATCHES_OF_A_RULE = 64;
const MOST_MATCHES = 127;
const MOST_HEADERS = 16;
const MOST_BACKENDS = 16;
const LARGEST_WEIGHT = 1_000_000;

/**
 * Refuses a route that the API server would refuse, or that would be accepted and answer nothing.
 *
 * @throws Error that names the route, the part and the way out
 */
export function checkRoute({ name, namespace, hostnames, rules }: Route): void {
  const refuse = (what: string, fix: string): never => { throw new Error(`HttpRoutes: route "${name}" in namespace "${namespace}" ${what}; ${fix}`); };
  if (hostnames.length === 0) { refuse('has no host name, so it would take every request of the gateway', 'give it one'); }
  if (hostnames.length > MOST_HOSTNAMES) { refuse(`has ${hostnames.length} host names, more than the ${MOST_HOSTNAMES} that one HTTPRoute holds`, 'split it into several routes'); }
  if (rules.length === 0) { refuse('has no rules, so it would answer every request with 404', 'give it a rule with a backend'); }
  if (rules.length > MOST_RULES) { refuse(`has ${rules.length} rules, more than the ${MOST_RULES} that one HTTPRoute holds`, 'split it into several routes'); }
  const matches = rules.reduce((sum, rule) => sum + (rule.matches?.length ?? 1), 0);
  rules.forEach((rule, index) => checkRule(rule, (what, fix) => refuse(`${what} in rule ${index + 1}`, fix)));
  if (matches > MOST_MATCHES) { refuse(`has ${matches} matches in all, more than the ${MOST_MATCHES} that one HTTPRoute holds`, 'split it into several routes'); }
}

function checkRule({ matches, backends }: RouteRule, refuse: (what: string, fix: string) => never): void {
  if (matches?.length === 0) { refuse('has an empty list of matches', 'leave "matches" out to take every request'); }
  if (matches && matches.length > MOST_MATCHES_OF_A_RULE) { refuse(`has ${matches.length} matches, more than ${MOST_MATCHES_OF_A_RULE},`, 'spread them over several rules'); }
  for (const { path, headers = [] } of matches ?? []) {
    if (path && !path.value.startsWith('/')) { refuse(`matches the path "${path.value}", which does not begin with "/",`, `did you mean "/${path.value}"?`); }
    for (const { name, type, value } of headers) {
      const wrong = type === 'RegularExpression' ? regexProblem(value) : undefined;
      if (wrong) { refuse(`matches the header "${name}" with "${value}", which the gateway cannot read (${wrong}),`, 'write it in the syntax of RE2'); }
    }
    if (headers.length > MOST_HEADERS) { refuse(`matches ${headers.length} headers at once, more than ${MOST_HEADERS},`, 'match fewer'); }
  }
  if (backends.length === 0) { refuse('has no backend, so requests would get a 500,', 'name a Service'); }
  if (backends.length > MOST_BACKENDS) { refuse(`has ${backends.length} backends, more than ${MOST_BACKENDS},`, 'use fewer'); }
  for (const { name, port, weight = 1 } of backends) {
    if (!Number.isInteger(port) || port < 1 || port > 65535) { refuse(`sends to port ${port} of "${name}", which no Service has,`, 'use 1 to 65535'); }
    if (!Number.isInteger(weight) || weight < 0 || weight > LARGEST_WEIGHT) { refuse(`gives "${name}" the weight ${weight}`, `use a whole number from 0 to ${LARGEST_WEIGHT}`); }
  }
  if (backends.length > 0 && backends.every(({ weight = 1 }) => weight === 0)) { refuse('gives every backend the weight 0, so requests would get a 500,', 'give at least one of them a weight'); }
}
