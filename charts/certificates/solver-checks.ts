import type { ConfigCheck } from '../../config/checks';
import { withoutEffect } from '../../config/checks/effects';
import type { Dns01 } from '../../config/dns01';
import { domainSolvers, labDomains, solverSecret, type DomainSolver } from '../../config/domains';
import { formatPath, type Problem } from '../../config/problem';
import { registeredDomain } from '../../config/public-names';
import { asksAcme } from '../../config/public-authorities';
import type { HomelabConfig } from '../../config/schema';
import { checkWebhookCharts, checkWebhookSecrets } from './webhook-checks';

/** Every way to prove a domain can prove it, and none stands in another's. */
export const SOLVER_CONFIG_CHECKS: readonly ConfigCheck[] = [
  checkSolvers, checkUsed, checkZones, checkSecrets, checkWebhookCharts, checkWebhookSecrets,
];

function checkSolvers(config: HomelabConfig): Problem[] {
  return domainSolvers(config).flatMap((solver) => [
    ...checkGroup(solver), ...checkGroupOnce(solver), ...checkConfig(solver), ...checkAcmeDns(config, solver),
  ]);
}

/** Groups of Kubernetes and of what the platform installs. */
const TAKEN_GROUPS = /(^|\.)((k8s|kubernetes|cert-manager|istio|argoproj|cilium|metallb|cattle)\.io|coreos\.com)$/;

/** An API group of the cluster's own would be served by the webhook from then on. */
function checkGroup({ at, dns01 }: DomainSolver): Problem[] {
  const isTaken = dns01.provider === 'webhook' && TAKEN_GROUPS.test(dns01.groupName);
  if (!isTaken) { return []; }
  return [{
    path: [...at, 'groupName'],
    what: `is a group that belongs to somebody else (${dns01.groupName})`,
    fix: 'write the group of the webhook, as its page says; where it can be chosen, a name below your domain',
  }];
}

/** Issuer and webhook have to agree on the group, so the chart gets the one that is said once. */
function checkGroupOnce({ at, dns01 }: DomainSolver): Problem[] {
  if (dns01.provider !== 'webhook' || !Object.hasOwn(dns01.chart?.values ?? {}, 'groupName')) { return []; }
  return [{
    path: [...at, 'chart', 'values', 'groupName'],
    what: `is said by ${formatPath(at)}.groupName, which the chart gets and the issuers ask for`, fix: 'remove it here',
  }];
}

/** The construct library takes a mapping with this key for an instance of some class, and refuses it. */
function checkConfig({ at, dns01 }: DomainSolver): Problem[] {
  if (dns01.provider !== 'webhook' || !hasConstructor(dns01.config)) { return []; }
  return [{
    path: [...at, 'config'], what: 'has a key named "constructor", the one name that this program cannot use',
    fix: 'leave it out',
  }];
}

function hasConstructor(value: unknown): boolean {
  return typeof value === 'object' && value !== null
    && (Object.hasOwn(value, 'constructor') || Object.values(value).some(hasConstructor));
}

/** The wildcard and the domain itself are proved by one name, and acme-dns answers for a name only through a CNAME. */
function checkAcmeDns(config: HomelabConfig, { at, dns01 }: DomainSolver): Problem[] {
  const isOwn = dns01.provider === 'acmeDNS' && labDomains(config).some(({ name }) => name === new URL(dns01.host).hostname);
  return isOwn ? [{
    path: [...at, 'host'],
    what: 'is the domain of the lab itself, whose certificate it would be needed for',
    fix: 'write the address of the acme-dns server',
  }] : [];
}

/** Only an ACME server asks for proof. */
function checkUsed({ domains, tls }: HomelabConfig): Problem[] {
  return asksAcme(tls) ? [] : domains.flatMap(({ dns01 }, index) => dns01 === undefined
    ? [] : [withoutEffect(['domains', index, 'dns01'], `tls.issuer is ${tls.issuer}, which signs without proof`, 'remove it')]);
}

/** What a provider's keys say of the one zone that they are for. */
const ZONE_KEYS: readonly string[] = ['hostedZoneID', 'hostedZoneName'];

/** Credentials may be good for more than one domain; a zone is that of one. */
function checkZones(config: HomelabConfig): Problem[] {
  if (!asksAcme(config.tls)) { return []; }
  const common = domainSolvers(config)[0]?.dns01;
  const zone = common && Object.keys(common).find((key) => ZONE_KEYS.includes(key));
  if (common === undefined || zone === undefined || common.followCNAME) { return []; }
  const own = registeredDomain(config.domain);
  return config.domains.flatMap(({ name, dns01: its }, index) => its !== undefined || registeredDomain(name) === own ? [] : [{
    path: ['domains', index, 'name'], related: [['tls']],
    what: `would be proved in the zone of ${config.domain} (${zone}), which does not hold it (${name})`,
    fix: `add "dns01: { provider: ${common.provider}, ... }" with the zone of ${name}`,
  }]);
}

/** Two providers cannot read each other's credentials. */
function checkSecrets(config: HomelabConfig): Problem[] {
  const owners = new Map<string, Dns01['provider']>();
  return domainSolvers(config).flatMap(({ at, dns01 }): Problem[] => {
    const secret = solverSecret(dns01);
    const owner = owners.get(secret);
    owners.set(secret, owner ?? dns01.provider);
    return owner === undefined || owner === dns01.provider ? [] : [{
      path: [...at, 'secretName'], what: `is the Secret with the credentials for ${owner}, too (${secret})`, fix: 'name another Secret',
    }];
  });
}
