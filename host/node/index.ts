import { dump } from 'js-yaml';
import { PLATFORM_NAMESPACES, TEXTFILE_DIRECTORY } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { GO_DURATION } from '../../config/units';
import { K3S_SHA256, K3S_VERSION } from '../../versions';
import { environmentFile } from './environment';
import { staticFiles, type NodeFile } from './files';
import { k3sConfig } from './k3s-config';
import { manifestFiles, manifestList, type Manifests } from './manifests';
import { networkConfig } from './network-config';
import { userData } from './user-data';

export { SSH_PUBLIC_KEY_PLACEHOLDER } from './user-data';

/** Files of a NoCloud seed disk. */
export type SeedFile = 'user-data' | 'meta-data' | 'network-config';

/** The Application that holds the bootstrap folder; once it is healthy, K3s lets go of those objects. */
const BOOTSTRAP_APPLICATION = 'bootstrap';

/**
 * What the seed disk of a node says, in UTF-8 with LF. The user-data holds SSH_PUBLIC_KEY_PLACEHOLDER exactly once.
 *
 * @param bootstrap dist/bootstrap: file name to text, laid byte for byte where K3s applies it
 * @throws Error if a manifest's name would not work as an add-on of K3s
 */
export function nodeSeed(config: HomelabConfig, node: HomelabConfig['nodes'][number], bootstrap: Manifests): ReadonlyMap<SeedFile, string> {
  const files: NodeFile[] = [
    { path: '/etc/homelab/node.env', permissions: '0644', content: environment(config) },
    { path: '/etc/homelab/bootstrap-manifests', permissions: '0644', content: manifestList(bootstrap) },
    { path: '/etc/rancher/k3s/config.yaml', permissions: '0600', content: k3sConfig(config, node) },
    ...staticFiles(),
    ...manifestFiles(bootstrap),
  ];
  return new Map<SeedFile, string>([
    ['user-data', userData(config, node, files)],
    ['meta-data', metaData(node)],
    ['network-config', networkConfig(config, node)],
  ]);
}

/**
 * The instance id is the node's name and never a hash of the content: a new id makes cloud-init provision again, users, keys
 * and files, which on a live cluster would be an accident. A node made anew has a new disk, and that is new to cloud-init anyway.
 */
function metaData(node: HomelabConfig['nodes'][number]): string {
  return dump({ 'instance-id': `homelab-${node.name}`, 'local-hostname': node.name }, { lineWidth: -1, noRefs: true, forceQuotes: true });
}

function environment({ mesh }: HomelabConfig): string {
  return environmentFile({
    K3S_VERSION,
    K3S_SHA256,
    ARGOCD_NAMESPACE: PLATFORM_NAMESPACES.argocd,
    BOOTSTRAP_APPLICATION,
    MESH_NAMESPACE: PLATFORM_NAMESPACES.istio,
    CLOCK_GUARD_THRESHOLD_SECONDS: GO_DURATION.of(mesh.clockJumpThreshold).toSeconds(),
    TEXTFILE_DIRECTORY,
  });
}
