import { ownOf } from '../../config/kinds';
import type { Manifest } from '../../charts/core/manifest';
import type { Violation } from '../schemas/violation';

/** A version of an API that Kubernetes had once. */
interface Removed {
  /** The first version of Kubernetes without it. */
  readonly since: string;
  /** What is written in its place. */
  readonly now: string;
}

const apps = { since: '1.16', now: 'apps/v1' };
const webhooks = { since: '1.22', now: 'admissionregistration.k8s.io/v1' };
const ingresses = { since: '1.22', now: 'networking.k8s.io/v1' };
const rbac = { since: '1.22', now: 'rbac.authorization.k8s.io/v1' };
const storage = { since: '1.22', now: 'storage.k8s.io/v1' };
const NOTHING = 'nothing, since Pod Security admission took its place';

/** By API version and kind: https://kubernetes.io/docs/reference/using-api/deprecation-guide/. */
const REMOVED: Readonly<Record<string, Readonly<Record<string, Removed>>>> = {
  'extensions/v1beta1': {
    Deployment: apps, DaemonSet: apps, ReplicaSet: apps, Ingress: ingresses,
    NetworkPolicy: { since: '1.16', now: 'networking.k8s.io/v1' }, PodSecurityPolicy: { since: '1.16', now: NOTHING },
  },
  'apps/v1beta1': { Deployment: apps, ReplicaSet: apps, StatefulSet: apps },
  'apps/v1beta2': { Deployment: apps, DaemonSet: apps, ReplicaSet: apps, StatefulSet: apps },
  'admissionregistration.k8s.io/v1beta1': { MutatingWebhookConfiguration: webhooks, ValidatingWebhookConfiguration: webhooks },
  'apiextensions.k8s.io/v1beta1': { CustomResourceDefinition: { since: '1.22', now: 'apiextensions.k8s.io/v1' } },
  'apiregistration.k8s.io/v1beta1': { APIService: { since: '1.22', now: 'apiregistration.k8s.io/v1' } },
  'certificates.k8s.io/v1beta1': { CertificateSigningRequest: { since: '1.22', now: 'certificates.k8s.io/v1' } },
  'coordination.k8s.io/v1beta1': { Lease: { since: '1.22', now: 'coordination.k8s.io/v1' } },
  'networking.k8s.io/v1beta1': { Ingress: ingresses, IngressClass: ingresses },
  'rbac.authorization.k8s.io/v1beta1': { Role: rbac, RoleBinding: rbac, ClusterRole: rbac, ClusterRoleBinding: rbac },
  'rbac.authorization.k8s.io/v1alpha1': { Role: rbac, RoleBinding: rbac, ClusterRole: rbac, ClusterRoleBinding: rbac },
  'scheduling.k8s.io/v1beta1': { PriorityClass: { since: '1.22', now: 'scheduling.k8s.io/v1' } },
  'storage.k8s.io/v1beta1': { CSIDriver: storage, CSINode: storage, StorageClass: storage, VolumeAttachment: storage },
  'batch/v1beta1': { CronJob: { since: '1.25', now: 'batch/v1' } },
  'batch/v2alpha1': { CronJob: { since: '1.21', now: 'batch/v1' } },
  'discovery.k8s.io/v1beta1': { EndpointSlice: { since: '1.25', now: 'discovery.k8s.io/v1' } },
  'autoscaling/v2beta1': { HorizontalPodAutoscaler: { since: '1.25', now: 'autoscaling/v2' } },
  'autoscaling/v2beta2': { HorizontalPodAutoscaler: { since: '1.26', now: 'autoscaling/v2' } },
  'policy/v1beta1': {
    PodDisruptionBudget: { since: '1.25', now: 'policy/v1' }, PodSecurityPolicy: { since: '1.25', now: NOTHING },
  },
  'node.k8s.io/v1beta1': { RuntimeClass: { since: '1.25', now: 'node.k8s.io/v1' } },
};

/** An object of a version that Kubernetes has no more; undefined for any other. */
export function checkRemoved({ apiVersion, kind }: Manifest): Violation[] | undefined {
  const kinds = ownOf(REMOVED, apiVersion);
  const removed = kinds && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  return removed && [{
    path: 'apiVersion', message: `must not be ${apiVersion}, which Kubernetes ${removed.since} took away; write ${removed.now}`,
  }];
}
