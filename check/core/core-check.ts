import { groupOf, type Manifest } from '../../charts/core/manifest';
import type { Violation } from '../schemas/violation';
import { checkPolicy, checkPolicyBinding, checkWebhookConfiguration } from './admission';
import { checkApiService } from './api-service';
import { checkAutoscaler } from './autoscaler';
import { checkClaim } from './claims';
import { checkConfigMap, checkSecret } from './config-data';
import { checkDaemonSet, checkDeployment, checkStatefulSet } from './controllers';
import { checkCustomDefinition } from './custom-definition';
import { checkEndpoints, checkEndpointSlice } from './endpoints';
import { checkIngress, checkIngressClass } from './ingress';
import { checkCronJob, checkJob } from './jobs';
import { checkBudget, checkLimitRange, checkPriorityClass, checkQuota, checkStorageClass } from './limits';
import { checkMetadata } from './metadata';
import { checkNamespace } from './namespace';
import { checkNetworkPolicy } from './network-policy';
import { checkPersistentVolume } from './persistent-volume';
import { checkPod } from './pods';
import { checkClusterRole, checkClusterRoleBinding, checkRole, checkRoleBinding, checkServiceAccount } from './rbac';
import { Report, type Data } from './report';
import { checkLease, checkRuntimeClass } from './runtime-class';
import { checkService } from './service';

/** What Kubernetes checks of its own kinds in code, beyond their schemas. */
const CHECKS: Readonly<Record<string, ((report: Report, object: Data) => void) | undefined>> = {
  '/ConfigMap': checkConfigMap,
  '/Secret': checkSecret,
  '/Namespace': checkNamespace,
  '/Service': checkService,
  '/ServiceAccount': checkServiceAccount,
  '/Pod': checkPod,
  '/Endpoints': checkEndpoints,
  '/PersistentVolume': checkPersistentVolume,
  '/PersistentVolumeClaim': checkClaim,
  '/ResourceQuota': checkQuota,
  '/LimitRange': checkLimitRange,
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': checkWebhookConfiguration,
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': checkPolicy,
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': checkPolicyBinding,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': checkWebhookConfiguration,
  'apiextensions.k8s.io/CustomResourceDefinition': checkCustomDefinition,
  'apiregistration.k8s.io/APIService': checkApiService,
  'apps/Deployment': checkDeployment,
  'apps/ReplicaSet': checkDeployment,
  'apps/StatefulSet': checkStatefulSet,
  'apps/DaemonSet': checkDaemonSet,
  'autoscaling/HorizontalPodAutoscaler': checkAutoscaler,
  'batch/Job': checkJob,
  'batch/CronJob': checkCronJob,
  'coordination.k8s.io/Lease': checkLease,
  'discovery.k8s.io/EndpointSlice': checkEndpointSlice,
  'networking.k8s.io/IngressClass': checkIngressClass,
  'networking.k8s.io/NetworkPolicy': checkNetworkPolicy,
  'networking.k8s.io/Ingress': checkIngress,
  'node.k8s.io/RuntimeClass': checkRuntimeClass,
  'policy/PodDisruptionBudget': checkBudget,
  'rbac.authorization.k8s.io/Role': checkRole,
  'rbac.authorization.k8s.io/ClusterRole': checkClusterRole,
  'rbac.authorization.k8s.io/RoleBinding': checkRoleBinding,
  'rbac.authorization.k8s.io/ClusterRoleBinding': checkClusterRoleBinding,
  'scheduling.k8s.io/PriorityClass': checkPriorityClass,
  'storage.k8s.io/StorageClass': checkStorageClass,
};

/**
 * What an API server would refuse about an object that its schema allows: its names, labels and annotations, and what Kubernetes checks of
 * its own kinds in code.
 *
 * @param object - one that its schema allows
 */
export function checkCore(object: Manifest): Violation[] {
  const report = new Report();
  checkMetadata(report, object);
  CHECKS[`${groupOf(object)}/${object.kind}`]?.(report, object);
  return [...report.violations];
}
