import { groupOf, type Manifest } from '../../charts/core/manifest';
import type { Violation } from '../schemas/violation';
import { checkConfigMap, checkSecret } from './config-data';
import { checkDaemonSet, checkDeployment, checkStatefulSet } from './controllers';
import { checkIngress } from './ingress';
import { checkCronJob, checkJob } from './jobs';
import { checkAutoscaler, checkBudget, checkClaim, checkLimitRange, checkPriorityClass, checkQuota, checkStorageClass } from './limits';
import { checkMetadata } from './metadata';
import { checkNamespace } from './namespace';
import { checkNetworkPolicy } from './network-policy';
import { checkPod } from './pods';
import { checkClusterRole, checkClusterRoleBinding, checkRole, checkRoleBinding } from './rbac';
import { Report, type Data } from './report';
import { checkService } from './service';

/** What Kubernetes checks of its own kinds in code, beyond their schemas. */
const CHECKS: Readonly<Record<string, ((report: Report, object: Data) => void) | undefined>> = {
  '/ConfigMap': checkConfigMap,
  '/Secret': checkSecret,
  '/Namespace': checkNamespace,
  '/Service': checkService,
  '/Pod': checkPod,
  '/PersistentVolumeClaim': checkClaim,
  '/ResourceQuota': checkQuota,
  '/LimitRange': checkLimitRange,
  'apps/Deployment': checkDeployment,
  'apps/ReplicaSet': checkDeployment,
  'apps/StatefulSet': checkStatefulSet,
  'apps/DaemonSet': checkDaemonSet,
  'autoscaling/HorizontalPodAutoscaler': checkAutoscaler,
  'batch/Job': checkJob,
  'batch/CronJob': checkCronJob,
  'networking.k8s.io/NetworkPolicy': checkNetworkPolicy,
  'networking.k8s.io/Ingress': checkIngress,
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
