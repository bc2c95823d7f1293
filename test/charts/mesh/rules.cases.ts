import type { Manifest } from '../../../charts/core/manifest';
import { ambient, gateway, namespace, object } from '../../check/objects';
import type { RuleCases } from '../../check/rule-case';

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

const CASES: RuleCases = {
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
};

export default CASES;
