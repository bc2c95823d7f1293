import { k3sFile } from '../../charts/core/k3s-release';
import { PLATFORM_NAMESPACES, TEXTFILE_DIRECTORY } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { GO_DURATION } from '../../config/units';
import { environmentFile } from './environment';

/** The Application that syncs the bootstrap folder; when it is healthy, K3s no longer applies these objects. */
const BOOTSTRAP_APPLICATION = 'bootstrap';

/** Text of /etc/homelab/node.env, from which the scripts of a node take all that homelab.yaml says. */
export function nodeEnvironment(config: HomelabConfig): string {
  const { version, sha256 } = k3sFile(config);
  return environmentFile({
    K3S_VERSION: version,
    K3S_SHA256: sha256,
    ARGOCD_NAMESPACE: PLATFORM_NAMESPACES.argocd,
    BOOTSTRAP_APPLICATION,
    MESH_NAMESPACE: PLATFORM_NAMESPACES.istio,
    CLOCK_GUARD_THRESHOLD_SECONDS: GO_DURATION.of(config.mesh.clockJumpThreshold).toSeconds(),
    TEXTFILE_DIRECTORY,
  });
}
