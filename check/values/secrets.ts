import type { Finding, Rule } from '../../charts/core/rule';
import { isMapping } from '../../config/kinds';
import type { ConfigPath } from '../../config/problem';
import { isMixed, isReference, isSecretKey, mayBeSecretKey, secretInText } from '../../config/secret-shapes';
import { CHART_NAMES } from '../../config/schema';

/** What is written in values ends in git, in dist/ and on the seed disk, all in clear. */
const noSecretInValues: Rule = {
  name: 'no-secret-in-values',
  severity: 'error',
  check: ({ config }) => [
    ...CHART_NAMES.flatMap((name) => secretsIn(config.values[name], ['values', name], undefined)),
    ...config.applications.flatMap((each, index) => 'chart' in each ? secretsIn(each.values, ['applications', index, 'values'], undefined)
      : []),
  ].map(({ path, what }): Finding => ({ path, what: `${what}, and would stand in clear in git and in dist/`, fix: fixOf(path) })),
};

/** Rules about what is secret. */
export const SECRET_RULES: readonly Rule[] = [noSecretInValues];

/** A secret, and what it looks like. */
interface Found {
  readonly path: ConfigPath;
  readonly what: string;
}

function secretsIn(value: unknown, path: ConfigPath, key: string | undefined): Found[] {
  if (Array.isArray(value)) { return value.flatMap((each: unknown, index) => secretsIn(each, [...path, index], key)); }
  if (!isMapping(value)) { return ofScalar(value, path, key); }
  if (value['kind'] === 'Secret' && typeof value['apiVersion'] === 'string') { return ofSecret(value, path); }
  const { name } = value;
  // A variable: its name says what its value is.
  if (typeof name === 'string' && Object.hasOwn(value, 'value')) { return secretsIn(value['value'], [...path, 'value'], name); }
  return Object.entries(value).flatMap(([below, child]) => secretsIn(child, [...path, below], below));
}

function ofScalar(value: unknown, path: ConfigPath, key: string | undefined): Found[] {
  if (typeof value === 'string') {
    const known = secretInText(value);
    if (known !== undefined) { return [{ path, what: `looks like ${known}` }]; }
  }
  const text = typeof value === 'number' ? String(value) : value;
  if (key === undefined || typeof text !== 'string' || isReference(text)) { return []; }
  if (isSecretKey(key) && !(typeof value === 'number'
    && !/pass|pwd|pin/i.test(key))) { return [{ path, what: 'is a secret, by its name' }]; }
  return mayBeSecretKey(key) && isMixed(text) ? [{ path, what: 'looks like a secret' }] : [];
}

/** A Secret among the objects that a chart is to make. */
function ofSecret(object: Readonly<Record<string, unknown>>, path: ConfigPath): Found[] {
  return ['data', 'stringData'].flatMap((field) => {
    const data = object[field];
    return isMapping(data) && Object.values(data).some((each) => typeof each === 'string' && !isReference(each))
      ? [{ path: [...path, field], what: 'is the content of a Secret' }] : [];
  });
}

/** Where it belongs. */
function fixOf(path: ConfigPath): string {
  const [root, chart, ...rest] = path;
  const keys = rest.map(String);
  if (root === 'values' && chart === 'argocd' && ['repositories', 'credentialTemplates', 'clusterCredentials'].includes(keys[1] ?? '')) {
    return 'make a repository Secret for Argo CD instead (docs/secrets.md), and change the secret, which is known now if this was pushed';
  }
  if (root === 'values' && chart === 'argocd' && keys[1] === 'secret') {
    return 'set the password with argocd account update-password instead, and change it if this was pushed';
  }
  if (root === 'values' && keys[0] === 'alertmanager') {
    return 'name the receiver in monitoring.alerting.receivers, whose Secret lab.cmd secrets asks for, and change the secret if this was '
      + 'pushed';
  }
  if (root === 'values' && keys[0] === 'grafana') {
    return 'put it into a Secret, and name that (grafana.envFromSecret, or $__file{} with grafana.extraSecretMounts; docs/secrets.md)';
  }
  return 'put it into a Secret in that namespace, and name the Secret here (existingSecret, secretKeyRef, envFrom; docs/secrets.md)';
}
