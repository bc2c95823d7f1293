import { App } from 'cdk8s';
import { parseConfig } from '../../../charts/load-config';
import { HttpRoutes } from '../../../charts/routes/http-routes';
import type { RouteRule } from '../../../charts/routes/route';
import { ruleObjections, type RuleParts } from '../../../charts/routes/rule-objections';
import { timeoutsOf } from '../../../charts/routes/timeouts';
import { formatPath } from '../../../config/problem';

/* What the layer refuses in a route of code, homelab.yaml's check refuses in a service, in the same words. */

/** A part of a rule, its timeouts as homelab.yaml writes them. */
type Part = Partial<Omit<RouteRule, 'timeouts'> & Pick<RuleParts, 'timeouts'>>;

const match = (part: object): Part => ({ matches: [{ path: { type: 'PathPrefix', value: '/' }, ...part }] });
const headers = (...given: readonly [name: string, value: string, type?: string][]): Part =>
  match({ headers: given.map(([name, value, type = 'Exact']) => ({ name, value, type })) });

const BAD: readonly [string, Part, string][] = [
  ['a path without a slash', match({ path: { type: 'Exact', value: 'v2' } }), 'matches[0].path.value'],
  ['a path with two slashes', match({ path: { type: 'Exact', value: '/a//b' } }), 'matches[0].path.value'],
  ['a header that is none', headers(['X Y', '1']), 'matches[0].headers[0].name'],
  ['a header twice', headers(['X-A', '1'], ['x-a', '2']), 'matches[0].headers[1].name'],
  ['an expression that does not compile', headers(['A', '(', 'RegularExpression']), 'matches[0].headers[0].value'],
  ['weights of zero only', { backends: [{ name: 'shop', port: 80, weight: 0 }, { name: 'next', port: 80, weight: 0 }] }, 'backends'],
  ['an attempt longer than the request', { timeouts: { request: '1s500ms', backendRequest: '1600ms' } }, 'timeouts.backendRequest'],
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
];

const rule = (part: Part): RuleParts & Omit<RouteRule, 'timeouts'> => ({ backends: [{ name: 'shop', port: 80 }], ...part });
const layerRule = ({ timeouts, ...part }: Part): RouteRule => ({
  backends: [{ name: 'shop', port: 80 }], ...part, ...timeouts ? { timeouts: timeoutsOf(timeouts) } : {},
});

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
    parseConfig(JSON.stringify({ services: [{ name: 'shop', namespace: 'my-app', ...part.backends ? {} : { port: 80 }, ...part }] }));
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
