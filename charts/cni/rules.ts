import type { Finding, Rule } from '../core/rule';
import { text, at, type Tree } from '../core/rendered-lab';
import { compareValues, type SafeValue } from '../core/safe-values';

/** Cilium's own file; its agent writes this name whatever the values say (cilium: daemon/cmd/cni/config.go). */
const CILIUM_FILE = '05-cilium.conflist';

/** containerd loads the first file by name only, so Istio's plugin runs only if its file sorts before Cilium's. */
const cniFileOrder: Rule = {
  name: 'cni-file-order',
  severity: 'error',
  check: (tree) => {
    const values = tree.helmValues('istio-cni');
    if (!values) { return []; }
    const path = [['cni', 'istioOwnedCNIConfigFileName'], ['istioOwnedCNIConfigFileName']].find((each) => text(values, ...each) !== '') ?? [];
    const file = text(values, ...path) || '02-istio-cni.conflist';
    return file < CILIUM_FILE ? [] : [finding(tree, 'istio-cni', path, `puts Istio's CNI file ${file} after Cilium's ${CILIUM_FILE}; containerd loads only the first, so pods would bypass the mesh`, 'use a name that sorts before it, such as 02-istio-cni.conflist')];
  },
};

/** Values of Cilium with which pods bypass ambient or lose the network (https://istio.io/latest/docs/ambient/install/platform-prerequisites/#cilium). */
const CILIUM: readonly SafeValue[] = [
  { path: ['cni', 'confPath'], safe: ['/etc/cni/net.d', undefined], why: 'containerd reads only its default folder, so no pod would get a network' },
  { path: ['cni', 'exclusive'], safe: [false], why: "Cilium would rename Istio's CNI file away" },
  { path: ['socketLB', 'hostNamespaceOnly'], safe: [true], why: 'Cilium would translate Service addresses in the pod before ztunnel sees them, and waypoints would be skipped' },
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
  check: (tree) => compareValues(tree, 'cilium', CILIUM),
};

/** Values of istio-cni that make it write a file of its own instead of editing Cilium's (istio#60882). */
const ISTIO_CNI: readonly SafeValue[] = [
  { path: ['chained'], safe: [true], why: "Istio's plugin would not be called at all" },
  { path: ['istioOwnedCNIConfig'], safe: [true], why: 'after a reboot Cilium rewrites its file and pods bypass the mesh' },
  { path: ['cniConfDir'], safe: ['/etc/cni/net.d', undefined], why: 'K3s without flannel leaves containerd at its default folder, so the file would never be read' },
  { path: ['cniBinDir'], safe: ['/opt/cni/bin', undefined], why: 'K3s without flannel leaves containerd at its default folder, so the plugin would not be found' },
  { path: ['cniConfFileName'], safe: [CILIUM_FILE, '', undefined], why: 'it names the file to chain onto, and istio-cni waits for ever for one that Cilium does not write' },
  { path: ['global', 'platform'], safe: [undefined, ''], why: 'the k3s profile is for the bundled CNI and points at folders containerd does not read' },
];

const istioCniChained: Rule = {
  name: 'istio-cni-chained',
  severity: 'error',
  // The chart takes each value at the top and below "cni", and lets the latter win (zzy_descope_legacy.yaml).
  check: (tree) => compareValues(tree, 'istio-cni', ISTIO_CNI.flatMap((value) => [value, { ...value, path: ['cni', ...value.path], safe: [...value.safe, undefined] }])),
};

/** Cilium routes what K3s allocates; if they disagree pods of one node cannot talk to those of another. */
const clusterNetworksAgree: Rule = {
  name: 'cluster-networks-agree',
  severity: 'error',
  check: (tree) => {
    const values = tree.helmValues('cilium');
    if (!values) { return []; }
    const { podCIDR } = tree.config.network;
    const native = text(values, 'ipv4NativeRoutingCIDR');
    const pool = at(values, 'ipam', 'operator', 'clusterPoolIPv4PodCIDRList');
    return [
      ...text(values, 'ipam', 'mode') === 'kubernetes' || JSON.stringify(pool) === JSON.stringify([podCIDR]) ? [] : [finding(tree, 'cilium', ['ipam'], `hands out pod addresses from another network than K3s (${podCIDR})`, 'set ipam.mode to kubernetes')],
      ...native === '' || native === podCIDR ? [] : [finding(tree, 'cilium', ['ipv4NativeRoutingCIDR'], `takes ${native} for the pod network, which is ${podCIDR}`, `set it to ${podCIDR}`)],
    ];
  },
};

export const CNI_RULES: readonly Rule[] = [cniFileOrder, ciliumSafeForMesh, istioCniChained, clusterNetworksAgree];

function finding(tree: Tree, release: 'cilium' | 'istio-cni', path: readonly string[], what: string, fix: string): Finding {
  const override = at(tree.config.values[release], ...path);
  return { ...override === undefined ? {} : { path: ['values', release, ...path] }, what: `${release} ${path.join('.')} ${what}`, fix };
}
