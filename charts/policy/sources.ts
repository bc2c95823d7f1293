import type { AuthorizationPolicySpecRules, AuthorizationPolicySpecRulesFrom } from '../../imports/security.istio.io';
import type { Account } from './account';
import type { AllowedCaller, PolicyCaller } from './service-policy';

/** The most service accounts of one source: definition of AuthorizationPolicy, `maxItems`. */
const MOST_ACCOUNTS = 16;

/** Callers as sources. Service accounts are named without a trust domain, so that it can be another one. */
export function sourcesOf(callers: readonly PolicyCaller[], gateways: readonly Account[]): AuthorizationPolicySpecRulesFrom[] {
  const namespaces = callers.flatMap((each) => each.kind === 'namespace' && each.serviceAccount === undefined ? [each.namespace] : []);
  const accounts = callers.flatMap((each): string[] => {
    if (each.kind === 'gateway') { return gateways.map(accountName); }
    return each.serviceAccount === undefined ? [] : [accountName({ namespace: each.namespace, name: each.serviceAccount })];
  });
  // One source cannot have both: "Cannot set serviceAccounts with namespaces or principals".
  return [...accountSources(accounts), ...namespaces.length > 0 ? [{ source: { namespaces: unique(namespaces) } }] : []];
}

/** Service accounts as sources. */
export function accountSources(accounts: readonly string[]): AuthorizationPolicySpecRulesFrom[] {
  const all = unique(accounts);
  return all.flatMap((_, index) => index % MOST_ACCOUNTS === 0
    ? [{ source: { serviceAccounts: all.slice(index, index + MOST_ACCOUNTS) } }] : []);
}

/** A service account as policies name it. */
export function accountName({ namespace, name }: Account): string {
  return `${namespace}/${name}`;
}

/** Rules that let callers in: one for those who may do everything, one for each who may not. */
export function rulesOf(allow: readonly AllowedCaller[], gateways: readonly Account[]): AuthorizationPolicySpecRules[] {
  const isLimited = ({ methods, paths }: AllowedCaller): boolean => methods !== undefined || paths !== undefined;
  const free = allow.filter((each) => !isLimited(each)).map(({ from }) => from);
  return [
    ...free.length > 0 ? [{ from: sourcesOf(free, gateways) }] : [],
    ...allow.filter(isLimited).map(({ from, methods, paths }) => ({
      from: sourcesOf([from], gateways),
      to: [{ operation: { ...methods ? { methods: [...methods] } : {}, ...paths ? { paths: [...paths] } : {} } }],
    })),
  ];
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
