import { App } from 'cdk8s';
import { parseConfig } from '../../../charts/load-config';
import { HttpRoutes } from '../../../charts/routes/http-routes';
import type { RouteRule } from '../../../charts/routes/route';
import { ruleObjections, type RuleParts } from '../../../charts/routes/rule-objections';
import { timeoutsOf } from '../../../charts/routes/timeouts';
import { formatPath } from '../../../config/problem';
import { GATEWAY_DURATION } from '../../../config/units';

/* What the layer refuses in a route of code, homelab.yaml's check refuses in a service, in the same words. */

/** A part of a rule, its durations as homelab.yaml writes them. */
type Part = Partial<Omit<RouteRule, 'timeouts' | 'cors'> & Pick<RuleParts, 'timeouts' | 'cors'>>;

const match = (part: object): Part => ({ matches: [{ path: { type: 'PathPrefix', value: '/' }, ...part }] });
const headers = (...given: readonly [name: string, value: string, type?: string][]): Part =>
  match({ headers: given.map(([name, value, type = 'Exact']) => ({ name, value, type })) });

const parameters = (...given: readonly [name: string, value: string, type?: string][]): Part =>
  match({ queryParams: given.map(([name, value, type = 'Exact']) => ({ name, value, type })) });

const BAD: readonly [string, Part, string][] = [
  ['a path without a slash', match({ path: { type: 'Exact', value: 'v2' } }), 'matches[0].path.value'],
  ['a path with two slashes', match({ path: { type: 'Exact', value: '/a//b' } }), 'matches[0].path.value'],
  ['a header that is none', headers(['X Y', '1']), 'matches[0].headers[0].name'],
  ['a header twice', headers(['X-A', '1'], ['x-a', '2']), 'matches[0].headers[1].name'],
  ['an expression that does not compile', headers(['A', '(', 'RegularExpression']), 'matches[0].headers[0].value'],
  ['weights of zero only', { backends: [{ name: 'shop', port: 80, weight: 0 }, { name: 'next', port: 80, weight: 0 }] }, 'backends'],
  ['an attempt longer than the request', { timeouts: { request: '1s500ms', backendRequest: '1600ms' } }, 'timeouts.backendRequest'],
  ['an expression for a path that does not compile', match({ path: { type: 'RegularExpression', value: '/(' } }), 'matches[0].path.value'],
  ['an expression for a path without its slash', match({ path: { type: 'RegularExpression', value: 'api.*' } }), 'matches[0].path.value'],
  ['a parameter twice', parameters(['v', '1'], ['v', '2']), 'matches[0].queryParams[1].name'],
  ['a parameter that does not compile', parameters(['v', '[', 'RegularExpression']), 'matches[0].queryParams[0].value'],
  ['a rewrite of nothing', { rewrite: {} }, 'rewrite'],
  ['a rewrite of the prefix of an exact path', {
    ...match({ path: { type: 'Exact', value: '/a' } }), rewrite: { prefix: '/' },
  }, 'rewrite.prefix'],
  ['a rewrite of the prefix of two matches', { matches: [{}, { method: 'GET' }], rewrite: { prefix: '/' } }, 'rewrite.prefix'],
  ['a rewrite to a scheme', { rewrite: { hostname: 'http://nas' } }, 'rewrite.hostname'],
  ['a header changed twice', { requestHeaders: { set: { 'X-A': '1' }, remove: ['x-a'] } }, 'requestHeaders.remove[0]'],
  ['a percent sign alone', { responseHeaders: { add: { 'X-A': '5%' } } }, 'responseHeaders.add.X-A'],
  ['a command that does not end', { responseHeaders: { add: { 'X-A': '%REQ(X-B)' } } }, 'responseHeaders.add.X-A'],
  ['every origin with credentials', { cors: { origins: ['*'], credentials: true } }, 'cors.origins[0]'],
  ['an origin with a slash at its end', { cors: { origins: ['https://a.dev/'] } }, 'cors.origins[0]'],
  ['a redirect of nothing', { redirect: { statusCode: 301 } }, 'redirect'],
  ['a redirect to another site as a path', { redirect: { path: 'https://other.dev/' } }, 'redirect.path'],
];

const GOOD: readonly [string, Part][] = [
  ['an expression as an exact value', headers(['A', '('])],
  [
    'a header in two matches',
    { matches: ['A', 'a'].map((name, index) => ({ headers: [{ name, value: String(index), type: 'Exact' as const }] })) },
  ],
  ['one weight above zero', { backends: [{ name: 'shop', port: 80, weight: 0 }, { name: 'next', port: 80 }] }],
  ['an attempt as long as the request', { timeouts: { request: '1m', backendRequest: '60s' } }],
  ['an attempt under a request without limit', { timeouts: { request: '0s', backendRequest: '10s' } }],
  ['an expression for a path with anything before', match({ path: { type: 'RegularExpression', value: '.*\\.css' } })],
  ['parameters that differ in case', parameters(['v', '1'], ['V', '2'])],
  ['a rewrite of the only prefix', { ...match({ path: { type: 'PathPrefix', value: '/a' } }), rewrite: { prefix: '/' } }],
  ['a whole path for an exact one', { ...match({ path: { type: 'Exact', value: '/a' } }), rewrite: { path: '/b', hostname: 'nas' } }],
  ['one header in requests and answers', { requestHeaders: { set: { A: '1' } }, responseHeaders: { set: { a: '1' } } }],
  ['a percent sign written twice, and a command', { requestHeaders: { set: { A: '5%% of %REQ(X-B):3%' } } }],
  ['every origin without credentials', { cors: { origins: ['*'], headers: ['*'] } }],
  ['origins below a domain', { cors: { origins: ['https://*.a.dev:8443'], credentials: true, maxAge: '1h' } }],
  ['a redirect with a query and a fragment', { redirect: { hostname: 'other.dev', path: '/a?b=c#d' } }],
];

const backends = ({ redirect }: Part): Pick<RouteRule, 'backends'> => redirect ? {} : { backends: [{ name: 'shop', port: 80 }] };
const rule = (part: Part): RuleParts => ({ ...backends(part), ...part });
const layerRule = (part: Part): RouteRule => {
  const { timeouts, cors, ...rest } = part;
  return {
    ...backends(part), ...rest, ...timeouts ? { timeouts: timeoutsOf(timeouts) } : {},
    ...cors ? { cors: { ...cors, maxAge: GATEWAY_DURATION.parse(cors.maxAge ?? '5s') } } : {},
  };
};

/** What the layer says. */
function construct(part: Part): string {
  try {
    new HttpRoutes(new App(), 'routes', {
      gateway: { name: 'main', namespace: 'edge' }, listener: 'https', dependsOn: [],
      routes: [{ name: 'shop', namespace: 'my-app', hostnames: ['shop.lab.test'], rules: [layerRule(part)] }],
    });
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** What homelab.yaml is told. */
function check(part: Part): string {
  try {
    const port = part.backends ?? part.redirect ? {} : { port: 80 };
    parseConfig(JSON.stringify({ services: [{ name: 'shop', namespace: 'my-app', ...port, ...part }] }));
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

test.each(BAD)('%s is refused', (_, part, at) => {
  const objections = ruleObjections(rule(part));
  expect(objections.map((each) => formatPath(each.at))).toEqual([at]);
  const [{ what, fix } = { what: '', fix: '' }] = objections;
  expect(construct(part)).toBe(`HttpRoutes: route "shop" in namespace "my-app" is wrong: ${at} ${what}, in rule 1; ${fix}`);
  expect(check(part).replace(/^homelab\.yaml:1:\d+ /, '')).toBe(`services[0].${at}: ${what}; ${fix}`);
});

test.each(GOOD)('%s is taken', (_, part) => {
  expect(ruleObjections(rule(part))).toEqual([]);
  expect([construct(part), check(part)]).toEqual(['', '']);
});

test('a limit that is no duration is refused in homelab.yaml; code has no way to write one', () => {
  expect(check({ timeouts: { request: '1.5s' } })).toMatch(
    /^homelab\.yaml:1:\d+ services\[0\]\.timeouts\.request: is not a duration the Gateway API accepts/,
  );
});
