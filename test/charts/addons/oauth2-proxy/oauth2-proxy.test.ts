import { readFileSync } from 'node:fs';
import path from 'node:path';
import { renderedLab, toManifests } from '../../../../synth/render';
import { checkLab } from '../../../../check/run';
import { RULES } from '../../../../check/rules';
import { formatPath } from '../../../../config/problem';
import { find, labOf, manifestsOf } from '../../../util';

interface Values {
  readonly extraArgs: Readonly<Record<string, string | number | boolean>>;
  readonly authenticatedEmailsFile?: { readonly restricted_access: string };
  readonly extraEnv?: readonly { readonly name: string }[];
}

/** Every flag that oauth2-proxy 7.15.3 knows: pkg/apis/options at its tag. One that it does not know ends the process. */
const FLAGS = new Set(readFileSync(path.join(__dirname, 'flags.txt'), 'utf8').split(/\r?\n/));
const LOGIN = 'issuer: "https://id.frank.dev", clientID: lab';
const yamlOf = (keys: string, more = ''): string =>
  `domain: lab.frank.dev\ntls: { issuer: homelab-ca }\nlogin: { ${LOGIN}, ${keys} }\n${more}`;

function valuesOf(keys: string, more = ''): Values {
  const { source } = labOf(yamlOf(keys, more)).addons.get('oauth2-proxy')!.component.props;
  return (source as unknown as { values: Values }).values;
}

const EVERY = 'provider: dex, emails: [me@frank.dev, you@frank.dev], emailDomains: [frank.dev], admins: [me@frank.dev], scopes: [groups], '
  + 'emailClaim: mail, groupsClaim: roles, session: 12h, secretName: other, host: in';

test.each([EVERY, 'anyone: true', 'groups: [family, "the others"]'])('every flag is one that oauth2-proxy has: %s', (keys) => {
  const flags = Object.keys(valuesOf(keys).extraArgs);
  expect(flags.filter((flag) => !FLAGS.has(flag))).toEqual([]);
  expect(flags.length).toBeGreaterThan(15);
});

test('what homelab.yaml says stands in its flags', () => {
  expect(valuesOf(EVERY).extraArgs).toMatchObject({
    'oidc-issuer-url': 'https://id.frank.dev', 'client-id': 'lab', 'redirect-url': 'https://in.lab.frank.dev/oauth2/callback',
    'cookie-domain': '.lab.frank.dev', 'whitelist-domain': '.lab.frank.dev', 'cookie-expire': '12h',
    'scope': 'openid email profile groups', 'oidc-email-claim': 'mail', 'oidc-groups-claim': 'roles', 'email-domain': 'frank.dev',
  });
});

test.each<[string, string | undefined, string | undefined, string | undefined]>([
  ['emails: [me@frank.dev, you@frank.dev]', 'me@frank.dev\nyou@frank.dev', undefined, undefined],
  ['emailDomains: [frank.dev, frank.net]', undefined, 'frank.dev,frank.net', undefined],
  ['emails: [me@frank.net], emailDomains: [frank.dev]', 'me@frank.net', 'frank.dev', undefined],
  ['groups: [family, friends]', undefined, '*', 'family,friends'],
  ['anyone: true', undefined, '*', undefined],
])('nobody else gets in: %s', (keys, emails, domains, groups) => {
  const { extraArgs, authenticatedEmailsFile } = valuesOf(keys);
  expect([authenticatedEmailsFile?.restricted_access, extraArgs['email-domain'], extraArgs['allowed-group']])
    .toEqual([emails, domains, groups]);
});

test('who comes from a page at another port goes back to it', () => {
  const services = `namespaces: [{ name: my-app }]
services:
  - { name: wiki, namespace: my-app, port: 80, login: true, listenPort: 8443 }
  - { name: files, namespace: my-app, port: 80, login: true, listenPort: 8080 }
  - { name: shop, namespace: my-app, port: 80, listenPort: 9443 }`;
  expect(valuesOf('anyone: true', services).extraArgs['whitelist-domain']).toBe('.lab.frank.dev,.lab.frank.dev:8080,.lab.frank.dev:8443');
});

test('a yes is 200, as Envoy takes no other for one', () => {
  expect(valuesOf('anyone: true').extraArgs['upstream']).toBe('static://200');
});

test('the gateway asks for a login without a mesh, too', () => {
  const policyOf = (more: string): unknown => {
    const services = 'namespaces: [{ name: media }]\nservices: [{ name: photos, namespace: media, port: 80, login: true }]';
    return find(manifestsOf(labOf(yamlOf('anyone: true', `${services}\n${more}`)), 'routes'), 'AuthorizationPolicy', 'login')['spec'];
  };
  expect(policyOf('mesh: false')).toMatchObject({
    action: 'CUSTOM', provider: { name: 'login' }, targetRefs: [{ kind: 'Gateway', name: 'main-gateway' }],
    rules: [{ to: [{ operation: { hosts: expect.arrayContaining(['photos.lab.frank.dev']) as unknown } }] }],
  });
  expect(policyOf('mesh: false')).toEqual(policyOf(''));
});

test('it asks the provider by the proxy of the lab', () => {
  const { extraEnv = [] } = valuesOf('anyone: true', 'network: { proxy: { https: "http://192.168.100.1:3128" } }');
  expect(extraEnv.map(({ name }) => name)).toEqual(['HTTPS_PROXY', 'NO_PROXY']);
  expect(valuesOf('anyone: true').extraEnv).toBeUndefined();
});

test('each namespace asks for its own Secret, and none is in a file', () => {
  const lab = labOf(yamlOf('anyone: true'));
  expect(lab.requiredSecrets.filter(({ name }) => name === 'login-client')
    .map(({ namespace, keys, labels }) => [namespace, keys.map(({ key }) => key), labels])).toEqual([
    ['argocd', ['client-secret'], { 'app.kubernetes.io/part-of': 'argocd' }],
    ['oauth2-proxy', ['client-secret', 'cookie-secret'], undefined],
  ]);
  expect(lab.layers.flatMap((layer) => manifestsOf(layer)).filter(({ kind }) => kind === 'Secret')).toEqual([]);
});

test('Grafana asks for one where it is known where the provider answers', () => {
  const namespaces = (keys: string): string[] =>
    labOf(yamlOf(keys)).requiredSecrets.filter(({ name }) => name === 'login-client').map(({ namespace }) => namespace).sort();
  expect(namespaces('anyone: true, provider: pocket-id')).toEqual(['argocd', 'monitoring', 'oauth2-proxy']);
  expect(namespaces('anyone: true')).toEqual(['argocd', 'oauth2-proxy']);
});

/* Values of one's own with which somebody would get in who should not, or nobody who should. */
test.each([
  ['extraArgs: { skip-auth-route: "^/open" }', 'values.oauth2-proxy.extraArgs'],
  ['extraArgs: { email-domain: "*" }', 'values.oauth2-proxy.extraArgs.email-domain'],
  ['extraArgs: ["--upstream=static://200"]', 'values.oauth2-proxy.extraArgs'],
  ['extraArgs: { upstream: "static://202" }', 'values.oauth2-proxy.extraArgs.upstream'],
  ['extraEnv: [{ name: OAUTH2_PROXY_TRUSTED_IPS, value: a }, { name: OAUTH2_PROXY_SKIP_AUTH_ROUTE, value: "^/" }]',
    'values.oauth2-proxy.extraEnv'],
  ['config: { configFile: "email_domains = [ \\"*\\" ]" }', 'values.oauth2-proxy.config.configFile'],
  ['config: { forceLegacyConfig: true }', 'values.oauth2-proxy.config.forceLegacyConfig'],
  ['networkPolicy: { create: false }', 'values.oauth2-proxy.networkPolicy.create'],
  ['replicaCount: 0', 'values.oauth2-proxy.replicaCount'],
])('a value that undoes it is refused: %s', (values, blamed) => {
  const lab = labOf(yamlOf('emails: [me@frank.dev]', `values: { oauth2-proxy: { ${values} } }`));
  const { errors } = checkLab(renderedLab(lab, toManifests(lab)), RULES.filter(({ name }) => name === 'chart-values-safe'));
  expect(errors.map(({ path: key }) => formatPath(key))).not.toEqual([]);
  expect(errors.every(({ path: key }) => formatPath(key).startsWith(blamed))).toBe(true);
});

test.each(['extraArgs: { prompt: login }', 'logLevel: 1', 'replicaCount: 2', 'extraArgs: { cookie-name: _lab }', 'resources: {}'])(
  'any other value is nobody else\'s business: %s', (values) => {
    const lab = labOf(yamlOf('emails: [me@frank.dev]', `values: { oauth2-proxy: { ${values} } }`));
    const { errors } = checkLab(renderedLab(lab, toManifests(lab)), RULES.filter(({ name }) => name === 'chart-values-safe'));
    expect(errors).toEqual([]);
  },
);
