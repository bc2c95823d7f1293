import type { Manifest } from '../../../charts/core/manifest';
import { application, certificate, defaultPool, gateway, https } from '../../check/objects';
import type { RuleCases } from '../../check/rule-case';

const atAddress = (value: string): Manifest => gateway({ addresses: [{ type: 'IPAddress', value }] });

const CASES: RuleCases = {
  'gateway-address-pooled': {
    broken: [atAddress('192.168.100.230'), defaultPool],
    mended: [atAddress('192.168.100.200'), defaultPool],
    says: 'which no pool has',
  },
  'gateway-certificate-made': {
    broken: [gateway({ listeners: [https] })],
    mended: [gateway({ listeners: [https] }), certificate],
    says: 'istio-ingress/homelab-tls-cert, which no Certificate makes',
  },
  'gateway-infrastructure-set': {
    broken: [gateway({ infrastructure: { labels: { a: 'b' } } })],
    mended: [gateway({})],
    says: 'spec.infrastructure.annotations unset',
  },
  'health-before-gateway': {
    broken: [gateway({}), application('here', 'here', 1), application('istiod', 'other', 2)],
    mended: [gateway({}), application('here', 'here', 3), application('istiod', 'other', 2)],
    says: 'before istiod',
  },
};

export default CASES;
