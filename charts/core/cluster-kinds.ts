import { nearest } from '../../config/nearest';
import type { Objection } from '../../config/objection';
import type { GroupKind } from './component';
import { customKinds, scopeOf } from './pinned-kinds';
import { isUnbounded } from './unbounded-kinds';

/**
 * Kubernetes' own kinds outside a namespace, by their groups: `kubectl api-resources --namespaced=false` of 1.36 without the kinds that
 * nobody writes (ComponentStatus, reviews). A test compares them with the pinned schemas.
 */
const KUBERNETES_KINDS: Readonly<Record<string, readonly string[]>> = {
  '': ['Namespace', 'Node', 'PersistentVolume'],
  'admissionregistration.k8s.io': [
    'MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding', 'MutatingWebhookConfiguration', 'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding', 'ValidatingWebhookConfiguration',
  ],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  'apiregistration.k8s.io': ['APIService'],
  'certificates.k8s.io': ['CertificateSigningRequest', 'ClusterTrustBundle'],
  'flowcontrol.apiserver.k8s.io': ['FlowSchema', 'PriorityLevelConfiguration'],
  'networking.k8s.io': ['IngressClass', 'IPAddress', 'ServiceCIDR'],
  'node.k8s.io': ['RuntimeClass'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
  'resource.k8s.io': ['DeviceClass', 'DeviceTaintRule', 'ResourceSlice'],
  'scheduling.k8s.io': ['PriorityClass'],
  'storage.k8s.io': ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment', 'VolumeAttributesClass'],
};

/** Kubernetes' own kinds inside a namespace that charts bring; those that have a pinned schema among them. */
const NAMESPACED_KINDS = [
  'ConfigMap', 'ControllerRevision', 'CronJob', 'DaemonSet', 'Deployment', 'EndpointSlice', 'Endpoints', 'HorizontalPodAutoscaler',
  'Ingress', 'Job', 'Lease', 'LimitRange', 'NetworkPolicy', 'PersistentVolumeClaim', 'Pod', 'PodDisruptionBudget', 'PodTemplate',
  'ReplicaSet', 'ReplicationController', 'ResourceQuota', 'Role', 'RoleBinding', 'Secret', 'Service', 'ServiceAccount', 'StatefulSet',
] as const;

const GROUP_OF = new Map(Object.entries(KUBERNETES_KINDS).flatMap(([group, kinds]) => kinds.map((kind) => [kind, group] as const)));

/** Every kind of Kubernetes itself that has no namespace. */
export const KUBERNETES_CLUSTER_KINDS: readonly GroupKind[] = [...GROUP_OF].map(([kind, group]) => ({ group, kind }));

/**
 * A cluster-scoped kind as homelab.yaml names it: `ClusterRole` for Kubernetes' own kinds, whose names are unique, and `Kind.group` for
 * any kind.
 *
 * @param text - what `clusterKindObjection` has nothing against
 */
export function readClusterKind(text: string): GroupKind {
  const [kind = '', ...group] = text.split('.');
  return { group: group.length > 0 ? group.join('.') : GROUP_OF.get(kind) ?? '', kind };
}

/** The shortest name of a kind that `readClusterKind` reads. */
export function nameClusterKind({ group, kind }: GroupKind): string {
  return GROUP_OF.get(kind) === group ? kind : `${kind}.${group}`;
}

/** What speaks against the name of a kind that is to be allowed outside a namespace. Its form has been looked at. */
export function clusterKindObjection(text: string): Objection | undefined {
  const [kind = '', ...rest] = text.split('.');
  const group = rest.join('.');
  const own = GROUP_OF.get(kind);
  if (own === group) { return undefined; }
  if (group === '') { return own === undefined ? unknownKind(kind) : undefined; }
  if (isUnbounded({ group, kind })) {
    return {
      what: `is a kind that no application may bring (${text}): K3s installs what it asks for with every right`,
      fix: 'remove it, and write that chart as an application of its own',
    };
  }
  if (scopeOf(group, kind) === 'Namespaced') { return namespaced(text); }
  const known = KUBERNETES_KINDS[group];
  // Custom kinds are in groups of their own, and those that end in k8s.io belong to the project.
  if (known !== undefined && !known.includes(kind)) {
    const guess = nearest(kind, known);
    return {
      what: `is no kind of ${group} that lives outside a namespace (${kind})`,
      fix: guess === undefined ? `name one that does (${known.join(', ')}), or remove it` : `did you mean ${guess}?`,
    };
  }
  return own !== undefined && group.endsWith('.k8s.io') && scopeOf(group, kind) === undefined
    ? { what: `names a group that ${kind} is not in, so the project would not allow it`, fix: `write ${kind}` }
    : undefined;
}

function unknownKind(kind: string): Objection {
  const pinned = customKinds().find((each) => each.kind === kind);
  if (NAMESPACED_KINDS.some((each) => each === kind) || pinned?.scope === 'Namespaced') { return namespaced(kind); }
  const guess = pinned ? `${kind}.${pinned.group}` : nearest(kind, [...GROUP_OF.keys()]);
  return {
    what: `is no kind of Kubernetes itself that lives outside a namespace (${kind})`,
    fix: guess === undefined ? `write a custom kind with its group, such as ${kind}.example.com` : `did you mean ${guess}?`,
  };
}

function namespaced(text: string): Objection {
  return {
    what: `is a kind whose objects live in a namespace (${text}), and those an application may have anyway`,
    fix: 'remove it; for objects in another namespace, name that under the application\'s namespaces',
  };
}
