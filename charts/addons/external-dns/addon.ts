import type { Dns } from '../../../config/dns';
import { labDomains } from '../../../config/domains';
import { proxyVariables } from '../../../config/proxy';
import { withNames, withRights } from '../../core/chart-parts';
import type { AddonDefinition } from '../definition';
import { CLUSTER_RIGHTS, DEFINITIONS } from '../kinds';
import { podMetrics } from '../pod-metrics';
import { externalDnsAlerts } from './alerts';
import dashboard from './dashboards/external-dns.json';
import { EXTERNAL_DNS } from './names';
import { recordPlace, secretNameOf } from './record-zone';
import { RECORD_SAFE_SETTINGS, RECORD_SAFE_VALUES } from './safe-values';
import { externalDnsValues } from './values';

/** Writes a record for every name of a route at the DNS provider. */
export const externalDns: AddonDefinition = {
  name: EXTERNAL_DNS,
  podSecurity: 'restricted',
  // templates/deployment.yaml at 1.21.1. The provider is wherever somebody says.
  calls: { metrics: [7979] },
  // The chart brings the definition of a kind, DNSEndpoint, that nothing here uses.
  clusterKinds: [DEFINITIONS, ...CLUSTER_RIGHTS],
  parts: (config) => {
    const { dns, domain, gateway: { name, namespace }, gateways } = config;
    // There is a flag for one name alone; nobody else has a Gateway in that namespace.
    const gateway = { namespace, ...gateways.length === 0 ? { name } : {} };
    const domains = labDomains(config).map(({ name }) => name);
    const { zone, policy, ownerID = domain } = records(dns);
    return {
      values: externalDnsValues({ domains, gateway, zone, policy, ownerID, proxy: proxyVariables(config) }),
      secrets: [{
        namespace: EXTERNAL_DNS,
        name: secretNameOf(zone),
        keys: Object.values(recordPlace(zone).secretEnv),
        purpose: 'without it no record is written, and no name of the lab is found',
      }],
      origin: ['dns'],
    };
  },
  scrapeTargets: [podMetrics(EXTERNAL_DNS, 'http')],
  alerts: externalDnsAlerts(),
  dashboard,
  safeValues: [
    ...RECORD_SAFE_VALUES,
    ...withRights('serviceAccount.create', 'rbac.create'),
    ...withNames('fullnameOverride', 'nameOverride', 'namespaceOverride'),
  ],
  safeSettings: RECORD_SAFE_SETTINGS,
};

function records(dns: Dns): Extract<Dns, { provider: typeof EXTERNAL_DNS }> {
  if (dns.provider !== EXTERNAL_DNS) { throw new Error(`nobody writes records: dns is ${dns.provider}`); }
  return dns;
}
