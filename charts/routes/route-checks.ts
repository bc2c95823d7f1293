import { HTTPS_PORT, listenPortObjection } from '../../config/listen-port';
import { formatPath } from '../../config/problem';
import { ROUTE_LIMITS } from '../../config/route-limits';
import { GATEWAY_DURATION } from '../../config/units';
import { whereIs } from './machine-name';
import type { Route, RouteRule } from './route';
import { ruleObjections } from './rule-objections';
import { timeoutTexts } from './timeouts';

/** Ends the making of a route with a sentence that names it. */
type Refuse = (what: string, fix: string) => never;

/**
 * Refuses a route that the API server would refuse, or that would be accepted and answer nothing.
 *
 * @throws Error that names the route, the part and the way out
 */
export function checkRoute({ name, namespace, hostnames, rules, protocol = 'http', listenPort = HTTPS_PORT }: Route): void {
  const refuse: Refuse = (what, fix) => { throw new Error(`HttpRoutes: route "${name}" in namespace "${namespace}" ${what}; ${fix}`); };
  const split = 'split it into several routes';
  const objection = listenPortObjection(listenPort);
  if (objection) { refuse(`asks for a port that ${objection.what}`, objection.fix); }
  if (hostnames.length === 0) { refuse('has no host name, so it would take every request of the gateway', 'give it one'); }
  if (hostnames.length > ROUTE_LIMITS.hostnames) {
    refuse(`has ${hostnames.length} host names, more than the ${ROUTE_LIMITS.hostnames} that one HTTPRoute holds`, split);
  }
  if (rules.length === 0) { refuse('has no rules, so it would answer every request with 404', 'give it a rule with a backend'); }
  if (protocol === 'tls' && rules.length > 1) { refuse('hands on TLS and has several rules, of which a TLSRoute has one', split); }
  if (rules.length > ROUTE_LIMITS.rules) {
    refuse(`has ${rules.length} rules, more than the ${ROUTE_LIMITS.rules} that one HTTPRoute holds`, split);
  }
  rules.forEach((rule, index) => {
    const refuseRule: Refuse = (what, fix) => refuse(`${what} in rule ${index + 1}`, fix);
    checkProtocol(rule, protocol, refuseRule);
    checkRule(rule, refuseRule);
  });
  const matches = rules.reduce((sum, rule) => sum + (rule.matches?.length ?? 1), 0);
  if (matches > ROUTE_LIMITS.matches) {
    refuse(`has ${matches} matches in all, more than the ${ROUTE_LIMITS.matches} that one HTTPRoute holds`, split);
  }
}

function checkRule(rule: RouteRule, refuse: Refuse): void {
  checkLimits(rule, refuse);
  if (rule.redirect) { checkRedirect(rule, refuse); }
  const { cors, timeouts = {}, ...parts } = rule;
  const maxAge = cors?.maxAge && GATEWAY_DURATION.format(cors.maxAge);
  const [objection] = ruleObjections({ ...parts, timeouts: timeoutTexts(timeouts), ...cors ? { cors: { ...cors, maxAge } } : {} });
  if (objection) { refuse(`is wrong: ${formatPath(objection.at)} ${objection.what},`, objection.fix); }
}

/** What the routes of one protocol have, and those of the other do not. */
function checkProtocol(rule: RouteRule, protocol: string, refuse: Refuse): void {
  const { matches = [], rewrite, cors, redirect, timeouts } = rule;
  if (protocol === 'tls') {
    const { backends, ...others } = rule;
    const [key] = Object.entries(others).find(([, value]) => value !== undefined) ?? [];
    if (key !== undefined) { refuse(`has ${key}, which a route for TLS that goes through does not have,`, 'remove it'); }
    const isAsked = backends?.some(({ tls }) => tls !== undefined);
    if (isAsked) { refuse('has tls for a backend, which gets the TLS of the client itself,', 'remove it'); }
    return;
  }
  if (protocol === 'http') {
    const hasCalls = matches.some(({ call }) => call !== undefined);
    if (hasCalls) { refuse('matches a call, which only a route for gRPC does,', "say protocol: 'grpc'"); }
    return;
  }
  const inMatch = matches.flatMap(({ path, queryParams, method }) => Object.entries({ path, queryParams, method }));
  const [key] = [...Object.entries({ rewrite, cors, redirect, timeouts }), ...inMatch].find(([, value]) => value !== undefined) ?? [];
  if (key !== undefined) { refuse(`has ${key}, which a route for gRPC does not have,`, 'remove it'); }
}

/** What is redirected reaches no Service: https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter */
function checkRedirect({ backends, rewrite, timeouts, mirror }: RouteRule, refuse: Refuse): void {
  const beside = Object.entries({ backends, rewrite, timeouts, mirror }).find(([, value]) => value !== undefined);
  if (beside) { refuse(`redirects and has ${beside[0]}, which nothing of it reaches,`, 'remove one of the two'); }
}

/** Limits that homelab.yaml's own fields keep, in the words of code. */
function checkLimits({ matches, backends = [], redirect }: RouteRule, refuse: Refuse): void {
  const { matchesOfRule, headers: mostHeaders, backends: mostBackends, weight: largestWeight, port: largestPort } = ROUTE_LIMITS;
  if (matches?.length === 0) { refuse('has an empty list of matches', 'leave "matches" out to take every request'); }
  if (matches && matches.length > matchesOfRule) {
    refuse(`has ${matches.length} matches, more than ${matchesOfRule},`, 'spread them over several rules');
  }
  for (const { headers = [] } of matches ?? []) {
    if (headers.length > mostHeaders) { refuse(`matches ${headers.length} headers at once, more than ${mostHeaders},`, 'match fewer'); }
  }
  if (backends.length === 0 && !redirect) { refuse('has no backend, so requests would get a 500,', 'name a Service'); }
  if (backends.length > mostBackends) { refuse(`has ${backends.length} backends, more than ${mostBackends},`, 'use fewer'); }
  for (const backend of backends) {
    const { weight = 1 } = backend;
    const { name, port } = 'external' in backend ? { name: whereIs(backend.external), port: backend.external.port } : backend;
    if (!Number.isInteger(port) || port < 1 || port > largestPort) {
      refuse(`sends to port ${port} of "${name}", which nobody has,`, `use 1 to ${largestPort}`);
    }
    if (!Number.isInteger(weight) || weight < 0 || weight > largestWeight) {
      refuse(`gives "${name}" the weight ${weight}`, `use a whole number from 0 to ${largestWeight}`);
    }
  }
}
