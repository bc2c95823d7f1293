import type { Dns } from '../../../config/dns';
import { labDomains } from '../../../config/domains';
import { withNames, withRights } from '../../core/chart-parts';
import { unset } from '../../core/safe-values';
import type { AddonDefinition } from '../definition';
import { CLUSTER_RIGHTS } from '../kinds';
import { podMetrics } from '../pod-metrics';
import { k8sGatewayAlerts } from './alerts';
import dashboard from './dashboards/k8s-gateway.json';
import { K8S_GATEWAY, METRICS_PORT } from './names';
import { ZONE_SAFE_VALUES } from './safe-values';
import { k8sGatewayValues } from './values';

/** The lab's own name server: it answers for the domain with what routes and Services say. */
export const k8sGateway: AddonDefinition = {
  name: K8S_GATEWAY,
  podSecurity: 'restricted',
  // templates/deployment.yaml at 3.7.2
  calls: { metrics: [9153], everybody: [{ port: 1053, protocol: 'UDP' }, { port: 1053, protocol: 'TCP' }], onlyApi: true },
  clusterKinds: CLUSTER_RIGHTS,
  parts: (config) => ({
    values: k8sGatewayValues({ domains: labDomains(config).map(({ name }) => name), ...nameServer(config.dns) }), origin: ['dns'],
  }),
  scrapeTargets: [podMetrics(K8S_GATEWAY, METRICS_PORT)],
  alerts: k8sGatewayAlerts(),
  dashboard,
  safeValues: [
    ...ZONE_SAFE_VALUES,
    ...withRights('serviceAccount.create'),
    ...withNames('fullnameOverride', 'nameOverride'),
    unset('zoneFiles', 'the name server would answer what no route says, and no rule of the lab would know of it', { warns: true }),
  ],
};

function nameServer(dns: Dns): Pick<Extract<Dns, { provider: typeof K8S_GATEWAY }>, 'address' | 'ttl'> {
  if (dns.provider !== K8S_GATEWAY) { throw new Error(`the lab has no name server: dns is ${dns.provider}`); }
  return dns;
}
