import type { Manifest } from '../../../charts/core/manifest';
import { RenderedLab } from '../../../charts/core/rendered-lab';
import { ROUTE_RULES } from '../../../charts/routes/rules';
import { parseConfig } from '../../../charts/load-config';
import { object } from '../../check/objects';

/* Which requests two routes both claim is one question, whoever asks it: homelab.yaml's check, or the rule over the finished lab. */

interface Header { readonly name: string; readonly value: string; readonly type?: 'Exact' | 'RegularExpression' }
interface Match {
  readonly path?: { readonly type?: string; readonly value?: string };
  readonly headers?: readonly Header[];
  readonly method?: string;
}

const header = (name: string, value: string): Header => ({ name, value });

const SAME: readonly [string, Match, Match][] = [
  ['a prefix with and without a slash at its end', { path: { value: '/x' } }, { path: { value: '/x/' } }],
  ['a path that is left out and the root', {}, { path: { type: 'PathPrefix', value: '/' } }],
  ['a type that is left out and the default', { path: { value: '/x' } }, { path: { type: 'PathPrefix', value: '/x' } }],
  ['headers in another order', { headers: [header('A', '1'), header('B', '2')] }, { headers: [header('B', '2'), header('A', '1')] }],
  ['header names in another case', { headers: [header('X-Who', '1')] }, { headers: [header('x-who', '1')] }],
  ['a header with its default type written out', { headers: [header('A', '1')] }, { headers: [{ ...header('A', '1'), type: 'Exact' }] }],
];

const DIFFERENT: readonly [string, Match, Match][] = [
  ['two paths', { path: { value: '/x' } }, { path: { value: '/y' } }],
  ['an exact path with and without a slash', { path: { type: 'Exact', value: '/x' } }, { path: { type: 'Exact', value: '/x/' } }],
  ['a prefix and an exact path', { path: { value: '/x' } }, { path: { type: 'Exact', value: '/x' } }],
  ['values in another case', { headers: [header('A', 'x')] }, { headers: [header('A', 'X')] }],
  ['one with a header and one without', { headers: [header('A', '1')] }, {}],
  ['two methods', { method: 'GET' }, { method: 'POST' }],
  ['a value and an expression', { headers: [header('A', '1')] }, { headers: [{ ...header('A', '1'), type: 'RegularExpression' }] }],
  ['texts that read the same when joined', { headers: [header('A', '1 B Exact 2')] }, { headers: [header('A', '1'), header('B', '2')] }],
];

/** What homelab.yaml's check says of two services on one host name. */
function check(one: Match, other: Match): string[] {
  const service = (name: string, match: Match): object =>
    ({ name, namespace: 'my-app', port: 80, hostname: 'a.homelab.example.com', matches: [match] });
  try {
    parseConfig(JSON.stringify({ services: [service('one', one), service('other', other)] }));
    return [];
  } catch (error) {
    return [...(error as { problems: readonly string[] }).problems];
  }
}

/** What the rule says of the rules of two routes on one host name. */
function rule(one: object, other: object): string[] {
  const listener = { name: 'https', port: 443, protocol: 'HTTPS', allowedRoutes: { namespaces: { from: 'All' } } };
  const gateway = object('gateway.networking.k8s.io/v1', 'Gateway', 'main', 'edge', {
    spec: { gatewayClassName: 'istio', listeners: [listener] },
  });
  const parentRefs = [{ name: 'main', namespace: 'edge', sectionName: 'https' }];
  const route = (name: string, spec: object): Manifest =>
    object('gateway.networking.k8s.io/v1', 'HTTPRoute', name, 'my-app', {
      spec: { parentRefs, hostnames: ['a.homelab.example.com'], ...spec },
    });
  const lab = new RenderedLab(parseConfig(''), new Map([['here', [gateway, route('one', one), route('other', other)]]]));
  return ROUTE_RULES.filter(({ name }) => name === 'route-claims-unique').flatMap((each) => each.check(lab)).map(({ what }) => what);
}

const rules = (match: Match): object => ({ rules: [{ matches: [match] }] });

test.each(SAME)('%s are the same requests', (_, one, other) => {
  expect(check(one, other)).toEqual([expect.stringMatching(/^homelab\.yaml:1:\d+ services\[1\]\.matches\[0\]: claims a\.homelab/)]);
  expect(rule(rules(one), rules(other))).toEqual(['claims the same requests to a.homelab.example.com as my-app/one']);
});

test.each(DIFFERENT)('%s are different requests', (_, one, other) => {
  expect(check(one, other)).toEqual([]);
  expect(rule(rules(one), rules(other))).toEqual([]);
});

test('a rule without matches takes every path', () => {
  expect(rule({ rules: [{}] }, rules({}))).toHaveLength(1);
});

test('a route without host names takes all of them, once', () => {
  const everything = { hostnames: [], ...rules({}) };
  expect(rule(everything, everything)).toEqual(['claims the same requests to every host name as my-app/one']);
});

test('query parameters tell requests apart', () => {
  const query = (value: string): object => ({ rules: [{ matches: [{ queryParams: [{ name: 'v', value }] }] }] });
  expect(rule(query('1'), query('2'))).toEqual([]);
  expect(rule(query('1'), query('1'))).toHaveLength(1);
});
