import { helm } from '../../check/objects';
import type { RuleCases } from '../../check/rule-case';

const safeCilium = {
  cni: { exclusive: false },
  socketLB: { hostNamespaceOnly: true },
  bpf: { masquerade: false, hostLegacyRouting: true },
  kubeProxyReplacement: true,
  ipam: { mode: 'kubernetes' },
  defaultLBServiceIPAM: 'none',
};
const safeIstioCni = { profile: 'ambient', chained: true, istioOwnedCNIConfig: true, ambient: { enableAmbientDetectionRetry: true } };

const CASES: RuleCases = {
  'cni-file-order': {
    broken: [helm('istio-cni', { istioOwnedCNIConfigFileName: 'ZZ-istio-cni.conflist' })],
    mended: [helm('istio-cni', { istioOwnedCNIConfigFileName: '02-istio-cni.conflist' })],
    says: 'containerd loads only the first',
  },
  'cilium-safe-for-mesh': {
    broken: [helm('cilium', { ...safeCilium, cni: { exclusive: true } })],
    mended: [helm('cilium', safeCilium)],
    says: 'cni.exclusive = true',
  },
  'istio-cni-chained': {
    broken: [helm('istio-cni', { ...safeIstioCni, istioOwnedCNIConfig: false })],
    mended: [helm('istio-cni', safeIstioCni)],
    says: 'istioOwnedCNIConfig = false',
  },
  'cluster-networks-agree': {
    broken: [helm('cilium', { ...safeCilium, ipam: { mode: 'cluster-pool' } })],
    mended: [helm('cilium', safeCilium)],
    says: 'from another network than K3s',
  },
};

export default CASES;
