import { groupOf, type Manifest } from '../charts/core/manifest';
import { at, list, text } from '../charts/core/rendered-lab';

/** API group of the Gateway and of the routes that attach to it. */
const GATEWAY_API = 'gateway.networking.k8s.io';

/**
 * The host names that the lab's gateway answers to: those of all routes that attach to it, own code's too, and of its listeners. Names with
 * a wildcard are left out, because no hosts file can hold them.
 *
 * @param manifests - every object of the lab
 * @param gateway - name and namespace of the Gateway
 * @returns each name once, sorted
 */
export function gatewayHostnames(manifests: Iterable<Manifest>, gateway: { readonly name: string; readonly namespace: string }): string[] {
  const names = [...manifests].filter((manifest) => groupOf(manifest) === GATEWAY_API).flatMap((manifest) => {
    if (manifest.kind === 'Gateway') {
      const { name, namespace } = manifest.metadata;
      return name === gateway.name && namespace === gateway.namespace
        ? list(manifest, 'spec', 'listeners').map((listener) => text(listener, 'hostname')) : [];
    }
    const isAttached = list(manifest, 'spec', 'parentRefs').some((parent) => at(parent, 'name') === gateway.name
      && (at(parent, 'namespace') ?? manifest.metadata.namespace) === gateway.namespace && (at(parent, 'kind') ?? 'Gateway') === 'Gateway');
    return isAttached ? list(manifest, 'spec', 'hostnames').map(String) : [];
  });
  return [...new Set(names)].filter((name) => name !== '' && !name.includes('*')).sort();
}
