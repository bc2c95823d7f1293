import { labDomains } from '../domains';
import { platformInterfaces } from '../platform';
import type { Problem } from '../problem';
import type { HomelabConfig } from '../schema';
import { serviceHostnames } from '../service-rules';

/** What the lab takes for its own, and so asks without the proxy, holds no repository on the internet. */
export function checkProxiedRepository(config: HomelabConfig): Problem[] {
  const { gitops: { repoURL }, network: { proxy } } = config;
  // A proxy for http carries no ssh.
  if (proxy === undefined || !/^https?:/i.test(repoURL) || !URL.canParse(repoURL)) { return []; }
  const host = new URL(repoURL).hostname;
  const domain = labDomains(config).find(({ name }) => host === name || host.endsWith(`.${name}`));
  const isDirect = proxy.noProxy.some((each) => host === each.replace(/^\./, '') || host.endsWith(`.${each.replace(/^\./, '')}`));
  if (domain === undefined || isDirect || isBehindGateway(config, host)) { return []; }
  return [{
    path: ['gitops', 'repoURL'], related: [domain.at, ['network', 'proxy']], severity: 'warning', rule: 'repository-proxied',
    what: `is at a host below ${domain.name}, and Argo CD asks what is there without the proxy, as it does the lab itself (${host})`,
    fix: `give the lab a domain of its own, such as lab.${domain.name}, or write ${host} under noProxy if it is reached without the proxy`,
  }];
}

function isBehindGateway(config: HomelabConfig, host: string): boolean {
  return platformInterfaces(config).some(({ hostname }) => hostname === host)
    || config.services.some((service) => serviceHostnames(config, service).some(({ hostname }) => hostname === host));
}
