import type { Construct } from 'constructs';
import { byAddress, lanLabels, lanPorts, lanServiceName, lanServices as all, podsKey } from '../../config/lan-services';
import type { HomelabConfig } from '../../config/schema';
import type { Dependency } from '../core/component';
import { LanServices, type LanServiceProps } from './lan-services';

/** The services of TCP and UDP of homelab.yaml. */
export function lanServices(scope: Construct, config: HomelabConfig, dependsOn: readonly Dependency[]): LanServices {
  const placed = all(config);
  const groups = byAddress(placed);
  return new LanServices(scope, 'lan-services', {
    services: placed.map(({ service, path }): LanServiceProps => {
      const { name, namespace, address } = service;
      const group = groups.get(address ?? '') ?? [];
      const pods = new Set(group.map((each) => podsKey(each.service.namespace, lanLabels(each.service))));
      return {
        name: lanServiceName(name), namespace, selector: lanLabels(service), address, origin: path,
        ports: lanPorts(service).map(({ port, targetPort, protocol }) => ({ port, targetPort, protocol })),
        ...group.length > 1 ? { shared: { samePods: pods.size === 1 } } : {},
      };
    }),
    dependsOn,
  });
}
