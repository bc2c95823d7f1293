import { holds, holdsExpression, rankFor } from '../../../charts/routes/match-order';
import type { ServiceMatch } from '../../../config/service-rules';

type Type = ServiceMatch['path']['type'];

const match = (value: string, type: Type = 'PathPrefix', more: Partial<ServiceMatch> = {}): ServiceMatch =>
  ({ path: { type, value }, ...more });
const exact = (name: string, value: string): { name: string; value: string; type: 'Exact' } => ({ name, value, type: 'Exact' });

test.each<[ServiceMatch, ServiceMatch, boolean]>([
  [match('/'), match('/a', 'Exact'), true],
  [match('/a'), match('/a/b'), true],
  [match('/a'), match('/ab'), false],
  [match('/a', 'Exact'), match('/a'), false],
  [match('/'), match('/a', 'PathPrefix', { queryParams: [exact('v', '1')] }), true],
  [match('/', 'PathPrefix', { queryParams: [exact('v', '1')] }), match('/a'), false],
  [match('/', 'PathPrefix', { queryParams: [exact('v', '1')] }), match('/', 'PathPrefix', { queryParams: [exact('V', '1')] }), false],
  [match('/', 'PathPrefix', { headers: [exact('X-A', '1')] }), match('/', 'PathPrefix', { headers: [exact('x-a', '1')] }), true],
  [match('/', 'PathPrefix', { method: 'GET' }), match('/'), false],
  [match('/a.*', 'RegularExpression'), match('/a.*', 'RegularExpression'), true],
  [match('/.*', 'RegularExpression'), match('/a'), false],
])('%j holds %j: %s', (wide, narrow, expected) => {
  expect(holds(wide, narrow)).toBe(expected);
});

test.each([
  ['/', 'anything', true],
  ['/api', '/api/v[0-9]+', true],
  ['/api/', '^/api/v[0-9]+$', true],
  ['/api', '/api.*', false],
  ['/api', '/api-v2/.*', false],
  ['/api', '/api/|/other', false],
  // The slash need not be there.
  ['/api', '/api/?', false],
  ['/api', '/(api)/.*', false],
  ['/shop.Orders', '/shop\\.Orders/Get.*', true],
  ['/shop.Orders', '/shop.Orders/Get.*', false],
])('whether %s holds all that %s takes: %s', (prefix, expression, expected) => {
  expect(holdsExpression(prefix, expression)).toBe(expected);
});

test('a request goes to an exact path, then to the longest prefix, and to an expression only after both', () => {
  // GIVEN every match of a host name
  const matches = [match('/.*', 'RegularExpression'), match('/'), match('/a'), match('/a/b', 'Exact'), match('/other')];
  // WHEN
  const order = (path: string): string[] => matches.flatMap((each) => {
    const rank = rankFor(each, path);
    return rank === undefined ? [] : [{ rank, value: each.path.value }];
  }).sort((a, b) => b.rank - a.rank).map(({ value }) => value);
  // THEN
  expect(order('/a/b')).toEqual(['/a/b', '/a', '/', '/.*']);
  expect(order('/ab')).toEqual(['/', '/.*']);
});
