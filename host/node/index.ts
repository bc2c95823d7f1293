import { dump } from 'js-yaml';
import type { WindowsLab } from '../../config/windows-lab';
import type { NodeConfig } from '../inputs';
import { withTimeServers } from './chrony';
import { staticFiles, type NodeFile } from './files';
import { k3sConfig } from './k3s-config';
import { manifestFiles, manifestList, type Manifests } from './manifests';
import { networkConfig } from './network-config';
import { nodeEnvironment } from './node-environment';
import { proxyFiles } from './proxy';
import { registryFiles } from './registries';
import { userData } from './user-data';

export { SSH_HOST_KEY_PLACEHOLDER, SSH_PUBLIC_KEY_PLACEHOLDER } from './user-data';

/** Files of a NoCloud seed disk. */
export type SeedFile = 'user-data' | 'meta-data' | 'network-config';

/**
 * The files of a node's seed disk, in UTF-8 with LF. The user-data holds SSH_PUBLIC_KEY_PLACEHOLDER exactly once.
 *
 * @param bootstrap - dist/bootstrap: file name, and text, which is written byte for byte into the folder that K3s applies
 * @throws Error if the name of a manifest does not work as an add-on of K3s, or a value cannot be given to the node's scripts
 */
export function nodeSeed(config: WindowsLab, node: NodeConfig, bootstrap: Manifests): ReadonlyMap<SeedFile, string> {
  const files: NodeFile[] = [
    { path: '/etc/homelab/node.env', permissions: '0644', content: nodeEnvironment(config) },
    { path: '/etc/homelab/bootstrap-manifests', permissions: '0644', content: manifestList(bootstrap) },
    { path: '/etc/rancher/k3s/config.yaml', permissions: '0600', content: k3sConfig(config, node) },
    ...registryFiles(config.registries),
    ...proxyFiles(config),
    ...staticFiles().map((file) => withTimeServers(file, config.network.timeServers)),
    ...manifestFiles(bootstrap),
  ];
  return new Map<SeedFile, string>([
    ['user-data', userData(config, node, files)],
    ['meta-data', metaData(node)],
    ['network-config', networkConfig(config, node)],
  ]);
}

/**
 * The instance id is the node's name and never a hash of the content: with a new id, cloud-init sets up users, keys and files again, which
 * must not happen on a running cluster. A node that is created again has a new disk, on which cloud-init runs in any case.
 */
function metaData(node: NodeConfig): string {
  return dump({ 'instance-id': `homelab-${node.name}`, 'local-hostname': node.name }, { lineWidth: -1, noRefs: true, forceQuotes: true });
}
