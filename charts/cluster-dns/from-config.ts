import type { Construct } from 'constructs';
import { domainOf, labDomains } from '../../config/domains';
import { gatewaysByName } from '../../config/gateway-names';
import { firstGateway } from '../../config/gateways';
import type { HomelabConfig } from '../../config/schema';
import { isWildcard } from '../../config/wildcards';
import { ClusterDns } from './cluster-dns';
import type { DnsZones } from './corefile';

/** What `dns` of homelab.yaml says to pods. */
export function clusterDns(scope: Construct, config: HomelabConfig): ClusterDns {
  return new ClusterDns(scope, 'cluster-dns', config.dns.pods ? { zones: zonesOf(config), origin: ['dns'] } : {});
}

function zonesOf(config: HomelabConfig): DnsZones | undefined {
  const domains = labDomains(config).map(({ name }) => name);
  if (config.dns.provider === 'k8s-gateway') { return { names: domains, answers: { nameServer: config.dns.address } }; }
  // CoreDNS takes a hosts file's lines here, none of which stands for many names.
  const named = [...gatewaysByName(config)].filter(([hostname]) => !isWildcard(hostname));
  const outside = named.map(([hostname]) => hostname).filter((hostname) => domainOf(config, hostname) === undefined);
  const hosts = named.map(([hostname, [gateway = firstGateway(config)]]) => ({ hostname, address: gateway.address }));
  return hosts.length === 0 ? undefined : { names: [...domains, ...outside], answers: { hosts } };
}
