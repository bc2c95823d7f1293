/**
 * Kinds whose schemas come from the kubernetes-models packages: Kubernetes' own, and Cilium's policies, whose definitions no
 * release file holds (the Cilium operator carries them). Each is a module of those packages; they hold more kinds than these, and
 * a kind stands here only when something emits it or a user's own construct most likely will.
 */
export const CORE_KINDS: readonly string[] = [
  'kubernetes-models/v1/ConfigMap',
  'kubernetes-models/v1/LimitRange',
  'kubernetes-models/v1/Namespace',
  'kubernetes-models/v1/PersistentVolume',
  'kubernetes-models/v1/PersistentVolumeClaim',
  'kubernetes-models/v1/ResourceQuota',
  'kubernetes-models/v1/Secret',
  'kubernetes-models/v1/Service',
  'kubernetes-models/v1/ServiceAccount',
  'kubernetes-models/apps/v1/DaemonSet',
  'kubernetes-models/apps/v1/Deployment',
  'kubernetes-models/apps/v1/StatefulSet',
  'kubernetes-models/batch/v1/CronJob',
  'kubernetes-models/batch/v1/Job',
  'kubernetes-models/networking.k8s.io/v1/NetworkPolicy',
  'kubernetes-models/policy/v1/PodDisruptionBudget',
  'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole',
  'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRoleBinding',
  'kubernetes-models/rbac.authorization.k8s.io/v1/Role',
  'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding',
  'kubernetes-models/scheduling.k8s.io/v1/PriorityClass',
  'kubernetes-models/storage.k8s.io/v1/StorageClass',
  '@kubernetes-models/cilium/cilium.io/v2/CiliumClusterwideNetworkPolicy',
  '@kubernetes-models/cilium/cilium.io/v2/CiliumNetworkPolicy',
];

/** The metadata of every object, custom ones included. */
export const OBJECT_META = '@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta';
