import type { Manifest } from '../../../charts/core/manifest';
import { certificate, gateway, https, object } from '../../check/objects';
import type { RuleCases } from '../../check/rule-case';

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

const CASES: RuleCases = {
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
};

export default CASES;
