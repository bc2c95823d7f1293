import { contains, networkOf, parseAddress } from '../address';
import { k3sArgument } from '../k3s-args';
import type { Problem } from '../problem';
import type { HomelabConfig } from '../schema';

/** CoreDNS is a Service: its address is one of those that Services have. */
export function checkK3sArguments({ k3s, network }: HomelabConfig): Problem[] {
  return k3s.serverArgs.flatMap((text, index): Problem[] => {
    const { name, value = '' } = k3sArgument(text);
    if (name !== 'cluster-dns') { return []; }
    const outside = value.split(',').find((each) => {
      const address = parseAddress(each.trim());
      return address === undefined || !contains(networkOf(network.serviceCIDR), address);
    });
    return outside === undefined ? [] : [{
      path: ['k3s', 'serverArgs', index], related: [['network', 'serviceCIDR']],
      what: `is outside network.serviceCIDR ${network.serviceCIDR} (${outside}), so that CoreDNS gets no Service`,
      fix: 'choose an address of it, or remove it: the tenth is the default',
    }];
  });
}
