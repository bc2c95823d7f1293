import type { Manifest } from '../../charts/core/manifest';
import { podTemplate } from '../../charts/core/pod-template';
import { list, text } from '../../charts/core/rendered-lab';
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

/** Kinds whose whole sense is that what they hold may be in git. */
const SEALED = new Set(['SealedSecret']);

/**
 * Secrets in a manifest of git. Only a Secret and the environment of a container are judged by names: of other kinds nobody knows what a
 * key is about. What sealed-secrets or SOPS have encrypted is none.
 *
 * @param object - as it stands in the file
 */
export function secretsInManifest(object: Manifest): Pick<Found, 'path' | 'what'>[] {
  if (SEALED.has(object.kind) || 'sops' in object) { return []; }
  const content = object as unknown as Readonly<Record<string, unknown>>;
  if (object.kind === 'Secret' && object.apiVersion === 'v1') { return ofSecret(content, []); }
  const containers = ['containers', 'initContainers'].flatMap((key) => list(podTemplate(object), 'spec', key));
  const variables = containers.flatMap((each) => list(each, 'env')).filter((each) => isMapping(each) && typeof each['value'] === 'string');
  return [
    ...variables.flatMap((each) => ofScalar((each as Readonly<Record<string, unknown>>)['value'], ['env', text(each, 'name')],
      text(each, 'name'))),
    ...shapesIn(content, []),
  ];
}

/** What has the form of a secret, wherever it stands. */
function shapesIn(value: unknown, path: ConfigPath): Found[] {
  if (Array.isArray(value)) { return value.flatMap((each: unknown, index) => shapesIn(each, [...path, index])); }
  // Variables of containers have been looked at, by their names too.
  if (isMapping(value)) { return Object.entries(value).flatMap(([key, each]) => key === 'env' ? [] : shapesIn(each, [...path, key])); }
  const known = typeof value === 'string' ? secretInText(value) : undefined;
  return known === undefined ? [] : [{ path, what: `looks like ${known}` }];
}

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
    secretsIn(child, [...path, below], below === 'value' && typeof name === 'string' ? keyOf(name) : below));
}

/** What a variable or a parameter of Helm is about: `auth.pass` is a `pass`. */
function keyOf(name: string): string {
  return isSecretKey(name) ? name : name.slice(name.lastIndexOf('.') + 1);
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
    return isMapping(data) && Object.values(data).some((each) => typeof each === 'string' && each !== '' && !isReference(each))
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
    return 'name the receiver in monitoring.alerting.receivers, whose Secret has a place of its own (docs/secrets.md), and change the '
      + 'secret if this was pushed';
  }
  if (root === 'values' && keys[0] === 'grafana') {
    return 'put it into a Secret, and name that (grafana.envFromSecret, or $__file{} with grafana.extraSecretMounts; docs/secrets.md)';
  }
  return 'put it into a Secret in that namespace, and name the Secret here (existingSecret, secretKeyRef, envFrom; docs/secrets.md)';
}
