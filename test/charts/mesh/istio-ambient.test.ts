import { App, Duration } from 'cdk8s';
import type { Component } from '../../../charts/core/component';
import type { Homelab } from '../../../charts/homelab';
import { IstioAmbient, type IstioAmbientProps } from '../../../charts/mesh/istio-ambient';
import { applicationsOf, contributionsOf, dependency, manifestsOf as objectsOf } from '../../../testing';
import { chartPin, find, labOf, manifestsOf } from '../../util';

function componentOf(lab: Homelab, name: string): Component {
  const found = [...lab.waves.keys()].find((component) => component.name === name);
  if (!found) { throw new Error(`no component ${name}`); }
  return found;
}

function valuesOf(lab: Homelab, name: string): unknown {
  const { source } = componentOf(lab, name).props;
  if (source.kind !== 'helm') { throw new Error(`${name} is no chart`); }
  return source.values;
}

test('matches the snapshot of the default lab', () => {
  expect(manifestsOf(labOf(), 'istio-ambient')).toMatchSnapshot();
});

test('matches the snapshot of the values', () => {
  const lab = labOf();
  expect(Object.fromEntries(['istio-base', 'istiod', 'istio-cni', 'ztunnel'].map((name) => [name, valuesOf(lab, name)]))).toMatchSnapshot();
});

test("comes up in Istio's own order, after the Gateway API and the namespaces", () => {
  const { waves } = labOf();
  const order = ['gateway-api-crds', 'istio-base', 'istiod', 'istio-cni', 'ztunnel', 'istio-ambient'];
  const numbers = order.map((name) => [...waves].find(([component]) => component.name === name)?.[1] ?? NaN);
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  expect(new Set(numbers).size).toBe(order.length);
  expect(componentOf(labOf(), 'istio-base').dependsOn.map(({ name }) => name)).toEqual(['gateway-api-crds', 'namespaces', 'cni-chaining']);
});

test('sets the failure policy on both charts, so that istiod has nothing to put right', () => {
  for (const name of ['istio-base', 'istiod']) {
    expect(valuesOf(labOf(), name)).toMatchObject({ base: { validationFailurePolicy: 'Fail' } });
  }
});

test('makes no role for istiods of other clusters, which may read every Secret', () => {
  for (const name of ['istio-base', 'istiod']) {
    expect(valuesOf(labOf(), name)).toMatchObject({ global: { enableReaderRBAC: false } });
  }
});

test('names no platform: the profile of K3s is for its bundled CNI', () => {
  for (const name of ['istio-base', 'istiod', 'istio-cni', 'ztunnel']) {
    expect(JSON.stringify(valuesOf(labOf(), name))).not.toContain('platform');
  }
});

test('one life of certificates for ztunnel, gateways and waypoints', () => {
  const lab = labOf('mesh: { workloadCertificateTTL: 168h }');
  expect(valuesOf(lab, 'ztunnel')).toMatchObject({ env: { SECRET_TTL: '168h' } });
  expect(valuesOf(lab, 'istiod')).toMatchObject({ meshConfig: { defaultConfig: { proxyMetadata: { SECRET_TTL: '168h' } } } });
});

describe('mTLS', () => {
  test('has the configured mode in the whole mesh', () => {
    const modes = manifestsOf(labOf('mesh: { mtls: PERMISSIVE }'), 'istio-ambient').filter(({ kind }) => kind === 'PeerAuthentication');
    expect(modes).toMatchObject([{ metadata: { name: 'default', namespace: 'istio-system' }, spec: { mtls: { mode: 'PERMISSIVE' } } }]);
  });

  test('has a mode of its own only where a namespace differs', () => {
    // GIVEN
    const lab = labOf(
      'namespaces: [{ name: legacy, ambient: true, mtls: PERMISSIVE }, { name: same, ambient: true, mtls: STRICT }, { name: plain, '
        + 'ambient: true }]',
    );
    // WHEN
    const modes = manifestsOf(lab, 'istio-ambient').filter(({ kind }) => kind === 'PeerAuthentication');
    // THEN
    expect(modes.map(({ metadata, spec }) => [metadata.namespace, spec])).toEqual([
      ['istio-system', { mtls: { mode: 'STRICT' } }],
      ['legacy', { mtls: { mode: 'PERMISSIVE' } }],
    ]);
  });
});

test('a waypoint stands in the namespace that asks for it, and the namespace sends its traffic there', () => {
  // GIVEN
  const lab = labOf('namespaces: [{ name: shop, ambient: true, waypoint: true }, { name: plain, ambient: true }]');
  // WHEN
  const gateways = manifestsOf(lab, 'istio-ambient').filter(({ kind }) => kind === 'Gateway');
  // THEN
  expect(gateways).toEqual([{
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'waypoint', namespace: 'shop', labels: { 'istio.io/waypoint-for': 'service' } },
    spec: {
      gatewayClassName: 'istio-waypoint',
      infrastructure: {
        labels: { 'istio.io/dataplane-mode': 'none' },
        annotations: { 'kubernetes.io/description': 'Made by istiod for the Gateway shop/waypoint' },
      },
      listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE', allowedRoutes: { namespaces: { from: 'Same' } } }],
    },
  }]);
  const namespaces = manifestsOf(lab, 'namespaces');
  expect(find(namespaces, 'Namespace', 'shop').metadata.labels).toMatchObject({ 'istio.io/use-waypoint': 'waypoint' });
  expect(find(namespaces, 'Namespace', 'plain').metadata.labels).not.toHaveProperty(['istio.io/use-waypoint']);
});

test("a user's values are laid over the generated ones of each chart", () => {
  const lab = labOf(
    'values: { istio-base: { defaultRevision: x }, istiod: { replicaCount: 2 }, istio-cni: { repair: { enabled: false } }, ztunnel: { '
      + 'logLevel: debug } }',
  );
  expect(valuesOf(lab, 'istio-base')).toMatchObject({ defaultRevision: 'x', profile: 'ambient' });
  expect(valuesOf(lab, 'istiod')).toMatchObject({ replicaCount: 2, autoscaleEnabled: false });
  expect(valuesOf(lab, 'istio-cni')).toMatchObject({ repair: { enabled: false }, istioOwnedCNIConfig: true });
  expect(valuesOf(lab, 'ztunnel')).toMatchObject({ logLevel: 'debug', env: { SECRET_TTL: '720h' } });
});

test('the namespace of Istio lets node agents in and is not in the mesh', () => {
  expect(find(manifestsOf(labOf(), 'namespaces'), 'Namespace', 'istio-system').metadata.labels)
    .toMatchObject({ 'istio.io/dataplane-mode': 'none', 'pod-security.kubernetes.io/enforce': 'privileged' });
});

describe('made alone', () => {
  function mesh(props: Partial<IstioAmbientProps> = {}): IstioAmbient {
    return new IstioAmbient(new App(), 'istio-ambient', {
      namespace: 'istio-system',
      pins: { base: chartPin('base'), istiod: chartPin('istiod'), cni: chartPin('cni'), ztunnel: chartPin('ztunnel') },
      mtls: 'STRICT',
      workloadCertificateTTL: Duration.hours(720),
      namespaces: [],
      cniValues: { profile: 'ambient' },
      dependsOn: [dependency('cni-chaining')],
      ...props,
    });
  }

  const peerAuthentication = (namespace: string, mode: string): unknown => ({
    apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: { name: 'default', namespace }, spec: { mtls: { mode } },
  });
  const telemetry = (spec: object): unknown =>
    ({ apiVersion: 'telemetry.istio.io/v1', kind: 'Telemetry', metadata: { name: 'mesh-default', namespace: 'istio-system' }, spec });
  const waypoint = (namespace: string): unknown => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'waypoint', namespace, labels: { 'istio.io/waypoint-for': 'service' } },
    spec: {
      gatewayClassName: 'istio-waypoint',
      infrastructure: {
        labels: { 'istio.io/dataplane-mode': 'none' },
        annotations: { 'kubernetes.io/description': `Made by istiod for the Gateway ${namespace}/waypoint` },
      },
      listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE', allowedRoutes: { namespaces: { from: 'Same' } } }],
    },
  });

  test('it makes the modes, the waypoints and the access log; one more waypoint can be added', () => {
    // GIVEN
    const layer = mesh({ namespaces: [{ name: 'legacy', mtls: 'PERMISSIVE' }, { name: 'shop', mtls: 'STRICT', waypoint: true }] });
    // WHEN
    layer.addWaypoint('media');
    // THEN
    expect(objectsOf(layer)).toEqual([
      peerAuthentication('istio-system', 'STRICT'),
      peerAuthentication('legacy', 'PERMISSIVE'),
      waypoint('shop'),
      telemetry({ accessLogging: [{ providers: [{ name: 'envoy' }] }] }),
      waypoint('media'),
    ]);
  });

  test('it traces what it is told to, and tells istiod where to', () => {
    // WHEN
    const layer = mesh({ traces: { service: 'collector.x', port: 4317, samplingPercentage: 10 } });
    // THEN
    expect(objectsOf(layer).at(-1)).toEqual(telemetry({
      accessLogging: [{ providers: [{ name: 'envoy' }] }], tracing: [{ providers: [{ name: 'traces' }], randomSamplingPercentage: 10 }],
    }));
    expect(layer.istiod.props.source).toMatchObject({
      values: {
        meshConfig: {
          enableTracing: true, extensionProviders: [{ name: 'traces', opentelemetry: { service: 'collector.x', port: 4317 } }],
        },
      },
    });
  });

  test("its Applications come up in Istio's own order", () => {
    const chart = { namespace: 'istio-system', source: 'helm' };
    expect(applicationsOf(mesh())).toEqual([
      { ...chart, name: 'istio-base', dependsOn: ['cni-chaining'] },
      { ...chart, name: 'istiod', dependsOn: ['istio-base'] },
      { ...chart, name: 'istio-cni', dependsOn: ['istiod'] },
      { ...chart, name: 'ztunnel', dependsOn: ['istio-cni'] },
      { name: 'istio-ambient', namespace: 'istio-system', source: 'own', dependsOn: ['ztunnel'] },
    ]);
  });

  test('its charts may have their webhooks patched by istiod, whatever the namespace is called', () => {
    const fields = ['.webhooks[]?.clientConfig.caBundle', '.webhooks[]?.failurePolicy'];
    const webhook = { group: 'admissionregistration.k8s.io', jqPathExpressions: fields };
    expect(mesh({ namespace: 'mesh' }).istiod.props.ignoreDifferences).toEqual([
      { ...webhook, kind: 'ValidatingWebhookConfiguration', name: 'istio-validator-mesh' },
      { ...webhook, kind: 'MutatingWebhookConfiguration', name: 'istio-sidecar-injector' },
    ]);
  });

  test('it asks for its namespace, to be watched, and for a dashboard', () => {
    const layer = mesh();
    expect(contributionsOf(layer)).toEqual({
      namespaces: ['istio-system'],
      alerts: ['mesh-traffic', 'istio-cni', 'istiod'],
      scrapeTargets: ['istio-proxies', 'istiod', 'istio-cni'],
      dashboards: ['request-path'],
    });
    expect(layer.contributions.namespaces).toEqual([{ name: 'istio-system', ambient: false, podSecurity: 'privileged' }]);
  });
});

describe('without a mesh', () => {
  const withoutMesh = 'mesh: { enabled: false }\nnamespaces: [{ name: my-app }]\nservices: [{ name: shop, namespace: my-app, port: 80 }]';

  test('is the control plane of the gateway alone, with the same values', () => {
    // GIVEN
    const [off, on] = [labOf(withoutMesh), labOf('namespaces: [{ name: my-app }]')];
    // THEN
    expect(off.mesh.components.map(({ name }) => name)).toEqual(['istio-base', 'istiod', 'istio-ambient']);
    expect(manifestsOf(off, 'istio-ambient').map(({ kind, metadata: { name } }) => `${kind} ${name}`)).toEqual(['Telemetry mesh-default']);
    expect(['istio-base', 'istiod'].map((name) => valuesOf(off, name))).toEqual(['istio-base', 'istiod'].map((name) => valuesOf(on, name)));
    expect([off.mesh.cni, off.mesh.ztunnel, off.mesh.peerAuthentication, off.ztunnel]).toEqual(Array(4).fill(undefined));
  });

  test('leaves Cilium as it is, so that no node changes on the day that a mesh comes', () => {
    expect(labOf(withoutMesh).cni.ciliumValues).toEqual(labOf().cni.ciliumValues);
  });

  test('no namespace is in it, and nothing watches or shows what is not there', () => {
    const lab = labOf(withoutMesh);
    const modes = manifestsOf(lab, 'namespaces').map(({ metadata: { labels } }) => labels?.['istio.io/dataplane-mode']);
    expect(new Set(modes)).toEqual(new Set(['none']));
    const alerts = lab.ruleGroups.map((group) => JSON.stringify(group)).join('\n');
    expect(alerts).toContain('IstiodDown');
    expect(alerts).toContain('The clock guard could not restart the gateways');
    // The gateway's certificate is told from those of ztunnel by the label, in any lab.
    expect(alerts.replaceAll('app!=\\"ztunnel\\"', '')).not.toMatch(/ztunnel|IstioCni/i);
    const dashboard = JSON.stringify(manifestsOf(lab, 'monitoring').filter(({ metadata: { name } }) => name.endsWith('request-path')));
    expect(dashboard).toContain('Gateway and waypoints');
    expect(dashboard).not.toContain('mTLS share');
  });
});
