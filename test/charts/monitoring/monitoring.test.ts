import { App, Duration, Size } from 'cdk8s';
import { Monitoring } from '../../../charts/monitoring/monitoring';
import { applicationsOf, contributions, contributionsOf, dependency, manifestsOf as objectsOf } from '../../../testing';
import { ARGOCD_VERSION, CHARTS } from '../../../versions';
import { chartPin, find, labOf, manifestsOf } from '../../util';

function stackValues(yaml = ''): unknown {
  const application = find(manifestsOf(labOf(yaml), 'root-monitoring'), 'Application', 'kube-prometheus-stack');
  return (application['spec'] as { source: { helm: { valuesObject: unknown } } }).source.helm.valuesObject;
}

test('matches the snapshot of the default lab', () => {
  expect(manifestsOf(labOf(), 'monitoring')).toMatchSnapshot();
  expect(stackValues()).toMatchSnapshot();
});

test("puts Grafana where the article's route looks for it", () => {
  expect(stackValues()).toMatchObject({ grafana: { fullnameOverride: 'grafana', service: { port: 3000 } } });
});

test('has no metrics about Secrets, for which kube-state-metrics may read every one of them', () => {
  expect(stackValues()).toMatchObject({ 'kube-state-metrics': { collectorsExclude: ['secrets'] } });
});

test('asks nothing of control-plane parts that K3s runs inside one process', () => {
  const off = { enabled: false };
  expect(stackValues()).toMatchObject({ kubeControllerManager: off, kubeScheduler: off, kubeEtcd: off, kubeProxy: off });
});

test('lets the operator take every monitor and rule, whatever its labels', () => {
  const { prometheus } = stackValues() as { prometheus: { prometheusSpec: Record<string, unknown> } };
  const selectors = Object.entries(prometheus.prometheusSpec).filter(([key]) => key.endsWith('NilUsesHelmValues'));
  expect(selectors).toHaveLength(5);
  expect(selectors.every(([, value]) => value === false)).toBe(true);
});

test('keeps Prometheus out of the mesh, which it has to watch', () => {
  expect(find(manifestsOf(labOf(), 'namespaces'), 'Namespace', 'monitoring').metadata.labels).toMatchObject({
    'istio.io/dataplane-mode': 'none',
  });
  expect(stackValues()).toMatchObject({
    prometheus: { prometheusSpec: { podMetadata: { labels: { 'istio.io/dataplane-mode': 'none' } } } },
  });
});

test("reads the node's text files at the folder they are written to", () => {
  const folder = '/var/lib/node_exporter/textfile_collector';
  expect(stackValues()).toMatchObject({
    'prometheus-node-exporter': {
      extraArgs: expect.arrayContaining([`--collector.textfile.directory=${folder}`]) as unknown,
      extraHostVolumeMounts: [expect.objectContaining({ hostPath: folder, mountPath: folder, readOnly: true })],
    },
  });
});

test('leaves room on the disk for compaction', () => {
  expect(stackValues('monitoring: { storage: 10Gi, retention: 30d }')).toMatchObject({
    prometheus: { prometheusSpec: { retention: '30d', retentionSize: '8192MB' } },
  });
});

test('names the Secret of the first Grafana user, and asks for it', () => {
  // GIVEN
  const lab = labOf('monitoring: { grafanaAdminSecretName: first-user }');
  // THEN
  expect(lab.requiredSecrets).toContainEqual(
    expect.objectContaining({
      namespace: 'monitoring',
      name: 'first-user',
      keys: [expect.objectContaining({ key: 'admin-user' }), expect.objectContaining({ key: 'admin-password' })],
    }),
  );
});

test('lets Grafana read ConfigMaps and no Secrets of other namespaces', () => {
  const role = find(manifestsOf(labOf(), 'monitoring'), 'ClusterRole');
  expect(role['rules']).toEqual([{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }]);
  expect(stackValues()).toMatchObject({ grafana: { rbac: { useExistingClusterRole: role.metadata.name } } });
});

test('shows MetalLB a token, since its metrics are for those who are allowed', () => {
  expect(find(manifestsOf(labOf(), 'monitoring'), 'ServiceMonitor', 'metallb')['spec']).toMatchObject({
    endpoints: [
      {
        scheme: 'https',
        port: 'metricshttps',
        tlsConfig: { insecureSkipVerify: true },
        bearerTokenFile: '/var/run/secrets/kubernetes.io/serviceaccount/token',
      },
    ],
  });
});

test('gives ztunnel the label that the article asks for', () => {
  const monitor = find(manifestsOf(labOf(), 'monitoring'), 'PodMonitor', 'ztunnel');
  expect(monitor['spec']).toMatchObject({
    selector: { matchLabels: { app: 'ztunnel' } },
    podMetricsEndpoints: [
      {
        port: 'ztunnel-stats',
        path: '/stats/prometheus',
        relabelings: expect.arrayContaining([expect.objectContaining({ targetLabel: 'app' })]) as unknown,
      },
    ],
  });
});

test("lets a user's values win", () => {
  expect(stackValues('values: { kube-prometheus-stack: { grafana: { service: { port: 80 } } } }')).toMatchObject({
    grafana: { fullnameOverride: 'grafana', service: { port: 80 } },
  });
});

test('is gone altogether where monitoring is off', () => {
  // GIVEN
  const lab = labOf('monitoring: { enabled: false }');
  // WHEN
  const kinds = new Set(lab.objects.map(({ apiGroup }) => apiGroup));
  // THEN
  expect(kinds).not.toContain('monitoring.coreos.com');
  expect([...lab.waves.keys()].map(({ name }) => name)).not.toContain('kube-prometheus-stack');
  expect(manifestsOf(lab, 'namespaces').map(({ metadata }) => metadata.name)).not.toContain('monitoring');
  expect(lab.requiredSecrets.map(({ name }) => name)).not.toContain('grafana-admin');
});

describe('made alone', () => {
  function monitoring(): Monitoring {
    return new Monitoring(new App(), 'monitoring', {
      pin: chartPin('stack'),
      namespace: 'watch',
      retention: Duration.days(15),
      storage: Size.gibibytes(20),
      scrapeInterval: Duration.seconds(30),
      textfileFolder: '/var/lib/text',
      grafana: { adminSecret: 'admin' },
      alerting: {
        receivers: [{ name: 'phone', secretName: 'alerting-phone', channel: { type: 'discord' } }],
        receiver: 'phone',
        routes: [],
      },
      singleNode: true,
      dependsOn: [dependency('namespaces')],
    });
  }

  const reader: unknown = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'grafana-dashboard-reader' },
    rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }],
  };

  test('it makes what Grafana needs, and nothing to look at before others ask for it', () => {
    expect(objectsOf(monitoring())).toEqual([reader]);
  });

  test('it makes monitors and dashboards of what layers ask for, and hands the chart their data sources', () => {
    // GIVEN
    const layer = monitoring();
    // WHEN
    layer.complete(contributions({
      scrapeTargets: [
        { name: 'nas', through: 'pods', namespaces: ['nas'], labels: { app: 'nas' }, port: 'metrics', copyLabels: { 'my/disk': 'disk' } },
        {
          name: 'disks', through: 'service', hasLabels: ['disk'], port: 'https', path: '/disks', authenticated: true, honorLabels: true,
          service: { name: 'disk-metrics', namespace: 'nas', selector: { app: 'disks' }, port: 9100 },
        },
      ],
      dashboards: [{ name: 'nas', json: { uid: 'nas', title: 'NAS' } }],
      dataSources: [{ name: 'NAS', type: 'prometheus' }],
    }));
    // THEN
    const node = { action: 'replace', sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' };
    const job = (replacement: string): unknown => ({ action: 'replace', targetLabel: 'job', replacement });
    expect(objectsOf(layer)).toEqual([
      reader,
      {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'PodMonitor',
        metadata: { name: 'nas', namespace: 'watch' },
        spec: {
          namespaceSelector: { matchNames: ['nas'] },
          selector: { matchLabels: { app: 'nas' } },
          podMetricsEndpoints: [{
            port: 'metrics',
            path: '/metrics',
            relabelings: [
              job('nas'), node, { action: 'replace', sourceLabels: ['__meta_kubernetes_pod_label_my_disk'], targetLabel: 'disk' },
            ],
          }],
        },
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'disk-metrics', namespace: 'nas', labels: { 'app.kubernetes.io/name': 'disk-metrics' } },
        spec: {
          clusterIP: 'None', selector: { app: 'disks' }, ports: [{ name: 'https', port: 9100, protocol: 'TCP', targetPort: 'https' }],
        },
      },
      {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'ServiceMonitor',
        metadata: { name: 'disks', namespace: 'watch' },
        spec: {
          namespaceSelector: { any: true },
          selector: { matchExpressions: [{ key: 'disk', operator: 'Exists' }] },
          endpoints: [{
            port: 'https',
            path: '/disks',
            honorLabels: true,
            scheme: 'https',
            tlsConfig: { insecureSkipVerify: true },
            bearerTokenFile: '/var/run/secrets/kubernetes.io/serviceaccount/token',
            relabelings: [job('disks'), node],
          }],
        },
      },
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: 'dashboard-nas', namespace: 'watch', labels: { grafana_dashboard: '1' }, annotations: { grafana_folder: 'Homelab' },
        },
        data: { 'nas.json': '{\n "uid": "nas",\n "title": "NAS"\n}\n' },
      },
    ]);
    expect(layer.stack.props.source)
      .toMatchObject({ values: { grafana: { additionalDataSources: [{ name: 'NAS', type: 'prometheus' }] } } });
  });

  test('its targets come first, and the charts below a root of their own', () => {
    const layer = monitoring();
    expect(applicationsOf(layer)).toEqual([
      { name: 'monitoring', namespace: 'watch', source: 'own', dependsOn: ['namespaces'], root: 'monitoring' },
      { name: 'kube-prometheus-stack', namespace: 'watch', source: 'helm', dependsOn: ['monitoring'], root: 'monitoring' },
    ]);
    expect(layer.stack.props.source).toMatchObject({ pin: chartPin('stack') });
  });

  test('it asks for its namespace, for alerts about nodes, and for Secrets', () => {
    const layer = monitoring();
    expect(contributionsOf(layer)).toEqual({ namespaces: ['watch'], alerts: ['node', 'watchdog'] });
    expect(layer.contributions.namespaces).toEqual([{ name: 'watch', ambient: false, podSecurity: 'privileged' }]);
    expect(layer.requiredSecrets.map(({ namespace, name, keys }) => [namespace, name, keys.map(({ key }) => key)])).toEqual([
      ['watch', 'alerting-phone', ['webhook-url']], ['watch', 'admin', ['admin-user', 'admin-password']],
    ]);
  });

  test('it refuses pods that ask for a token', () => {
    const target = { name: 'nas', through: 'pods', port: 'https', authenticated: true } as const;
    expect(() => { monitoring().complete(contributions({ scrapeTargets: [target] })); })
      .toThrow('nas: a PodMonitor cannot show a token; scrape it through a Service');
  });
});

test('upstream dashboards are pinned to the release that runs', () => {
  const RAW = 'https://raw.githubusercontent.com';
  expect(stackValues('monitoring: { dashboards: { istio: true, argocd: true } }')).toMatchObject({
    grafana: {
      dashboards: {
        'istio': {
          'ztunnel-dashboard': {
            url: `${RAW}/istio/istio/${CHARTS.istiod.version}/manifests/addons/dashboards/ztunnel-dashboard.gen.json`,
          },
        },
        'argo-cd': { 'argocd-dashboard': { url: `${RAW}/argoproj/argo-cd/${ARGOCD_VERSION}/examples/dashboard.json` } },
      },
    },
  });
});
