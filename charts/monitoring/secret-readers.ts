import type { SecretReader } from '../core/secret-reader';

/** Roles of kube-prometheus-stack that may read every Secret. */
export const MONITORING_SECRET_READERS: readonly SecretReader[] = [
  {
    release: 'kube-prometheus-stack', role: 'kube-prometheus-stack-operator',
    reason: 'writes the configuration of Prometheus and Alertmanager as Secrets, and reads those that monitors name, in any namespace',
  },
];
