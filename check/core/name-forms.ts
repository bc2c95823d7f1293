import { dnsLabel, dnsSubdomain, pathSegment, type NameForm } from './names';

/** Kinds whose names are not simply names of DNS. */
const FORMS: Readonly<Record<string, NameForm | undefined>> = {
  '/Namespace': dnsLabel,
  '/Service': dnsLabel,
  // Pods are named after it, with a number.
  'apps/StatefulSet': dnsLabel,
  // The Job of a run has 11 characters more, and must not have more than 63.
  'batch/CronJob': (name) => dnsSubdomain(name) ?? (name.length <= 52 ? undefined : 'of 52 characters at most'),
  'batch/Job': (name) => dnsSubdomain(name) ?? (name.length <= 63 ? undefined : 'of 63 characters at most'),
  'policy/PodDisruptionBudget': pathSegment,
  'rbac.authorization.k8s.io/Role': pathSegment,
  'rbac.authorization.k8s.io/ClusterRole': pathSegment,
  'rbac.authorization.k8s.io/RoleBinding': pathSegment,
  'rbac.authorization.k8s.io/ClusterRoleBinding': pathSegment,
  'scheduling.k8s.io/PriorityClass': (name) => dnsSubdomain(name)
    ?? (name.startsWith('system-') ? 'without "system-" in front, which is for the cluster\'s own' : undefined),
};

/** The form of the names of a kind. */
export function nameFormOf(group: string, kind: string): NameForm {
  return FORMS[`${group}/${kind}`] ?? dnsSubdomain;
}
