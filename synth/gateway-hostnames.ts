import { labGateways, type LabGateway } from '../config/gateways';
import type { HomelabConfig } from '../config/schema';
import { groupOf, type Manifest } from '../charts/core/manifest';
import { at, list, text } from '../charts/core/rendered-lab';
import type { HostInputs } from '../host/inputs';

/** API group of the Gateway and of the routes that attach to it. */
const GATEWAY_API = 'gateway.networking.k8s.io';

/**
 * The host names that the lab's gateways answer to: those of all routes that attach to one, own code's too, and of their listeners. Names
 * with a wildcard are left out, because no hosts file can hold them.
 *
 * @param manifests - every object of the lab
 * @returns each name once, sorted; one that several gateways answer to leads to the first of them
 */
export function gatewayHostnames(
  manifests: Iterable<Manifest>, config: Pick<HomelabConfig, 'gateway' | 'gateways'>,
): Pick<HostInputs, 'hostnames' | 'otherHostnames'> {
  const objects = [...manifests].filter((manifest) => groupOf(manifest) === GATEWAY_API);
  const { namespace } = config.gateway;
  const known = new Set<string>();
  const [, ...others] = labGateways(config).map((gateway) => {
    const names = namesOf(objects, gateway, namespace).filter((name) => !known.has(name));
    names.forEach((name) => known.add(name));
    return { gateway, names };
  });
  return {
    hostnames: [...known].sort(),
    ...others.length === 0 ? {} : { otherHostnames: new Map(others.map(({ gateway, names }) => [gateway.name, [...names].sort()])) },
  };
}

function namesOf(objects: readonly Manifest[], gateway: LabGateway, home: string): string[] {
  const names = objects.flatMap((manifest) => {
    if (manifest.kind === 'Gateway') {
      const { name, namespace } = manifest.metadata;
      return name === gateway.name && namespace === home
        ? list(manifest, 'spec', 'listeners').map((listener) => text(listener, 'hostname')) : [];
    }
    const isAttached = list(manifest, 'spec', 'parentRefs').some((parent) => at(parent, 'name') === gateway.name
      && (at(parent, 'namespace') ?? manifest.metadata.namespace) === home && (at(parent, 'kind') ?? 'Gateway') === 'Gateway');
    return isAttached ? list(manifest, 'spec', 'hostnames').map(String) : [];
  });
  return [...new Set(names)].filter((name) => name !== '' && !name.includes('*'));
}
