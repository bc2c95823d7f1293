import { poolBlocks } from '../../config/address-pools';
import { formatAddress } from '../../config/address';
import { unfitArguments } from '../../config/k3s-args';
import type { HomelabConfig } from '../../config/schema';
import { k3sFile } from '../../charts/core/k3s-release';
import type { RootApplication } from '../root-application';
import { shellWord } from './shell';

/**
 * Text of lib/lab.sh, the only one of these scripts that holds values of homelab.yaml.
 *
 * @param bootstrapFolder - dist/bootstrap, seen from the lab's folder
 */
export function labFacts(config: HomelabConfig, bootstrapFolder: string, root: RootApplication): string {
  const { network, nodes, monitoring } = config;
  const node = nodes[0]!;
  const facts: Readonly<Record<string, string | number>> = {
    K3S_VERSION: k3sFile(config).version,
    LAN_CIDR: network.cidr,
    POD_CIDR: network.podCIDR,
    SERVICE_CIDR: network.serviceCIDR,
    POOLS: poolBlocks(network).map(({ range: { first, last } }) => `${formatAddress(first)}-${formatAddress(last)}`).join(' '),
    NODE_NAME: node.name,
    NODE_ADDRESS: node.address,
    NODE_CPUS: node.cpus,
    NODE_MEMORY_GIB: node.memoryGiB,
    NODE_DISK_GIB: node.diskGiB,
    NEEDS_VOLUMES: monitoring.enabled ? 'yes' : 'no',
    BOOTSTRAP_FOLDER: bootstrapFolder,
    ARGOCD_NAMESPACE: root.namespace,
    ROOT_APPLICATION: root.name,
  };
  return [
    '# shellcheck shell=bash disable=SC2034\n',
    ...Object.entries(facts).map(([name, value]) => `${name}=${shellWord(value)}\n`),
    '# Arguments of K3s that the lab cannot do with: name, the value that changes nothing, and what they do.\n',
    'UNFIT=(\n',
    ...unfitArguments().map(({ name, usual, what }) => `  ${[name, usual, what].map(shellWord).join(' ')}\n`),
    ')\n',
  ].join('');
}
