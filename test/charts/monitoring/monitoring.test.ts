import { find, labOf, manifestsOf } from '../../util';

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
  expect(find(manifestsOf(labOf(), 'namespaces'), 'Namespace', 'monitoring').metadata.labels).toMatchObject({ 'istio.io/dataplane-mode': 'none' });
  expect(stackValues()).toMatchObject({ prometheus: { prometheusSpec: { podMetadata: { labels: { 'istio.io/dataplane-mode': 'none' } } } } });
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
  expect(stackValues('monitoring: { storage: 10Gi, retention: 30d }')).toMatchObject({ prometheus: { prometheusSpec: { retention: '30d', retentionSize: '8192MB' } } });
});

test('names the Secret of the first Grafana user, and asks for it', () => {
  // GIVEN
  const lab = labOf('monitoring: { grafanaAdminSecretName: first-user }');
  // THEN
  expect(lab.requiredSecrets).toContainEqual(expect.objectContaining({
    namespace: 'monitoring', name: 'first-user', keys: [expect.objectContaining({ key: 'admin-user' }), expect.objectContaining({ key: 'admin-password' })],
  }));
});

test('lets Grafana read ConfigMaps and no Secrets of other namespaces', () => {
  const role = find(manifestsOf(labOf(), 'monitoring'), 'ClusterRole');
  expect(role['rules']).toEqual([{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }]);
  expect(stackValues()).toMatchObject({ grafana: { rbac: { useExistingClusterRole: role.metadata.name } } });
});

test('shows MetalLB a token, since its metrics are for those who are allowed', () => {
  expect(find(manifestsOf(labOf(), 'monitoring'), 'ServiceMonitor', 'metallb')['spec']).toMatchObject({
    endpoints: [{ scheme: 'https', port: 'metricshttps', tlsConfig: { insecureSkipVerify: true }, bearerTokenFile: '/var/run/secrets/kubernetes.io/serviceaccount/token' }],
  });
});

test('gives ztunnel the label that the article asks for', () => {
  const monitor = find(manifestsOf(labOf(), 'monitoring'), 'PodMonitor', 'ztunnel');
  expect(monitor['spec']).toMatchObject({
    selector: { matchLabels: { app: 'ztunnel' } },
    podMetricsEndpoints: [{ port: 'ztunnel-stats', path: '/stats/prometheus', relabelings: expect.arrayContaining([expect.objectContaining({ targetLabel: 'app' })]) as unknown }],
  });
});

test("lets a user's values win", () => {
  expect(stackValues('values: { kube-prometheus-stack: { grafana: { service: { port: 80 } } } }')).toMatchObject({ grafana: { fullnameOverride: 'grafana', service: { port: 80 } } });
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
