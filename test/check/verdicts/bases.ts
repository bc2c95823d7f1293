import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadAll } from 'js-yaml';
import type { Manifest } from '../../../charts/core/manifest';
import { fixture } from '../../whole-lab/labs';

/* The valid objects that the table of wrong ones is made from: those of the example labs, and of bases.yaml what no lab has. */

const labs = new Map<string, readonly Manifest[]>();

/** The object of a kind in an example lab. @throws Error if there is none */
function ofLab(lab: string, kind: string, name: string): Manifest {
  const manifests = labs.get(lab) ?? fixture(lab).manifests;
  labs.set(lab, manifests);
  const found = manifests.find((each) => each.kind === kind && each.metadata.name === name);
  if (!found) { throw new Error(`the lab ${lab} has no ${kind} ${name}`); }
  return found;
}

/** What no example lab has. */
const EXTRA = loadAll(readFileSync(path.join(__dirname, 'bases.yaml'), 'utf8')) as Manifest[];

function extra(kind: string): Manifest {
  const found = EXTRA.find((each) => each.kind === kind);
  if (!found) { throw new Error(`bases.yaml has no ${kind}`); }
  return found;
}

/** One valid object of each kind; of a few kinds there are two. */
export const BASE = {
  appProject: ofLab('default', 'AppProject', 'platform'),
  application: ofLab('default', 'Application', 'gateway'),
  chart: ofLab('default', 'Application', 'cert-manager'),
  certificate: ofLab('default', 'Certificate', 'homelab-tls-cert'),
  authority: ofLab('default', 'Certificate', 'homelab-ca'),
  acme: ofLab('default', 'ClusterIssuer', 'letsencrypt-prod'),
  ca: ofLab('default', 'ClusterIssuer', 'homelab-ca'),
  clusterwide: ofLab('default', 'CiliumClusterwideNetworkPolicy', 'allow-ambient-hostprobes'),
  gateway: ofLab('default', 'Gateway', 'main-gateway'),
  route: ofLab('default', 'HTTPRoute', 'grafana'),
  redirect: ofLab('default', 'HTTPRoute', 'https-redirect'),
  grant: ofLab('services', 'ReferenceGrant', 'shop.worker'),
  helmChart: ofLab('default', 'HelmChart', 'cilium'),
  pool: ofLab('default', 'IPAddressPool', 'homelab-pool'),
  advertisement: ofLab('default', 'L2Advertisement', 'homelab-advertisement'),
  podMonitor: ofLab('default', 'PodMonitor', 'argocd-server'),
  serviceMonitor: ofLab('default', 'ServiceMonitor', 'istiod'),
  rules: ofLab('default', 'PrometheusRule', 'mesh-traffic'),
  peers: ofLab('default', 'PeerAuthentication', 'default'),
  telemetry: ofLab('default', 'Telemetry', 'mesh-default'),
  clusterRole: ofLab('default', 'ClusterRole', 'grafana-dashboard-reader'),
  role: ofLab('default', 'Role', 'ztunnel-restart'),
  binding: ofLab('default', 'RoleBinding', 'ztunnel-restart'),
  account: ofLab('default', 'ServiceAccount', 'ztunnel-restart-sa'),
  cronJob: ofLab('default', 'CronJob', 'ztunnel-restart'),
  configMap: ofLab('default', 'ConfigMap', 'main-gateway-options'),
  namespace: ofLab('default', 'Namespace', 'my-app'),
  headless: ofLab('default', 'Service', 'metallb-metrics'),
  service: extra('Service'),
  deployment: extra('Deployment'),
  statefulSet: extra('StatefulSet'),
  daemonSet: extra('DaemonSet'),
  job: extra('Job'),
  pod: extra('Pod'),
  secret: extra('Secret'),
  claim: extra('PersistentVolumeClaim'),
  networkPolicy: extra('NetworkPolicy'),
  ingress: extra('Ingress'),
  budget: extra('PodDisruptionBudget'),
  autoscaler: extra('HorizontalPodAutoscaler'),
  quota: extra('ResourceQuota'),
  limits: extra('LimitRange'),
  priority: extra('PriorityClass'),
  storage: extra('StorageClass'),
  clusterBinding: extra('ClusterRoleBinding'),
  ciliumPolicy: extra('CiliumNetworkPolicy'),
  alertmanager: extra('AlertmanagerConfig'),
} as const satisfies Readonly<Record<string, Manifest>>;
