import { httpsListenerOf, listenerFor, passthroughListener, takes } from '../../../charts/gateway/listeners';

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

test('a listener is called after its port, where that is another than 443', () => {
  expect([httpsListenerOf(), httpsListenerOf('club-org'), passthroughListener('mail.club.org')])
    .toEqual(['https', 'https-club-org', 'mail.club.org']);
  expect([httpsListenerOf(undefined, 8443), httpsListenerOf('club-org', 8443), passthroughListener('mail.club.org', 993)])
    .toEqual(['https.8443', 'https-club-org.8443', '993.mail.club.org']);
});

test('what istiod makes of it for a port of the Service is never cut', () => {
  const long = `${'a'.repeat(55)}.${'b'.repeat(40)}.club.org`;
  const names = [passthroughListener(long, 8883), passthroughListener(`x${long}`, 8883), passthroughListener(long, 993)];
  expect(new Set(names).size).toBe(3);
  names.forEach((name) => { expect(name).toMatch(/^(8883|993)\.[0-9a-f]{16}$/); });
});
