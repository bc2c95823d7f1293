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

const hosted = { group: 'networking.istio.io', kind: 'Hostname', name: 'nas.internal', port: 80 };
const external = route('nas', { rules: [{ ...everyPath, backendRefs: [hosted] }] });
const entry = object('networking.istio.io/v1', 'ServiceEntry', 'nas', 'my-app', {
  spec: { hosts: ['nas.internal'], ports: [{ name: 'http', number: 80, protocol: 'HTTP' }], endpoints: [{ address: '192.168.1.20' }] },
});
const policy = (name: string, validation: Record<string, unknown> = {}): Manifest =>
  object('gateway.networking.k8s.io/v1', 'BackendTLSPolicy', name, 'my-app', {
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name: 'shop' }],
      validation: { hostname: 'shop', wellKnownCACertificates: 'System', ...validation },
    },
  });
const named = { subjectAltNames: [{ type: 'Hostname', hostname: 'shop' }] };

const CASES: RuleCases = {
  'external-backend-made': {
    broken: [gateway({ listeners: [https] }), external],
    mended: [gateway({ listeners: [https] }), external, entry],
    says: 'sends to the host nas.internal, which no ServiceEntry of the lab has',
  },
  'backend-tls-once': {
    broken: [policy('one', named), policy('other', named)],
    mended: [policy('one', named)],
    says: 'is for Service shop, as one is, and only the older counts',
  },
  'backend-tls-names-checked': {
    broken: [policy('shop')],
    mended: [policy('shop', named)],
    says: 'takes every certificate of the authority',
  },
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
