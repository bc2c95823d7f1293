import { grafanaLoginValues, type GrafanaLogin } from '../../../charts/monitoring/grafana-login';

const LOGIN: GrafanaLogin = {
  name: 'id.frank.dev', clientID: 'lab', secretName: 'login-client', scopes: ['openid', 'email'], admins: [],
  endpoints: { authorization: 'https://id.frank.dev/a', token: 'https://id.frank.dev/t', userinfo: 'https://id.frank.dev/u' },
  claims: { email: 'email', groups: 'groups' },
};
const settings = (login: Partial<GrafanaLogin>): Readonly<Record<string, unknown>> =>
  (grafanaLoginValues({ ...LOGIN, ...login }) as unknown as { 'grafana.ini': { 'auth.generic_oauth': Record<string, unknown> } })[
    'grafana.ini']['auth.generic_oauth'];

test('it asks the provider, with a secret that is in no file', () => {
  const values = grafanaLoginValues(LOGIN);
  expect(settings({})).toMatchObject({
    enabled: true, client_id: 'lab', scopes: 'openid email', auth_url: 'https://id.frank.dev/a', token_url: 'https://id.frank.dev/t',
    api_url: 'https://id.frank.dev/u', use_pkce: true, role_attribute_strict: true,
  });
  expect(values['envValueFrom']).toEqual({
    GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: { secretKeyRef: { name: 'login-client', key: 'client-secret' } },
  });
  expect(JSON.stringify(settings({}))).not.toContain('client_secret');
});

/* role_attribute_path: whom it gives no text is refused. */
test.each<[string, Partial<GrafanaLogin>, string]>([
  ['everybody may look', {}, "'Viewer'"],
  ['everybody may look, and one person change things', { admins: ['me@frank.dev'] }, "(email == 'me@frank.dev') && 'Admin' || 'Viewer'"],
  ['two people and a domain may look', { readers: { accounts: ['a@b.dev', 'c@d.dev'], domains: ['frank.dev'] } },
    "(email == 'a@b.dev' || email == 'c@d.dev' || ends_with(email, '@frank.dev')) && 'Viewer'"],
  ['a group may look, and another that is in it change things', { admins: ['parents'], readers: { accounts: ['family'], domains: [] } },
    "(groups[?@ == 'family']) && ((groups[?@ == 'parents']) && 'Admin' || 'Viewer')"],
  ['claims have other names', { claims: { email: 'mail', groups: 'roles' }, readers: { accounts: ['a@b.dev', 'all'], domains: [] } },
    "(mail == 'a@b.dev' || roles[?@ == 'all']) && 'Viewer'"],
])('%s', (_, login, expression) => {
  expect(settings(login)['role_attribute_path']).toBe(expression);
});
