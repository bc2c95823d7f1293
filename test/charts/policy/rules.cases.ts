import type { Manifest } from '../../../charts/core/manifest';
import { ambient, namespace, object } from '../../check/objects';
import type { RuleCases } from '../../check/rule-case';

const labels = { 'app.kubernetes.io/name': 'shop' };
const policy = (where: string, spec: Record<string, unknown>): Manifest =>
  object('security.istio.io/v1', 'AuthorizationPolicy', 'shop', where, { spec });
const from = (...serviceAccounts: string[]): Record<string, unknown> => ({ from: [{ source: { serviceAccounts } }] });
const route = object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'shop', 'my-app', {
  spec: { rules: [{ backendRefs: [{ name: 'shop', port: 80 }] }] },
});
const strict = object('security.istio.io/v1', 'PeerAuthentication', 'default', 'istio-system', { spec: { mtls: { mode: 'STRICT' } } });
const open = object('security.istio.io/v1', 'PeerAuthentication', 'metrics', 'my-app', {
  spec: { selector: { matchLabels: labels }, portLevelMtls: { 9100: { mode: 'PERMISSIVE' } } },
});
const monitor = object('monitoring.coreos.com/v1', 'PodMonitor', 'shop', 'monitoring', {
  spec: { namespaceSelector: { matchNames: ['my-app'] }, selector: { matchLabels: labels }, podMetricsEndpoints: [{ portNumber: 9100 }] },
});

const lan = object('v1', 'Service', 'shop-lan', 'my-app', {
  spec: { type: 'LoadBalancer', selector: labels, ports: [{ port: 22, targetPort: 9100 }, { port: 53, protocol: 'UDP' }] },
});

const CASES: RuleCases = {
  'policy-in-mesh': {
    broken: [namespace('my-app', 'none'), policy('my-app', {})],
    mended: [
      ambient, policy('my-app', {}), policy('istio-system', {}), namespace('istio-system', 'none'),
      namespace('other', 'none'), policy('other', { targetRefs: [{ kind: 'Gateway', name: 'door' }] }),
    ],
    says: 'is in my-app, which is outside the mesh',
  },
  'policy-has-target': {
    broken: [ambient, policy('my-app', { action: 'DENY', targetRefs: [], rules: [{}] })],
    mended: [
      ambient, policy('my-app', { action: 'DENY', targetRefs: [{ group: '', kind: 'Service', name: 'shop' }], rules: [{}] }),
      object('security.istio.io/v1', 'AuthorizationPolicy', 'all', 'my-app', { spec: { action: 'DENY', rules: [{}] } }),
    ],
    says: 'has an empty list of targets',
  },
  'policy-admits-gateway': {
    broken: [ambient, route, policy('my-app', { selector: { matchLabels: labels }, rules: [from('other/app')] })],
    mended: [
      ambient, route, policy('my-app', {}),
      policy('my-app', { selector: { matchLabels: labels }, rules: [from('other/app', 'istio-ingress/main-gateway-istio')] }),
    ],
    says: 'does not let in istio-ingress/main-gateway-istio, by which requests for HTTPRoute my-app/shop come',
  },
  'policy-admits-prometheus': {
    broken: [ambient, strict, monitor, open, policy('my-app', { selector: { matchLabels: labels }, rules: [from('other/app')] })],
    mended: [
      ambient, strict, monitor, open,
      policy('my-app', { selector: { matchLabels: labels }, rules: [from('other/app'), { to: [{ operation: { ports: ['9100'] } }] }] }),
    ],
    says: 'reads port 9100 of pods in my-app, and no policy lets it in without an identity',
  },
  'lan-ports-open': {
    broken: [ambient, strict, lan],
    mended: [ambient, strict, lan, open, object('v1', 'Service', 'inside', 'my-app', { spec: { selector: labels, ports: [{ port: 1 }] } })],
    says: 'leads machines of the LAN to port 9100 of pods in my-app in plain text, which they refuse under STRICT',
  },
};

export default CASES;
