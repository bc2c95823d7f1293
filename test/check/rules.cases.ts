import type { Manifest } from '../../charts/core/manifest';
import { CHARTS } from '../../versions';
import { certificate, configMap, gateway, helm, https, object } from './objects';
import type { RuleCases } from './rule-case';

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

/** The platform's Application of kube-prometheus-stack, with Grafana's Service at some port. */
const grafana = (port: number): Manifest => {
  const { chart, repository, version } = CHARTS['kube-prometheus-stack'];
  const helm = { valuesObject: { grafana: { service: { port } } } };
  return object('argoproj.io/v1alpha1', 'Application', 'kube-prometheus-stack', 'argocd', {
    spec: { destination: { namespace: 'monitoring' }, source: { chart, repoURL: repository, targetRevision: version, helm } },
  });
};
const routeTo = (name: string, port: number): Manifest => object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'web', 'monitoring', {
  spec: { rules: [{ backendRefs: [{ name, port }] }] },
});

const chart = (targetRevision: string): Manifest => object('argoproj.io/v1alpha1', 'Application', 'podinfo', 'argocd', {
  spec: { source: { repoURL: 'https://example.com', chart: 'podinfo', targetRevision } },
});

const CASES: RuleCases = {
  'chart-services-kept': {
    broken: [grafana(8080), routeTo('grafana', 3000)],
    mended: [grafana(8080), routeTo('grafana', 8080)],
    says: 'sends to port 3000 of the Service monitoring/grafana, which has 8080 (http-web) with grafana.service.port = 8080',
  },
  'chart-services-known': {
    broken: [grafana(3000), routeTo('graphana', 3000)],
    mended: [grafana(3000), routeTo('grafana', 3000)],
    says: 'sends to the Service monitoring/graphana, which no chart of this lab makes',
  },
  'runbook-services-kept': {
    broken: [grafana(8080)],
    mended: [grafana(3000)],
    says: 'runbooks/gatewaydown.md has a command for port 3000 of the Service monitoring/grafana, which has 8080',
  },
  'chart-values-safe': {
    broken: [helm('cert-manager', {})],
    mended: [helm('cert-manager', { crds: { enabled: true }, dns01RecursiveNameservers: '1.1.1.1:53' })],
    says: 'no Certificate could be created',
  },
  'chart-values-advised': {
    broken: [helm('metallb', {})],
    mended: [helm('metallb', { speaker: { memberlist: { enabled: true } } })],
    says: 'nobody would notice for minutes',
  },
  'no-secret-in-values': {
    broken: [],
    mended: [],
    yaml: {
      broken: 'values: { kube-prometheus-stack: { grafana: { adminPassword: hunter22 } } }',
      mended: 'values: { kube-prometheus-stack: { grafana: { admin: { passwordKey: admin-password } } } }',
    },
    says: 'would stand in clear in git',
  },
  'values-deployable': {
    broken: [helm('metallb', {})],
    mended: [helm('metallb', {})],
    yaml: {
      broken: 'values: { metallb: { speaker: { resources: { limits: { memory: 128MB } } } } }',
      mended: 'values: { metallb: { speaker: { resources: { limits: { memory: 128Mi } } } } }',
    },
    says: 'is no amount that Kubernetes knows',
  },
  'values-useful': {
    broken: [helm('kube-prometheus-stack', {})],
    mended: [helm('kube-prometheus-stack', {})],
    yaml: {
      broken: 'values: { kube-prometheus-stack: { grafana: { ingress: { enabled: true } } } }',
      mended: 'values: { kube-prometheus-stack: { grafana: { ingress: { enabled: false } } } }',
    },
    says: 'which nothing in this lab serves',
  },
  'extra-objects-kept': {
    broken: [helm('kube-prometheus-stack', {})],
    mended: [helm('kube-prometheus-stack', {})],
    yaml: {
      broken: 'values: { kube-prometheus-stack: { extraManifests: [{ kind: ConfigMap }] } }',
      mended: 'values: { kube-prometheus-stack: { extraManifests: [{ apiVersion: v1, kind: ConfigMap, metadata: { name: a } }] } }',
    },
    says: 'is no object of Kubernetes',
  },
  'extra-rules-kept': {
    broken: [helm('kube-prometheus-stack', {})],
    mended: [helm('kube-prometheus-stack', {})],
    yaml: {
      broken: 'values: { kube-prometheus-stack: { additionalPrometheusRulesMap: { a: { groups: [{ name: a, rules: [{ alert: A, expr: '
        + '"sum(" }] }] } } } }',
      mended: 'values: { kube-prometheus-stack: { additionalPrometheusRulesMap: { a: { groups: [{ name: a, rules: [{ alert: A, expr: up '
        + '}] }] } } } }',
    },
    says: 'cannot use it',
  },
  'alertmanager-config-valid': {
    broken: [helm('kube-prometheus-stack', { alertmanager: { config: { route: { receiver: 'me' }, receivers: [{ name: 'nobody' }] } } })],
    mended: [helm('kube-prometheus-stack', { alertmanager: { config: { route: { receiver: 'me' }, receivers: [{ name: 'me' }] } } })],
    yaml: {
      broken: 'values: { kube-prometheus-stack: { alertmanager: { config: { route: { receiver: me } } } } }',
      mended: 'values: { kube-prometheus-stack: { alertmanager: { config: { route: { receiver: me } } } } }',
    },
    says: 'names the receiver "me", which does not exist',
  },
  'chart-values-known': {
    broken: [],
    mended: [],
    yaml: {
      broken: 'values: { metallb: { speeker: { logLevel: debug } } }',
      mended: 'values: { metallb: { speaker: { logLevel: debug } } }',
    },
    says: 'values.metallb.speeker: is no value that the chart metallb has',
  },
  'chart-values-typed': {
    broken: [],
    mended: [],
    yaml: {
      broken: 'values: { metallb: { speaker: { tolerations: all } } }',
      mended: 'values: { metallb: { speaker: { tolerations: [] } } }',
    },
    says: 'is text, and the chart metallb takes a list here',
  },
  'volumes-fit-disk': {
    broken: [helm('loki', { singleBinary: { persistence: { size: '73Gi' } } })],
    mended: [helm('loki', { singleBinary: { persistence: { size: '72Gi' } } })],
    says: 'volumes of 73 GiB are claimed on a disk of 80 GiB',
  },
  'requests-fit-node': {
    broken: [helm('istiod', { pilot: { resources: { requests: { memory: '12.1Gi' } } } })],
    mended: [helm('istiod', { pilot: { resources: { requests: { memory: '12Gi' } }, cpu: { resources: { requests: { cpu: 4 } } } } })],
    says: 'asks for 12.1Gi for one pod, and no node has more than 12 GiB of memory',
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
  'chart-version-exact': {
    broken: [chart('6.9.x')], mended: [chart('v6.9.0')], says: 'leaves the version of its chart open (6.9.x)',
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
  'validation-kept': {
    broken: [object('v1', 'ConfigMap', 'settings', 'my-app', { data: { 'a b': 'c' } })],
    mended: [object('v1', 'ConfigMap', 'settings', 'my-app', { data: { 'a-b': 'c' } })],
    says: 'would be refused by the API server: data."a b" must be a file name of letters',
  },
  'webhooks-passed': {
    broken: [{ ...certificate, spec: { ...certificate['spec'] as object, duration: '90d' } }],
    mended: [{ ...certificate, spec: { ...certificate['spec'] as object, duration: '2160h' } }],
    says: 'would be refused by the webhook of cert-manager: spec.duration must be a duration in hours',
  },
  'controllers-understand': {
    broken: [object('helm.cattle.io/v1', 'HelmChart', 'traefik', 'kube-system', { spec: { chart: 'traefik', timeout: 'soon' } })],
    mended: [object('helm.cattle.io/v1', 'HelmChart', 'traefik', 'kube-system', { spec: { chart: 'traefik', timeout: '5m' } })],
    says: 'is nothing that K3s can use, which installs nothing: spec.timeout must be a duration',
  },
};

export default CASES;
