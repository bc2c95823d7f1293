import type { Finding, Rule } from '../../charts/core/rule';
import { freeFormPlaces } from '../../config/free-form';
import { isMapping } from '../../config/kinds';
import { valueAt, type ConfigPath } from '../../config/problem';
import { isMixed, isReference, isSecretKey, mayBeSecretKey, secretInText } from '../../config/secret-shapes';

/** What is written in values ends in git, in dist/ and on the seed disk, all in clear. */
const noSecretInValues: Rule = {
  name: 'no-secret-in-values',
  severity: 'error',
  check: ({ config }) => freeFormPlaces(config).flatMap((place) => secretsIn(valueAt(config, place), place, undefined))
    .map(({ path, what }): Finding => ({ path, what: `${what}, and would stand in clear in git and in dist/`, fix: fixOf(path) })),
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
  return Object.entries(value).flatMap(([below, child]) =>
    // The name of a variable says what its value is.
    secretsIn(child, [...path, below], below === 'value' && typeof name === 'string' ? name : below));
}

function ofScalar(value: unknown, path: ConfigPath, key: string | undefined): Found[] {
  if (typeof value === 'string') {
    const known = secretInText(value);
    if (known !== undefined) { return [{ path, what: `looks like ${known}` }]; }
  }
  const text = typeof value === 'number' ? String(value) : value;
  if (key === undefined || typeof text !== 'string' || isReference(text)) { return []; }
  const isNumber = typeof value === 'number' && !/pass|pwd/i.test(key);
  if (isSecretKey(key) && !isNumber) { return [{ path, what: 'is a secret, by its name' }]; }
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
