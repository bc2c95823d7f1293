import { certificate, object } from '../../check/objects';
import type { RuleCases } from '../../check/rule-case';

const CASES: RuleCases = {
  'certificate-issuer-exists': {
    broken: [certificate],
    mended: [certificate, object('cert-manager.io/v1', 'ClusterIssuer', 'homelab-ca')],
    says: 'asks ClusterIssuer homelab-ca',
  },
};

export default CASES;
