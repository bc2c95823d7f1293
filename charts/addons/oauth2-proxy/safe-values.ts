import { textOf } from '../../core/plain-data';
import { off, running, type SafeSetting, type SafeValue } from '../../core/safe-values';

const ANYBODY = 'others would be let in than homelab.yaml says';
const NOWHERE = 'whoever logs in would not come back, or never be taken for somebody who has logged in';
const IN_GIT = 'the Secret that the lab asks for has it, and values lie in git';

/** Flags that are generated, and stay as they are: who is let in, and how they come back. */
const KEPT: readonly (readonly [flag: string, why: string])[] = [
  ['provider', 'the addresses of another provider would be asked'], ['oidc-issuer-url', ANYBODY], ['client-id', ANYBODY],
  ['email-domain', ANYBODY], ['allowed-group', ANYBODY], ['oidc-email-claim', ANYBODY], ['oidc-groups-claim', ANYBODY],
  ['redirect-url', NOWHERE], ['cookie-domain', NOWHERE], ['whitelist-domain', NOWHERE],
  ['upstream', 'Envoy takes 200 for a yes and nothing else'],
  ['insecure-oidc-skip-nonce', 'a token that was given out for another login would be taken'],
  ['session-cookie-minimal', "the provider's tokens would be in a cookie that every page below the domain gets"],
];

/** Those of them that not every lab has. */
const OPTIONAL = ['email-domain', 'allowed-group'];

/** Flags that are not there, and by which people would get in without an account or with one that is not theirs. */
const ABSENT = [
  'skip-auth-route', 'skip-auth-regex', 'skip-auth-preflight', 'trusted-ip', 'skip-jwt-bearer-tokens', 'extra-jwt-issuers',
  'htpasswd-file', 'ssl-insecure-skip-verify', 'insecure-oidc-skip-issuer-verification', 'insecure-oidc-allow-unverified-email',
  'authenticated-emails-file', 'skip-oidc-discovery', 'oidc-jwks-url', 'login-url', 'redeem-url', 'config', 'alpha-config',
  'proxy-prefix', 'reverse-proxy', 'oidc-extra-audience', 'oidc-public-key-file', 'cookie-secure',
  // With these it answers 200 to whoever asks for a path or calls itself by a name, and Envoy takes that for a yes.
  'ping-path', 'ready-path', 'ping-user-agent', 'gcp-healthchecks',
  'client-secret', 'client-secret-file', 'cookie-secret', 'cookie-secret-file',
];

const ARGS = ['extraArgs'];

/** Values that decide who is let in. Keys: helm/oauth2-proxy/values.yaml of oauth2-proxy/manifests at 10.7.0. */
export const ACCESS_SAFE_VALUES: readonly SafeValue[] = [
  ...KEPT.map(([flag, why]): SafeValue => ({
    path: [...ARGS, flag], wanted: 'nothing; login says it', why,
    // A list in place of the mapping takes all of them away.
    safe: (value, { lab: { config } }) => !Object.hasOwn(argsOf(config.values['oauth2-proxy']), flag)
      && (value !== undefined || OPTIONAL.includes(flag)),
  })),
  {
    path: ['config', 'existingSecret'], wanted: 'nothing; login.secretName says it',
    why: 'the chart would make a Secret of the words that stand in its values, or wait for one that nobody is asked for',
    safe: (value, { lab: { config: { login } } }) => value === login?.secretName,
  },
  { path: ['config', 'forceLegacyConfig'], safe: [false], why: 'the chart would write a file that lets in every address' },
  { path: ['config', 'requiredSecretKeys'], wanted: 'nothing', why: IN_GIT, safe: isKeys },
  ...['configFile', 'existingConfig', 'google'].map((key) => off(`config.${key}`, ANYBODY, { wanted: 'nothing' })),
  ...['clientSecret', 'cookieSecret'].map((key): SafeValue => ({
    path: ['config', key], wanted: 'nothing', why: IN_GIT, safe: (value) => value === undefined || /^X*$/.test(textOf(value)),
  })),
  off('alphaConfig.enabled', 'it takes the place of the flags that say who is let in'),
  off('htpasswdFile.enabled', ANYBODY),
  off('ingress.enabled', 'no controller of the lab reads it'),
  off('gatewayApi.enabled', 'the lab has a route to it, and two would claim the same requests'),
  off(
    'metrics.serviceMonitor.enabled', 'the lab scrapes it by a monitor of its own, and every sample would be there twice', { warns: true },
  ),
  { path: ['networkPolicy', 'create'], safe: [true], why: 'every pod could ask it, and try names' },
  { path: ['service', 'portNumber'], safe: [80, undefined], why: 'the gateway asks it at port 80' },
  { path: ['httpScheme'], safe: ['http', undefined], why: 'the gateway speaks plain text to it' },
  { path: ['containerPort'], safe: [4180, undefined, null, ''], why: 'it listens at 4180' },
  { path: ['proxyVarsAsSecrets'], safe: [true, undefined], why: 'it would not start without the secret of the client' },
  running('replicaCount', 'nobody could log in'),
];

/** Flags and variables that go round those values. */
export const ACCESS_SAFE_SETTINGS: readonly SafeSetting[] = [
  ...ABSENT.map((name): SafeSetting => ({ path: ARGS, name, why: ANYBODY })),
  ...[...ABSENT, ...KEPT.map(([flag]) => flag)].map((flag): SafeSetting => ({
    path: ['extraEnv'], name: `OAUTH2_PROXY_${flag.toUpperCase().replaceAll('-', '_')}`, why: ANYBODY,
  })),
];

function argsOf(values: unknown): object {
  const args = typeof values === 'object' && values !== null && 'extraArgs' in values ? values.extraArgs : undefined;
  return typeof args === 'object' && args !== null ? args : {};
}

function isKeys(value: unknown): boolean {
  return Array.isArray(value) && value.includes('client-secret') && value.includes('cookie-secret');
}
