import { endpointsOf } from '../../config/login-endpoints';
import { issuerObjection } from '../../config/login';
import { loginEndpoints } from '../../config/login-provider';
import { parseConfig } from '../../charts/load-config';

test.each([
  'https://accounts.google.com', 'https://login.microsoftonline.com/3b1c5f3e-1111-4a4a-9a9a-0123456789ab/v2.0',
  'https://id.example.org/realms/home', 'https://auth.example.org/application/o/lab/', 'https://id.example.org:8443', 'https://gitlab.com',
])('%s is an issuer', (issuer) => { expect(issuerObjection(issuer)).toBeUndefined(); });

test.each([
  ['http://id.example.org', 'is not encrypted'], ['id.example.org', 'is not the address'], ['https://', 'is not the address'],
  ['https://id.example.org/?a=b', 'has a query'], ['https://id.example.org/#a', 'has a query'],
  ['https://me:secret@id.example.org', 'has a user name or a password'],
  ['https://id.example.org/.well-known/openid-configuration', 'is the address of the document'],
  ['https://github.com/login/oauth', 'GitHub signs people in by OAuth alone'], ['https://discord.com', 'is no provider of OpenID Connect'],
  ['https://accounts.google.com/', 'is not what Google calls itself'],
  ['https://login.microsoftonline.com/common/v2.0', 'names no tenant'],
])('%s is none', (issuer, what) => { expect(issuerObjection(issuer)?.what).toContain(what); });

test('a password in an address is not repeated', () => {
  expect(issuerObjection('https://me:secret@id.example.org')?.secret).toBe(true);
});

test.each([
  ['https://id.example.org/realms/home', undefined, 'https://id.example.org/realms/home/protocol/openid-connect/token'],
  ['https://auth.example.org/application/o/lab/', undefined, 'https://auth.example.org/application/o/token/'],
  ['https://login.microsoftonline.com/t/v2.0', undefined, 'https://login.microsoftonline.com/t/oauth2/v2.0/token'],
  ['https://accounts.google.com', undefined, 'https://oauth2.googleapis.com/token'],
  ['https://id.example.org', 'pocket-id', 'https://id.example.org/api/oidc/token'],
  ['https://id.example.org/', 'dex', 'https://id.example.org/token'],
  ['https://git.example.org', 'gitlab', 'https://git.example.org/oauth/token'],
  ['https://id.example.org', undefined, undefined],
] as const)('the provider %s (%s) gives out tokens at %s', (issuer, provider, token) => {
  expect(endpointsOf({ issuer, provider })?.token).toBe(token);
});

test('what is written counts more than what is known', () => {
  const endpoints = { authorization: 'https://a', token: 'https://b', userinfo: 'https://c' };
  expect(endpointsOf({ issuer: 'https://accounts.google.com', endpoints })).toBe(endpoints);
});

test.each([
  ['addons: { pocket-id: true }', 'https://id.lab.frank.dev', 'https://id.lab.frank.dev/api/oidc/token'],
  ['addons: { pocket-id: { host: anmeldung } }', 'https://anmeldung.lab.frank.dev', 'https://anmeldung.lab.frank.dev/api/oidc/token'],
  ['addons: { pocket-id: true }', 'https://id.frank.net', undefined],
  ['addons: { pocket-id: false }', 'https://id.lab.frank.dev', undefined],
])('with %s a login at %s has its tokens from %s', (addons, issuer, token) => {
  const login = `login: { issuer: "${issuer}", clientID: homelab, groups: [family] }`;
  expect(loginEndpoints(parseConfig(`domain: lab.frank.dev\n${addons}\n${login}`))?.token).toBe(token);
});
