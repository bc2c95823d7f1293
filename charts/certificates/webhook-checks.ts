import type { Dns01 } from '../../config/dns01';
import { domainSolvers, solverSecret, type DomainSolver } from '../../config/domains';
import { isMapping } from '../../config/kinds';
import { formatPath, type ConfigPath, type Problem } from '../../config/problem';
import { asksAcme } from '../../config/public-authorities';
import type { HomelabConfig } from '../../config/schema';
import { webhookName } from './names';

/** A way to prove domains through a webhook. */
interface WebhookSolver extends Omit<DomainSolver, 'dns01'> {
  readonly dns01: Extract<Dns01, { readonly provider: 'webhook' }>;
}

function webhooks(config: HomelabConfig): WebhookSolver[] {
  return domainSolvers(config).flatMap(({ dns01, ...solver }) => dns01.provider === 'webhook' ? [{ ...solver, dns01 }] : []);
}

/** Each webhook is installed once, however many domains it answers for, and has an API group for itself. */
export function checkWebhookCharts(config: HomelabConfig): Problem[] {
  const installed = new Map<string, ConfigPath>();
  const groups = new Map<string, ConfigPath>();
  return webhooks(config).flatMap(({ at, dns01: { chart, groupName } }): Problem[] => {
    if (chart === undefined) { return []; }
    const name = webhookName(chart.name);
    const same = installed.get(name);
    if (same !== undefined) {
      return [{
        path: [...at, 'chart'], related: [same],
        what: `is installed by ${formatPath(same)} already (${name}), and one webhook answers for all domains`, fix: 'remove it here',
      }];
    }
    installed.set(name, [...at, 'chart']);
    // https://kubernetes.io/docs/tasks/extend-kubernetes/setup-extension-api-server/: an APIService is called after version and group.
    const other = groups.get(groupName);
    groups.set(groupName, other ?? [...at, 'groupName']);
    return other === undefined ? [] : [{
      path: [...at, 'groupName'], related: [other],
      what: `is the group of another webhook too (${groupName}), and the cluster asks one of them alone`,
      fix: 'give each a group of its own, as its page says',
    }];
  });
}

/** What a webhook reads is asked for: else no certificate is issued, and only the challenge says why. */
export function checkWebhookSecrets(config: HomelabConfig): Problem[] {
  if (!asksAcme(config.tls)) { return []; }
  const all = webhooks(config);
  const listed = new Set(all.flatMap(({ dns01 }) => dns01.secretKeys.map((key) => `${solverSecret(dns01)}/${key}`)));
  return all.flatMap(({ at, dns01 }) => secretReferences(dns01.config, [...at, 'config'])
    .filter(({ name, key }) => !listed.has(`${name}/${key}`)).map(({ path, name, key }): Problem => ({
      path, related: [[...at, 'secretName'], [...at, 'secretKeys']], severity: 'warning', rule: 'webhook-secret-listed',
      what: `names the key ${key} of the Secret ${name}, which nobody is asked for: that is ${solverSecret(dns01)} with `
        + dns01.secretKeys.join(', '),
      fix: `write secretName: ${name} and secretKeys: [${key}] beside config, or create that Secret yourself`,
    })));
}

/** A reference to a key of a Secret: the form of Kubernetes (SecretKeySelector), which webhooks take over. */
interface SecretReference {
  readonly path: ConfigPath;
  readonly name: string;
  readonly key: string;
}

function secretReferences(value: unknown, path: ConfigPath): SecretReference[] {
  if (Array.isArray(value)) { return value.flatMap((each, index) => secretReferences(each, [...path, index])); }
  if (!isMapping(value)) { return []; }
  const { name, key, ...others } = value;
  if (typeof name === 'string' && typeof key === 'string' && Object.keys(others).length === 0) { return [{ path, name, key }]; }
  return Object.entries(value).flatMap(([each, child]) => secretReferences(child, [...path, each]));
}
