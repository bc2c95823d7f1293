import type { Manifest } from '../../charts/core/manifest';

/** The smallest lab that breaks a rule, and the same lab mended. */
export interface RuleCase {
  readonly broken: readonly Manifest[];
  readonly mended: readonly Manifest[];
  /** A part of what the rule says. */
  readonly says: string;
  /** What the seed disk says, for rules about the node. @default - there are no scripts */
  readonly seeds?: { readonly broken: string; readonly mended: string };
  /** True if a lab's own code made the objects. @default false */
  readonly own?: boolean;
}

export function object(apiVersion: string, kind: string, name: string, namespace?: string, rest: Record<string, unknown> = {}): Manifest {
  const { metadata, ...fields } = rest;
  return { apiVersion, kind, metadata: { name, ...namespace === undefined ? {} : { namespace }, ...metadata as object }, ...fields };
}

const namespace = (name: string, mode?: string, labels: Record<string, string> = {}): Manifest =>
  object('v1', 'Namespace', name, undefined, {
    metadata: { labels: { ...(mode === undefined ? {} : { 'istio.io/dataplane-mode': mode }), ...labels } },
  });

const gateway = (spec: Record<string, unknown>, gatewayClassName = 'istio', name = 'main-gateway', where = 'istio-ingress'): Manifest =>
  object('gateway.networking.k8s.io/v1', 'Gateway', name, where, {
    spec: { gatewayClassName, infrastructure: { labels: { a: 'b' }, annotations: { a: 'b' } }, ...spec },
  });

const https = {
  name: 'https',
  port: 443,
  protocol: 'HTTPS',
  allowedRoutes: { namespaces: { from: 'All' } },
  tls: { certificateRefs: [{ name: 'homelab-tls-cert' }] },
};
const certificate = object('cert-manager.io/v1', 'Certificate', 'homelab-tls-cert', 'istio-ingress', {
  spec: {
    secretName: 'homelab-tls-cert',
    dnsNames: ['homelab.example.com', '*.homelab.example.com'],
    issuerRef: { kind: 'ClusterIssuer', name: 'homelab-ca' },
  },
});
const everyPath = { matches: [{ path: { type: 'PathPrefix', value: '/' } }] };
const route = (name: string, spec: Record<string, unknown> = {}): Manifest =>
  object('gateway.networking.k8s.io/v1', 'HTTPRoute', name, 'my-app', {
    spec: {
      parentRefs: [{ name: 'main-gateway', namespace: 'istio-ingress', sectionName: 'https' }],
      hostnames: ['shop.homelab.example.com'],
      rules: [{ ...everyPath, backendRefs: [{ name: 'shop', port: 80 }] }],
      ...spec,
    },
  });
const routeElsewhere = route('shop', { rules: [{ backendRefs: [{ name: 'shop', namespace: 'other', port: 80 }] }] });
const grant = object('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', 'shop', 'other', {
  spec: {
    from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'my-app' }],
    to: [{ group: '', kind: 'Service', name: 'shop' }],
  },
});
const pool = (...addresses: string[]): Manifest =>
  object('metallb.io/v1beta1', 'IPAddressPool', 'homelab-pool', 'metallb-system', { spec: { addresses } });
const defaultPool = pool('192.168.100.200-192.168.100.220');
const atAddress = (value: string): Manifest => gateway({ addresses: [{ type: 'IPAddress', value }] });
const helm = (release: string, values: Record<string, unknown>): Manifest =>
  object('argoproj.io/v1alpha1', 'Application', release, 'argocd', { spec: { source: { helm: { valuesObject: values } } } });
const application = (
  name: string,
  folder: string,
  wave: number,
  spec: Record<string, unknown> = {},
  metadata: Record<string, unknown> = {},
): Manifest =>
  object('argoproj.io/v1alpha1', 'Application', name, 'argocd', {
    metadata: { annotations: { 'argocd.argoproj.io/sync-wave': String(wave) }, ...metadata },
    spec: {
      project: 'lab',
      destination: { namespace: 'default' },
      source: { repoURL: 'https://github.com/your-name/homelab.git', path: `dist/${folder}` },
      ...spec,
    },
  });
const project = (spec: Record<string, unknown>): Manifest => object('argoproj.io/v1alpha1', 'AppProject', 'lab', 'argocd', { spec });
const container = {
  name: 'kubectl',
  image: 'registry.k8s.io/kubectl:v1.36.4',
  resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } },
  securityContext: {
    runAsNonRoot: true,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
};
const job = (pod: Record<string, unknown> = {}, rest: Record<string, unknown> = {}): Manifest =>
  object('batch/v1', 'Job', 'restart', 'my-app', {
    spec: { template: { spec: { automountServiceAccountToken: false, containers: [{ ...container, ...rest }], ...pod } } },
  });
const role = (rule: Record<string, unknown>): Manifest =>
  object('rbac.authorization.k8s.io/v1', 'Role', 'restart', 'istio-system', {
    rules: [{ apiGroups: ['apps'], resources: ['daemonsets'], verbs: ['get', 'patch'], ...rule }],
  });
const ambient = namespace('my-app', 'ambient');
const withWaypoint = namespace('my-app', 'ambient', { 'istio.io/use-waypoint': 'waypoint' });
const mtls = (where: string, mode: string): Manifest =>
  object('security.istio.io/v1', 'PeerAuthentication', 'default', where, { spec: { mtls: { mode } } });
const webhook = object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'guard', undefined, {
  webhooks: [{ clientConfig: { service: { name: 'guard', namespace: 'my-app' } } }],
});
const networkPolicy = (...ports: number[]): Manifest =>
  object('networking.k8s.io/v1', 'NetworkPolicy', 'shop', 'my-app', {
    spec: { policyTypes: ['Ingress'], ingress: ports.map((port) => ({ ports: [{ port }] })) },
  });
const ciliumPolicy = (toPorts: Record<string, unknown>): Manifest =>
  object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop', 'my-app', { spec: { ingress: [{ toPorts: [toPorts] }] } });

const safeCilium = {
  cni: { exclusive: false },
  socketLB: { hostNamespaceOnly: true },
  bpf: { masquerade: false, hostLegacyRouting: true },
  kubeProxyReplacement: true,
  ipam: { mode: 'kubernetes' },
};
const safeIstioCni = { profile: 'ambient', chained: true, istioOwnedCNIConfig: true };
const seed = (k3s: Record<string, unknown>, ...manifests: Manifest[]): string => JSON.stringify({
  write_files: [
    { path: '/etc/rancher/k3s/config.yaml', content: JSON.stringify(k3s) },
    ...manifests.map((manifest, index) => ({
      path: `/var/lib/rancher/k3s/server/manifests/${index}.yaml`,
      encoding: 'b64',
      content: Buffer.from(JSON.stringify(manifest)).toString('base64'),
    })),
  ],
});
const roomyK3s = {
  'flannel-backend': 'none',
  'disable-network-policy': true,
  'disable-kube-proxy': true,
  disable: ['traefik', 'servicelb'],
};
const agreeingK3s = {
  'cluster-cidr': '10.42.0.0/16',
  'service-cidr': '10.43.0.0/16',
  'node-ip': '192.168.100.10',
  'tls-san': ['192.168.100.10'],
};
const configMap = object('v1', 'ConfigMap', 'a', 'default');
const intoMyApp = application('here', 'here', 1, { destination: { namespace: 'my-app' } });

/** One case a rule; all objects lie in the folder "here". */
export const CASES: Readonly<Record<string, RuleCase>> = {
  'route-attaches': {
    broken: [
      gateway({ listeners: [https] }),
      route('shop', { parentRefs: [{ name: 'main-gateway', namespace: 'istio-ingress', sectionName: 'tls' }] }),
    ],
    mended: [gateway({ listeners: [https] }), route('shop')],
    says: 'listener "tls", which main-gateway does not have',
  },
  'route-hostname-covered': {
    broken: [gateway({ listeners: [https] }), certificate, route('shop', { hostnames: ['a.b.homelab.example.com'] })],
    mended: [gateway({ listeners: [https] }), certificate, route('shop')],
    says: 'certificate does not cover',
  },
  'route-claims-unique': {
    broken: [gateway({ listeners: [https] }), route('shop'), route('store')],
    mended: [gateway({ listeners: [https] }), route('shop'), route('store', { hostnames: ['store.homelab.example.com'] })],
    says: 'the same requests to shop.homelab.example.com as my-app/shop',
  },
  'reference-granted': { broken: [routeElsewhere], mended: [routeElsewhere, grant], says: 'no ReferenceGrant in other' },
  'backend-port-declared': {
    broken: [route('shop', { rules: [{ backendRefs: [{ name: 'shop' }] }] })],
    mended: [route('shop')],
    says: 'without a port',
  },

  'gateway-address-pooled': {
    broken: [atAddress('192.168.100.230'), defaultPool],
    mended: [atAddress('192.168.100.200'), defaultPool],
    says: 'which no pool has',
  },
  'pool-advertised': {
    broken: [defaultPool],
    mended: [
      defaultPool,
      object('metallb.io/v1beta1', 'L2Advertisement', 'all', 'metallb-system', { spec: { ipAddressPools: ['homelab-pool'] } }),
    ],
    says: 'in no L2Advertisement',
  },
  'pool-free': { broken: [pool('192.168.100.0/27')], mended: [pool('192.168.100.32/27')], says: 'the address of the node homelab' },
  'gateway-certificate-made': {
    broken: [gateway({ listeners: [https] })],
    mended: [gateway({ listeners: [https] }), certificate],
    says: 'istio-ingress/homelab-tls-cert, which no Certificate makes',
  },
  'certificate-issuer-exists': {
    broken: [certificate],
    mended: [certificate, object('cert-manager.io/v1', 'ClusterIssuer', 'homelab-ca')],
    says: 'asks ClusterIssuer homelab-ca',
  },
  'gateway-infrastructure-set': {
    broken: [gateway({ infrastructure: { labels: { a: 'b' } } })],
    mended: [gateway({})],
    says: 'spec.infrastructure.annotations unset',
  },

  'ambient-label-owned': { broken: [namespace('my-app')], mended: [ambient], says: 'does not say whether it is in the mesh' },
  'platform-out-of-mesh': {
    broken: [namespace('monitoring', 'ambient')],
    mended: [namespace('monitoring', 'none')],
    says: 'the mesh needs it to start or to be watched',
  },
  'policy-admits-hbone': {
    broken: [ambient, networkPolicy(8080)],
    mended: [ambient, networkPolicy(8080, 15008)],
    says: 'does not admit TCP 15008',
  },
  'no-cilium-l7-in-mesh': {
    broken: [ambient, ciliumPolicy({ rules: { http: [] } })],
    mended: [ambient, ciliumPolicy({ ports: [] })],
    says: 'L7 rules for pods in the mesh',
  },
  'waypoint-exists': {
    broken: [withWaypoint],
    mended: [withWaypoint, gateway({}, 'istio-waypoint', 'waypoint', 'my-app')],
    says: 'the waypoint my-app/waypoint, which does not exist',
  },
  'strict-admits-outsiders': {
    broken: [ambient, mtls('istio-system', 'STRICT'), webhook],
    mended: [ambient, mtls('istio-system', 'STRICT'), webhook, mtls('my-app', 'PERMISSIVE')],
    says: "refuse the API server's plain-text calls",
  },

  'cni-file-order': {
    broken: [helm('istio-cni', { istioOwnedCNIConfigFileName: 'ZZ-istio-cni.conflist' })],
    mended: [helm('istio-cni', { istioOwnedCNIConfigFileName: '02-istio-cni.conflist' })],
    says: 'containerd loads only the first',
  },
  'cilium-safe-for-mesh': {
    broken: [helm('cilium', { ...safeCilium, cni: { exclusive: true } })],
    mended: [helm('cilium', safeCilium)],
    says: 'cni.exclusive = true',
  },
  'istio-cni-chained': {
    broken: [helm('istio-cni', { ...safeIstioCni, istioOwnedCNIConfig: false })],
    mended: [helm('istio-cni', safeIstioCni)],
    says: 'istioOwnedCNIConfig = false',
  },
  'cluster-networks-agree': {
    broken: [helm('cilium', { ...safeCilium, ipam: { mode: 'cluster-pool' } })],
    mended: [helm('cilium', safeCilium)],
    says: 'from another network than K3s',
  },
  'chart-values-safe': {
    broken: [helm('cert-manager', {})],
    mended: [helm('cert-manager', { crds: { enabled: true } })],
    says: 'no Certificate could be created',
  },

  'owned-once': { broken: [configMap], mended: [configMap, application('here', 'here', 0)], says: 'which no Application syncs' },
  'dependencies-first': {
    broken: [intoMyApp],
    mended: [intoMyApp, ambient, namespace('argocd', 'none')],
    says: 'the namespace my-app, which nobody makes',
  },
  'health-before-gateway': {
    broken: [gateway({}), application('here', 'here', 1), application('istiod', 'other', 2)],
    mended: [gateway({}), application('here', 'here', 3), application('istiod', 'other', 2)],
    says: 'before istiod',
  },
  'projects-allow': {
    broken: [
      application('here', 'here', 0),
      project({ sourceRepos: [], destinations: [{ namespace: 'default' }, { namespace: 'argocd' }] }),
    ],
    mended: [
      application('here', 'here', 0),
      project({
        sourceRepos: ['https://github.com/your-name/homelab.git'],
        destinations: [{ namespace: 'default' }, { namespace: 'argocd' }],
      }),
    ],
    says: 'which its project lab does not allow',
  },
  'projects-bounded': {
    broken: [project({ sourceRepos: ['*'] })],
    mended: [project({ sourceRepos: ['https://example.com/a.git'] })],
    says: 'a wildcard in sourceRepos',
  },
  'no-cascade': {
    broken: [
      application('here', 'here', 0, {}, { finalizers: ['resources-finalizer.argocd.argoproj.io'] }), object('v1', 'Namespace', 'mine'),
    ],
    mended: [application('here', 'here', 0), object('v1', 'Namespace', 'mine')],
    says: 'cascade finalizer',
  },

  'workload-restricted': { broken: [job({ hostNetwork: true })], mended: [job()], says: 'hostNetwork' },
  'workload-token-needed': {
    broken: [job({ automountServiceAccountToken: true })],
    mended: [job()],
    says: 'a service account token that grants it nothing',
  },
  'rbac-minimal': { broken: [role({})], mended: [role({ resourceNames: ['ztunnel'] })], says: 'every one of daemonsets' },
  'workload-resources-set': { broken: [job({}, { resources: {} })], mended: [job()], says: 'requests.cpu, requests.memory, limits.memory' },
  'versions-pinned': { broken: [job({}, { image: 'bitnami/kubectl:latest' })], mended: [job()], says: 'names no exact version' },

  'k3s-makes-room': {
    broken: [],
    mended: [],
    seeds: { broken: seed({ ...roomyK3s, disable: ['servicelb'] }), mended: seed(roomyK3s) },
    says: 'installs Traefik',
  },
  'k3s-agrees': {
    broken: [],
    mended: [],
    seeds: { broken: seed({ ...agreeingK3s, 'cluster-cidr': '10.0.0.0/8' }), mended: seed(agreeingK3s) },
    says: 'takes 10.0.0.0/8 for pods, not 10.42.0.0/16',
  },
  'bootstrap-same': {
    broken: [configMap],
    mended: [configMap],
    seeds: { broken: seed({}), mended: seed({}, configMap) },
    says: 'not laid into K3s on homelab',
  },

  'schema-kept': {
    broken: [gateway({ listeners: [https], adresses: [] })],
    mended: [gateway({ listeners: [https], addresses: [] })],
    says: 'would be refused by the API server: spec.adresses is a field this kind does not have',
  },
  'schema-pinned': {
    broken: [object('example.com/v1', 'Thing', 'a'), object('example.com/v1', 'Thing', 'b')],
    mended: [configMap],
    says: 'is of a kind whose schema is not pinned (example.com/v1 Thing)',
    own: true,
  },
  'definition-rules-kept': {
    broken: [gateway({ listeners: [https, { ...https, port: 8443 }] })],
    mended: [gateway({ listeners: [https] })],
    says: 'spec.listeners: Listener name must be unique within the Gateway',
  },
};
