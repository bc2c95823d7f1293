import { contains, networkOf, overlaps } from '../address';
import { clusterNetworks } from '../cluster-networks';
import { formatPath, type ConfigPath, type Problem } from '../problem';
import type { HomelabConfig } from '../schema';
import { specialBlock } from '../special-addresses';
import { tailnetRoutes, writtenRoutes, type TailnetRoute } from '../tailnet';

/** Addresses of devices of a tailnet: https://tailscale.com/docs/concepts/tailscale-ip-addresses */
const TAILNET = networkOf('100.64.0.0/10');
/** The shortest prefix that is still a network at home; half of the internet and more is an exit node. */
const WIDEST = 8;

/** What devices of a tailnet are led to is there, and what goes past the gateway is known. */
export function checkTailnet(config: HomelabConfig): Problem[] {
  return config.addons.tailscale.enabled ? writtenRoutes(config).flatMap((route) => checkRoute(config, route)) : [];
}

function checkRoute(config: HomelabConfig, { at: path, cidr }: TailnetRoute): Problem[] {
  const network = networkOf(cidr);
  if (network.prefix < WIDEST) {
    return [{
      path, what: `is no network of yours (${cidr}): devices would send what they say on the internet to the lab, which is no exit node`,
      fix: 'write the networks that you want to reach, such as 192.168.1.0/24',
    }];
  }
  const special = specialBlock(network);
  if (special) {
    return [{
      path, what: `has addresses ${special.use} (${cidr}; ${special.source})`, fix: 'write a network whose machines have such addresses',
    }];
  }
  if (overlaps(TAILNET, network)) {
    return [{
      path, what: `has addresses of the tailnet's own devices (${cidr}; 100.64.0.0/10), which are reached without a route`,
      fix: 'remove it',
    }];
  }
  return [...checkCluster(config, path, cidr), ...checkEffect(config, path, cidr)];
}

function checkCluster({ network, mesh }: HomelabConfig, path: ConfigPath, cidr: string): Problem[] {
  const inside = clusterNetworks(network).find(({ range }) => overlaps(range, networkOf(cidr)));
  return inside === undefined ? [] : [{
    path, related: [inside.path], severity: 'warning', rule: 'tailnet-routes',
    what: `leads past the gateway, its certificates and its logins, to pods themselves (${cidr} has addresses of `
      + `${formatPath(inside.path)})${mesh.enabled ? '; those in the mesh refuse it where mtls is STRICT' : ''}`,
    fix: 'remove it, and give what you want to reach an entry under services',
  }];
}

/** That an item stands there twice is said for every list. */
function checkEffect(config: HomelabConfig, path: ConfigPath, cidr: string): Problem[] {
  const others = tailnetRoutes(config).filter(({ at }) => formatPath(at) !== formatPath(path));
  const wider = others.find((each) => contains(networkOf(each.cidr), networkOf(cidr)));
  return wider === undefined || (wider.cidr === cidr && wider.at[0] === path[0]) ? [] : [{
    path, related: [wider.at], severity: 'warning', rule: 'keys-take-effect',
    what: `has no effect, because devices are led there by ${formatPath(wider.at)} (${wider.cidr})`, fix: 'remove it',
  }];
}
