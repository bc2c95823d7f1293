import type { Manifest } from '../../../charts/core/manifest';
import { findings } from '../../check/findings';
import { ambient, object } from '../../check/objects';

const labels = { 'app.kubernetes.io/name': 'shop' };
const policy = (spec: Record<string, unknown>): Manifest =>
  object('security.istio.io/v1', 'AuthorizationPolicy', 'shop', 'my-app', { spec });
const route = object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'shop', 'my-app', {
  spec: { rules: [{ backendRefs: [{ name: 'shop', port: 80 }] }] },
});
const monitor = object('monitoring.coreos.com/v1', 'PodMonitor', 'shop', 'monitoring', {
  spec: { namespaceSelector: { matchNames: ['my-app'] }, selector: { matchLabels: labels }, podMetricsEndpoints: [{ portNumber: 9100 }] },
});
const mtls = (mode: string): Manifest =>
  object('security.istio.io/v1', 'PeerAuthentication', 'default', 'istio-system', { spec: { mtls: { mode } } });
const gateway = { source: { serviceAccounts: ['istio-ingress/main-gateway-istio'] } };

describe('policy-admits-gateway', () => {
  const said = (...objects: Manifest[]): string[] => findings('policy-admits-gateway', [ambient, route, ...objects]);

  test.each([
    ['its service account', { rules: [{ from: [gateway] }] }],
    ['its namespace', { rules: [{ from: [{ source: { namespaces: ['istio-ingress'] } }] }] }],
    ['its principal', { rules: [{ from: [{ source: { principals: ['cluster.local/ns/istio-ingress/sa/main-gateway-istio'] } }] }] }],
    ['everybody', { rules: [{}] }],
    ['pods with other labels only', { selector: { matchLabels: { app: 'other' } } }],
    ['nobody, by DENY', { action: 'DENY', rules: [{ from: [gateway] }] }],
    ['requests at a waypoint', { targetRefs: [{ group: '', kind: 'Service', name: 'shop' }], rules: [] }],
  ])('says nothing of a policy about %s', (_, spec) => {
    expect(said(policy(spec))).toEqual([]);
  });

  test('objects to a namespace that denies everything', () => {
    expect(said(policy({}))).toHaveLength(1);
  });

  test('objects where it is let in at one port only, which need not be that of the page', () => {
    expect(said(policy({ rules: [{ from: [gateway], to: [{ operation: { ports: ['9100'] } }] }] }))).toHaveLength(1);
  });

  test('goes by the waypoint for a route of a Service, which no gateway reads', () => {
    const inside = object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'inside', 'my-app', {
      spec: { parentRefs: [{ group: '', kind: 'Service', name: 'shop' }], rules: [{ backendRefs: [{ name: 'shop', port: 80 }] }] },
    });
    const admits = (account: string): string[] => findings('policy-admits-gateway', [
      ambient, inside, policy({ selector: { matchLabels: labels }, rules: [{ from: [{ source: { serviceAccounts: [account] } }] }] }),
    ]);
    expect(admits('my-app/waypoint')).toEqual([]);
    expect(admits('istio-ingress/main-gateway-istio').join()).toContain('does not let in my-app/waypoint');
  });

  test('goes by the labels of a Service that the lab makes', () => {
    const service = object('v1', 'Service', 'shop', 'my-app', { spec: { selector: { app: 'store' } } });
    expect(said(service, policy({ selector: { matchLabels: { app: 'store' } } }))).toHaveLength(1);
    expect(said(service, policy({ selector: { matchLabels: labels } }))).toEqual([]);
  });
});

describe('policy-admits-prometheus', () => {
  const said = (...objects: Manifest[]): string[] => findings('policy-admits-prometheus', [ambient, monitor, ...objects]);

  test('objects to a port that STRICT closes', () => {
    expect(said(mtls('STRICT')).join()).toContain('in clear, which they refuse under STRICT');
  });

  test('says nothing where plain text is taken', () => {
    expect(said(mtls('PERMISSIVE'))).toEqual([]);
  });

  test('says nothing of a port that has a name only, whose number nobody knows', () => {
    const named = object('monitoring.coreos.com/v1', 'PodMonitor', 'shop', 'my-app', {
      spec: { selector: { matchLabels: labels }, podMetricsEndpoints: [{ port: 'metrics' }] },
    });
    expect(findings('policy-admits-prometheus', [ambient, named, mtls('STRICT')])).toEqual([]);
  });
});
