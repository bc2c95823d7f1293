/** A role of a chart that may read every Secret, and why it has to. */
export interface SecretReader {
  /** The Helm release. */
  readonly release: string;
  /** Its ClusterRole. */
  readonly role: string;
  /** What needs it, and why it cannot be less. */
  readonly reason: string;
}

const certManager = (role: string, reason: string): SecretReader => ({ release: 'cert-manager', role, reason });

/** Everybody that may. Whoever is not here is reported by the judge chart-secrets. */
export const SECRET_READERS: readonly SecretReader[] = [
  {
    release: 'argocd', role: 'argocd-application-controller',
    reason: 'applies and compares every kind of object in every namespace, Secrets that a chart makes too',
  },
  {
    release: 'argocd', role: 'argocd-server',
    reason: 'shows live objects in the web page; it hides what is in a Secret, and the chart has no narrower role that still shows them',
  },
  {
    release: 'istiod', role: 'istiod-clusterrole-istio-system',
    reason: 'serves the certificates of Gateways in any namespace, and keeps its authority in a Secret; the chart has no switch for it',
  },
  certManager('cert-manager-cainjector', 'puts the authority of a Secret into webhooks that name one, in whatever namespace'),
  certManager('cert-manager-controller-issuers', 'reads the keys of Issuers, which may be in any namespace'),
  certManager('cert-manager-controller-clusterissuers', 'reads the keys of ClusterIssuers; the role is cluster-wide, wherever they are'),
  certManager('cert-manager-controller-certificates', 'writes certificates into Secrets beside the Certificate, in any namespace'),
  certManager('cert-manager-controller-orders', 'reads the keys of ACME accounts'),
  certManager('cert-manager-controller-challenges', 'reads the credentials of DNS providers'),
  {
    release: 'kube-prometheus-stack', role: 'kube-prometheus-stack-operator',
    reason: 'writes the configuration of Prometheus and Alertmanager as Secrets, and reads those that monitors name, in any namespace',
  },
];
