import type { ConfigPath } from '../config/problem';
import type { HomelabConfig } from '../config/schema';
import { groupOf, type Manifest } from '../charts/core/manifest';

/** The key of homelab.yaml an object was made from; undefined for what comes from code alone. */
export function originOf(config: HomelabConfig, manifest: Manifest): ConfigPath | undefined {
  const { kind, metadata: { name, namespace } } = manifest;
  switch (`${groupOf(manifest)}/${kind}`) {
    case 'gateway.networking.k8s.io/HTTPRoute': {
      const index = config.services.findIndex((service) => service.name === name && service.namespace === namespace);
      if (index >= 0) { return ['services', index]; }
      return name in config.interfaces ? ['interfaces', name] : undefined;
    }
    case '/Namespace': {
      const index = config.namespaces.findIndex((each) => each.name === name);
      return index >= 0 ? ['namespaces', index] : undefined;
    }
    case 'argoproj.io/Application': {
      const index = config.applications.findIndex((each) => each.name === name);
      return index >= 0 ? ['applications', index] : undefined;
    }
    case 'gateway.networking.k8s.io/Gateway': return name === config.gateway.name ? ['gateway'] : undefined;
    case 'metallb.io/IPAddressPool': return ['network', 'loadBalancerRange'];
    case 'cert-manager.io/Certificate': return ['tls'];
    case 'cert-manager.io/ClusterIssuer': return ['tls'];
    case 'batch/CronJob': return ['mesh', 'ztunnelRestartSchedule'];
    default: return undefined;
  }
}
