import { ambient, namespace } from '../../check/objects';
import type { RuleCases } from '../../check/rule-case';

const CASES: RuleCases = {
  'ambient-label-owned': { broken: [namespace('my-app')], mended: [ambient], says: 'does not say whether it is in the mesh' },
  'platform-out-of-mesh': {
    broken: [namespace('monitoring', 'ambient')],
    mended: [namespace('monitoring', 'none')],
    says: 'the mesh needs it to start or to be watched',
  },
};

export default CASES;
