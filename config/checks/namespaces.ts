import { KUBERNETES_NAMESPACES, PLATFORM_NAMESPACES } from '../platform';
import type { Problem } from '../problem';
import type { HomelabConfig } from '../schema';

/** Every namespace has one owner. */
export function checkNamespaces({ namespaces, gateway }: HomelabConfig): Problem[] {
  const platform = new Set<string>(Object.values(PLATFORM_NAMESPACES));
  const kubernetes = new Set<string>(KUBERNETES_NAMESPACES);
  const problems: Problem[] = [];
  namespaces.forEach(({ name, ambient, mtls, waypoint }, index) => {
    const path = ['namespaces', index, 'name'];
    if (namespaces.slice(0, index).some((other) => other.name === name)) { problems.push({ path, what: `is declared above already (${name})`, fix: 'keep one of the two' }); }
    if (platform.has(name) || name === gateway.namespace) {
      problems.push({
        path, related: platform.has(name) ? [] : [['gateway', 'namespace']],
        what: `belongs to the platform (${name}), which labels it itself`, fix: 'remove it; services may still name it',
      });
    }
    if (kubernetes.has(name)) { problems.push({ path, what: `is Kubernetes' own (${name})`, fix: 'give your workloads a namespace of their own' }); }
    if (waypoint && !ambient) { problems.push({ path: ['namespaces', index, 'waypoint'], what: 'asks for a waypoint in a namespace outside the mesh, where no traffic would pass it', fix: 'set ambient: true or remove waypoint' }); }
    if (mtls && !ambient) { problems.push({ path: ['namespaces', index, 'mtls'], what: 'sets an mTLS mode for a namespace outside the mesh, where nothing enforces it', fix: 'set ambient: true or remove mtls' }); }
  });
  if (platform.has(gateway.namespace) || kubernetes.has(gateway.namespace)) {
    problems.push({ path: ['gateway', 'namespace'], what: `is in use by another layer (${gateway.namespace})`, fix: 'give the gateway a namespace of its own, such as istio-ingress' });
  }
  return problems;
}
