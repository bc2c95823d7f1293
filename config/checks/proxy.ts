import { isWithinDomain } from '../domain-names';
import { domainOf } from '../domains';
import { pageNames } from '../page-names';
import type { Problem } from '../problem';
import type { HomelabConfig } from '../schema';

/** What the lab takes for its own, and so asks without the proxy, holds no repository on the internet. */
export function checkProxiedRepository(config: HomelabConfig): Problem[] {
  const { gitops: { repoURL }, network: { proxy } } = config;
  // A proxy for http carries no ssh.
  if (proxy === undefined || !/^https?:/i.test(repoURL) || !URL.canParse(repoURL)) { return []; }
  const host = new URL(repoURL).hostname;
  const domain = domainOf(config, host);
  const isDirect = proxy.noProxy.some((each) => isWithinDomain(each.replace(/^\./, ''), host));
  if (domain === undefined || isDirect || pageNames(config).has(host)) { return []; }
  return [{
    path: ['gitops', 'repoURL'], related: [domain.at, ['network', 'proxy']], severity: 'warning', rule: 'repository-proxied',
    what: `is at a host below ${domain.name}, and Argo CD asks what is there without the proxy, as it does the lab itself (${host})`,
    fix: `give the lab a domain of its own, such as lab.${domain.name}, or write ${host} under noProxy if it is reached without the proxy`,
  }];
}
