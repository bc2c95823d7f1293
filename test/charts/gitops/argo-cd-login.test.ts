import { parse } from 'yaml';
import { labOf } from '../../util';

interface Values {
  readonly configs: {
    readonly cm: Readonly<Record<string, string>>;
    readonly rbac?: Readonly<Record<string, string>>;
  };
  readonly server: { readonly env?: readonly { readonly name: string }[] };
}

function valuesOf(login: string, more = ''): Values {
  const yaml = login === '' ? '' : `login: { issuer: "https://id.frank.dev/app/", clientID: lab, ${login} }`;
  const lab = labOf(`domain: lab.frank.dev\ntls: { issuer: homelab-ca }\n${yaml}\n${more}`);
  const release = lab.layers.flatMap(({ contributions }) => contributions.releases).find(({ name }) => name === 'argocd');
  return release!.values as unknown as Values;
}

test('it asks the provider, with a secret that is in a Secret', () => {
  expect(parse(valuesOf('emails: [me@frank.dev], scopes: [groups]').configs.cm['oidc.config']!)).toEqual({
    name: 'id.frank.dev', issuer: 'https://id.frank.dev/app/', clientID: 'lab', clientSecret: '$login-client:client-secret',
    requestedScopes: ['openid', 'email', 'profile', 'groups'],
  });
});

test('who may change things is named, whoever else is let in may look, and nobody else may anything', () => {
  expect(valuesOf('emails: [me@frank.dev, you@frank.dev], admins: [me@frank.dev]').configs.rbac).toEqual({
    'policy.csv': 'g, me@frank.dev, role:admin\ng, you@frank.dev, role:readonly\n', scopes: '[email, groups]',
  });
  expect(valuesOf('groups: [family], admins: [parents], groupsClaim: roles').configs.rbac).toEqual({
    'policy.csv': 'g, parents, role:admin\ng, family, role:readonly\n', scopes: '[email, roles]',
  });
  expect(valuesOf('anyone: true').configs.rbac).toEqual({ 'policy.default': 'role:readonly', 'policy.csv': '', scopes: '[email, groups]' });
});

test('the user admin stays', () => {
  expect(Object.keys(valuesOf('anyone: true').configs.cm)).not.toContain('admin.enabled');
});

test('its server asks by the proxy of the lab', () => {
  expect(valuesOf('anyone: true', 'network: { proxy: { https: "http://192.168.100.1:3128" } }').server.env?.map(({ name }) => name))
    .toEqual(['HTTPS_PROXY', 'NO_PROXY']);
});

test('a lab without a login says nothing of it', () => {
  expect(Object.keys(valuesOf('').configs.cm)).not.toContain('oidc.config');
  expect(valuesOf('').configs.rbac).toBeUndefined();
});
