import { listenerFor, takes } from '../../../charts/gateway/listeners';

const ALL = { name: 'https', hostname: '' };
const CLUB = { name: 'club', hostname: '*.club.org' };
const YOUTH = { name: 'youth', hostname: '*.youth.club.org' };
const ITSELF = { name: 'itself', hostname: 'club.org' };

test('the most specific listener gets the requests, in whatever order they are', () => {
  const of = (hostname: string): (string | undefined)[] =>
    [[ALL, CLUB, YOUTH, ITSELF], [ITSELF, YOUTH, CLUB, ALL]].map((listeners) => listenerFor(listeners, hostname)?.name);
  expect(of('www.club.org')).toEqual(['club', 'club']);
  expect(of('a.b.club.org')).toEqual(['club', 'club']);
  expect(of('a.youth.club.org')).toEqual(['youth', 'youth']);
  expect(of('youth.club.org')).toEqual(['club', 'club']);
  expect(of('club.org')).toEqual(['itself', 'itself']);
  expect(of('xclub.org')).toEqual(['https', 'https']);
});

test('none gets what none takes', () => {
  expect(listenerFor([CLUB, ITSELF], 'www.choir.org')).toBeUndefined();
  expect(listenerFor([], 'www.choir.org')).toBeUndefined();
});

test('a wildcard on either side takes what is below it, and never itself', () => {
  expect(takes('*.club.org', 'a.b.club.org')).toBe(true);
  expect(takes('a.club.org', '*.club.org')).toBe(true);
  expect(takes('*.club.org', 'club.org')).toBe(false);
});
