import { dump } from 'js-yaml';
import { defaultGateway, macAddress, prefixLength } from '../../config/host-network';
import type { WindowsLab } from '../../config/windows-lab';
import type { NodeConfig } from '../inputs';

/** Text of the NoCloud seed's network-config, version 2: one adapter, found by its MAC address, without DHCP and router advertisements. */
export function networkConfig(config: WindowsLab, node: NodeConfig): string {
  return dump({
    version: 2,
    ethernets: {
      lan: {
        match: { macaddress: macAddress(node) },
        dhcp4: false,
        dhcp6: false,
        'accept-ra': false,
        addresses: [`${node.address}/${prefixLength(config)}`],
        routes: [{ to: 'default', via: defaultGateway(config) }],
        nameservers: { addresses: [...config.network.dnsServers] },
      },
    },
  }, { lineWidth: -1, noRefs: true, forceQuotes: true });
}
