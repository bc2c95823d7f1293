import type { SecretReader } from '../core/secret-reader';

/** Roles of Argo CD that may read every Secret. */
export const GITOPS_SECRET_READERS: readonly SecretReader[] = [
  {
    release: 'argocd', role: 'argocd-application-controller',
    reason: 'applies and compares every kind of object in every namespace, Secrets that a chart makes too',
  },
  {
    release: 'argocd', role: 'argocd-server',
    reason: 'shows live objects in the web page; it hides what is in a Secret, and the chart has no narrower role that still shows them',
  },
];
