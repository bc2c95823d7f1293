import { CILIUM_CNI_FILE, cniFileObjection, ISTIO_CNI_FILE } from './cni-files';
import type { Finding, Rule } from '../core/rule';
import { text, at, type RenderedLab } from '../core/rendered-lab';
import { compareValues, type SafeValue } from '../core/safe-values';

/** Where the chart takes the name of Istio's file from, the one that counts first (zzy_descope_legacy.yaml merges "cni" over the top). */
const FILE_NAME_VALUES = [['cni', 'istioOwnedCNIConfigFileName'], ['istioOwnedCNIConfigFileName']] as const;

/** containerd loads the first file by name only, so Istio's plugin runs only if its file sorts before Cilium's. */
const cniFileOrder: Rule = {
  name: 'cni-file-order',
  severity: 'error',
  check: (lab) => {
    const values = lab.helmValues('istio-cni');
    if (!values) { return []; }
    // Empty, the chart leaves the name to istio-cni, and Helm merges no empty value over another.
    const path = FILE_NAME_VALUES.find((each) => (at(values, ...each) ?? '') !== '');
    const objection = cniFileObjection({ cilium: CILIUM_CNI_FILE, istio: path ? written(at(values, ...path)) : ISTIO_CNI_FILE });
    return objection ? [finding(lab, 'istio-cni', path ?? [], `is refused: ${objection.what}`, objection.fix)] : [];
  },
};

/** A value as Helm writes it into the name of a file; a list or a mapping is none. */
function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * Values of Cilium with which pods bypass ambient or lose the network:
 * https://istio.io/latest/docs/ambient/install/platform-prerequisites/#cilium.
 */
const CILIUM: readonly SafeValue[] = [
  {
    path: ['cni', 'confPath'], safe: ['/etc/cni/net.d', undefined],
    why: 'containerd reads only its default folder, so no pod would get a network',
  },
  { path: ['cni', 'exclusive'], safe: [false], why: "Cilium would rename Istio's CNI file away" },
  {
    path: ['socketLB', 'hostNamespaceOnly'], safe: [true],
    why: 'Cilium would translate Service addresses in the pod before ztunnel sees them, and waypoints would be skipped',
  },
  { path: ['bpf', 'masquerade'], safe: [false], why: 'health probes of pods in the mesh would fail (cilium#36022)' },
  { path: ['bpf', 'hostLegacyRouting'], safe: [true], why: 'health probes of pods in the mesh would fail (istio#52208)' },
  { path: ['bpf', 'datapathMode'], safe: ['veth', undefined], why: 'netkit needs BPF host routing, which breaks ambient probes' },
  { path: ['kubeProxyReplacement'], safe: [true, 'true'], why: 'K3s runs without kube-proxy, so no Service would answer' },
  { path: ['l2announcements', 'enabled'], safe: [false, undefined], why: 'Cilium and MetalLB would both answer for the same addresses' },
  { path: ['encryption', 'type'], safe: ['ipsec', 'wireguard', undefined], why: "Cilium's own ztunnel would fight Istio's" },
  { path: ['gatewayAPI', 'enabled'], safe: [false, undefined], why: 'two controllers would serve the same Gateways' },
  { path: ['ingressController', 'enabled'], safe: [false, undefined], why: 'it would take a load-balancer address of its own' },
];

const ciliumSafeForMesh: Rule = {
  name: 'cilium-safe-for-mesh',
  severity: 'error',
  check: (lab) => compareValues(lab, 'cilium', CILIUM),
};

/** Values of istio-cni that make it write a file of its own instead of editing Cilium's (istio#60882). */
const ISTIO_CNI: readonly SafeValue[] = [
  { path: ['chained'], safe: [true], why: "Istio's plugin would not be called at all" },
  { path: ['istioOwnedCNIConfig'], safe: [true], why: 'after a reboot Cilium rewrites its file and pods bypass the mesh' },
  {
    path: ['cniConfDir'], safe: ['/etc/cni/net.d', undefined],
    why: 'K3s without flannel leaves containerd at its default folder, so the file would never be read',
  },
  {
    path: ['cniBinDir'], safe: ['/opt/cni/bin', undefined],
    why: 'K3s without flannel leaves containerd at its default folder, so the plugin would not be found',
  },
  {
    path: ['cniConfFileName'], safe: [CILIUM_CNI_FILE, '', undefined],
    why: 'it names the file to chain onto, and istio-cni waits for ever for one that Cilium does not write',
  },
  {
    path: ['global', 'platform'], safe: [undefined, ''],
    why: 'the k3s profile is for the bundled CNI and points at folders containerd does not read',
  },
];
/** The chart takes each of them at the top and below "cni", and lets the latter win (zzy_descope_legacy.yaml). */
const ISTIO_CNI_ANYWHERE = ISTIO_CNI.flatMap((value): SafeValue[] => [
  value, { ...value, path: ['cni', ...value.path], safe: [...value.safe, undefined] },
]);

const istioCniChained: Rule = {
  name: 'istio-cni-chained',
  severity: 'error',
  check: (lab) => compareValues(lab, 'istio-cni', ISTIO_CNI_ANYWHERE),
};

/** Cilium routes what K3s allocates; if they disagree pods of one node cannot talk to those of another. */
const clusterNetworksAgree: Rule = {
  name: 'cluster-networks-agree',
  severity: 'error',
  check: (lab) => {
    const values = lab.helmValues('cilium');
    if (!values) { return []; }
    const { podCIDR } = lab.config.network;
    const native = text(values, 'ipv4NativeRoutingCIDR');
    const pool = at(values, 'ipam', 'operator', 'clusterPoolIPv4PodCIDRList');
    const sharesPool = text(values, 'ipam', 'mode') === 'kubernetes' || JSON.stringify(pool) === JSON.stringify([podCIDR]);
    const another = `hands out pod addresses from another network than K3s (${podCIDR})`;
    const wrong = `takes ${native} for the pod network, which is ${podCIDR}`;
    return [
      ...sharesPool ? [] : [finding(lab, 'cilium', ['ipam'], another, 'set ipam.mode to kubernetes')],
      ...['', podCIDR].includes(native) ? [] : [finding(lab, 'cilium', ['ipv4NativeRoutingCIDR'], wrong, `set it to ${podCIDR}`)],
    ];
  },
};

/** Promises between Cilium, Istio and K3s about the pod network. */
export const CNI_RULES: readonly Rule[] = [cniFileOrder, ciliumSafeForMesh, istioCniChained, clusterNetworksAgree];

function finding(lab: RenderedLab, release: 'cilium' | 'istio-cni', path: readonly string[], what: string, fix: string): Finding {
  const override = at(lab.config.values[release], ...path);
  return { ...override === undefined ? {} : { path: ['values', release, ...path] }, what: `${release} ${path.join('.')} ${what}`, fix };
}
