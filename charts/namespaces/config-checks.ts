import type { ConfigCheck } from '../../config/checks';
import { DEFAULT_NAMESPACE, KUBERNETES_NAMESPACES, platformNamespaces } from '../../config/platform';
import type { ConfigPath, Problem } from '../../config/problem';
import type { HomelabConfig, NamespaceConfig } from '../../config/schema';
import { checkEgress } from './egress-checks';

const KUBERNETES = new Set<string>(KUBERNETES_NAMESPACES);

/** Every namespace has one owner, and asks of the mesh only what the mesh gives it. */
export const NAMESPACE_CONFIG_CHECKS: readonly ConfigCheck[] = [checkOwners, checkMembership, checkGatewayNamespace, checkEgress];

function checkOwners(config: HomelabConfig): Problem[] {
  const { namespaces, gateway } = config;
  const platform = platformNamespaces(config);
  return namespaces.flatMap(({ name }, index): Problem[] => {
    const path: ConfigPath = ['namespaces', index, 'name'];
    const isPlatform = platform.includes(name);
    return [
      ...namespaces.findIndex((other) => other.name === name) === index ? []
        : [{ path, what: `is declared above already (${name})`, fix: 'keep one of the two' }],
      ...isPlatform || name === gateway.namespace ? [{
        path, related: isPlatform ? [] : [['gateway', 'namespace']],
        what: `belongs to the platform (${name}), which labels it itself`, fix: 'remove it; services may still name it',
      }] : [],
      ...KUBERNETES.has(name) ? [{ path, what: `is Kubernetes' own (${name})`, fix: insteadOf(name) }] : [],
    ];
  });
}

/** What is there without being declared can be used as it is; where it is the platform's, workloads are better elsewhere. */
function insteadOf(name: string): string {
  return name === DEFAULT_NAMESPACE
    ? 'remove it: services and applications may name it as it is, outside the mesh; or give your workloads a namespace of their own'
    : 'give your workloads a namespace of their own';
}

function checkMembership({ mesh, namespaces }: HomelabConfig): Problem[] {
  return namespaces.flatMap((namespace, index): Problem[] => {
    const path: ConfigPath = ['namespaces', index];
    if (!mesh.enabled && namespace.ambient) {
      return [{
        path: [...path, 'ambient'], related: [['mesh', 'enabled']], what: 'is true in a lab without a mesh',
        fix: 'remove it, or set mesh.enabled to true',
      }];
    }
    return namespace.ambient ? [] : outsideMesh(namespace, path, mesh.enabled ? 'remove ambient: false' : 'set mesh.enabled to true');
  });
}

/** @param join - how the namespace would get into the mesh */
function outsideMesh({ mtls, waypoint, denyByDefault }: NamespaceConfig, path: ConfigPath, join: string): Problem[] {
  return [
    ...denyByDefault ? [{
      path: [...path, 'denyByDefault'], what: 'denies connections in a namespace outside the mesh, where nothing sees who calls',
      fix: `${join}, or remove denyByDefault`,
    }] : [],
    ...waypoint ? [{
      path: [...path, 'waypoint'], what: 'asks for a waypoint in a namespace outside the mesh, where no traffic would pass it',
      fix: `${join}, or remove waypoint`,
    }] : [],
    ...mtls ? [{
      path: [...path, 'mtls'], what: 'sets an mTLS mode for a namespace outside the mesh, where nothing enforces it',
      fix: `${join}, or remove mtls`,
    }] : [],
  ];
}

function checkGatewayNamespace(config: HomelabConfig): Problem[] {
  const { gateway: { namespace } } = config;
  return platformNamespaces(config).includes(namespace) || KUBERNETES.has(namespace)
    ? [{
      path: ['gateway', 'namespace'], what: `is in use by another layer (${namespace})`,
      fix: 'give the gateway a namespace of its own, such as istio-ingress',
    }]
    : [];
}
