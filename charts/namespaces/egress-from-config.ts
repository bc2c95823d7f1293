import { contains, networkOf } from '../../config/address';
import { calleeOf } from '../../config/egress';
import { labGateways } from '../../config/gateways';
import { PLATFORM_NAMESPACES } from '../../config/platform';
import type { HomelabConfig, NamespaceConfig } from '../../config/schema';
import { NOT_INTERNET } from '../../config/special-addresses';
import type { CalledMachines, NamespaceEgress } from '../core/lab-namespace';
import { hasWaypoint } from '../mesh/waypoint';

/** What a namespace of homelab.yaml says of what its pods may call; undefined if nothing. */
export function egressOf(config: HomelabConfig, { name, egress, ambient }: NamespaceConfig): NamespaceEgress | undefined {
  if (egress === undefined) { return undefined; }
  const callees = egress.map(calleeOf);
  const says = (word: 'api' | 'gateway'): boolean => callees.some(({ kind }) => kind === word);
  const { monitoring, addons, gateway } = config;
  // Databases ask it for themselves, which nobody can be expected to know.
  const undemandedApi = addons['cloudnative-pg'].enabled ? 'databases' : 'none';
  return {
    namespaces: [...new Set(callees.flatMap((each) => each.kind === 'namespace' && each.namespace !== name ? [each.namespace] : []))],
    ...says('gateway') ? { gateways: { names: labGateways(config).map((each) => each.name), namespace: gateway.namespace } } : {},
    machines: callees.flatMap((each): CalledMachines[] => {
      if (each.kind !== 'internet' && each.kind !== 'machines') { return []; }
      return [{
        ...each.kind === 'internet' ? { cidr: '0.0.0.0/0', except: notInternet(config) } : { cidr: each.cidr },
        ...each.port ? { port: each.port } : {},
      }];
    }),
    api: says('api') ? 'all' : undemandedApi,
    ...ambient && hasWaypoint(config, name) ? {
      waypoint: {
        istiod: PLATFORM_NAMESPACES.istio,
        ...monitoring.enabled && monitoring.traces !== 'none' ? { traces: PLATFORM_NAMESPACES.monitoring } : {},
      },
    } : {},
  };
}

/** Addresses at home, and the network of the nodes where that has public ones. Networks of pods and Services never do. */
function notInternet({ network: { cidr } }: HomelabConfig): string[] {
  return NOT_INTERNET.some((each) => contains(networkOf(each), networkOf(cidr))) ? [...NOT_INTERNET] : [...NOT_INTERNET, cidr];
}
