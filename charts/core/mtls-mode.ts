import { PLATFORM_NAMESPACES } from '../../config/platform';
import { at, text, type RenderedLab } from './rendered-lab';

/** Whether pods of a namespace refuse plain text: its own PeerAuthentication counts before the mesh-wide one. */
export function isStrict(lab: RenderedLab, namespace: string): boolean {
  if (!lab.isAmbient(namespace)) { return false; }
  const policies = lab.ofKind('security.istio.io', 'PeerAuthentication').filter((policy) => at(policy, 'spec', 'selector') === undefined);
  const mode = (where: string): string => text(policies.find(({ metadata }) => metadata.namespace === where), 'spec', 'mtls', 'mode');
  return (mode(namespace) || mode(PLATFORM_NAMESPACES.istio)) === 'STRICT';
}
