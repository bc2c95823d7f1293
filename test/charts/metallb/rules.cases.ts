import { defaultPool, object, pool } from '../../check/objects';
import type { RuleCases } from '../../check/rule-case';

const CASES: RuleCases = {
  'pool-advertised': {
    broken: [defaultPool],
    mended: [
      defaultPool,
      object('metallb.io/v1beta1', 'L2Advertisement', 'all', 'metallb-system', { spec: { ipAddressPools: ['homelab-pool'] } }),
    ],
    says: 'in no L2Advertisement',
  },
  'pool-free': { broken: [pool('192.168.100.0/27')], mended: [pool('192.168.100.32/27')], says: 'the address of the node homelab' },
};

export default CASES;
