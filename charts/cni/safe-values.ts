import { numberOf, textOf } from '../core/plain-data';
import { noMonitors, withNames, withRights } from '../core/chart-parts';
import { off, on, running, unset, isTruthy, type SafeSetting, type SafeValue, type SafeValues } from '../core/safe-values';
import { at } from '../core/rendered-lab';
import { CILIUM_CNI_FILE } from './cni-files';
import { toleratesNotReady } from './tolerations';

/** Where containerd reads CNI files: K3s without flannel leaves it at its own default. */
const CONF_DIR = '/etc/cni/net.d';
/** What the agent could not start without, as Cilium's own check of its options says (daemon/cmd/daemon_main.go, v1.19). */
const STARTS = 'its agent would refuse to start, and no pod would get a network';
/** A kind of cloud that hands out addresses itself. */
const NO_CLOUD = 'it is for nodes of a cloud, whose API it would ask for addresses; no pod would get one';

/**
 * Values of Cilium with which pods bypass ambient or lose the network:
 * https://istio.io/latest/docs/ambient/install/platform-prerequisites/#cilium. Keys: install/kubernetes/cilium/values.yaml of
 * cilium/cilium at v1.19.
 */
export const CILIUM_NETWORK: readonly SafeValue[] = [
  // How its file gets to containerd, and leaves Istio's alone.
  {
    path: ['cni', 'confPath'], safe: [CONF_DIR, undefined],
    why: 'containerd reads only its default folder, so no pod would get a network',
  },
  {
    path: ['cni', 'binPath'], safe: ['/opt/cni/bin', undefined],
    why: 'containerd looks for plugins in its default folder only, so no pod would get a network',
  },
  { path: ['cni', 'exclusive'], safe: [false], why: "Cilium would rename Istio's CNI file away" },
  on('cni.install', 'nobody would write the file that istio-cni chains onto, so no pod would get a network'),
  off('cni.uninstall', 'each stop of the agent would take its CNI file away, and new pods would get no network'),
  off('cni.customConf', 'the agent would not write the file that istio-cni chains onto'),
  unset('cni.configMap', 'another file than the one istio-cni chains onto would be read'),
  {
    path: ['cni', 'chainingMode'], safe: [undefined, null, 'none'],
    why: 'Cilium would chain itself onto a plugin that K3s does not have; here Istio is the one that chains, onto Cilium',
  },
  unset('cni.chainingTarget', 'Cilium would chain itself onto a plugin that K3s does not have'),
  unset('cni.readCniConf', 'another file than the one istio-cni chains onto would be read'),
  // Who translates addresses of Services.
  {
    path: ['socketLB', 'hostNamespaceOnly'], safe: [true],
    why: 'Cilium would translate Service addresses in the pod before ztunnel sees them, and waypoints would be skipped',
  },
  { path: ['kubeProxyReplacement'], safe: [true, 'true'], why: 'K3s runs without kube-proxy, so no Service would answer' },
  { path: ['bpf', 'masquerade'], safe: [false], why: 'health probes of pods in the mesh would fail (cilium#36022)' },
  { path: ['bpf', 'hostLegacyRouting'], safe: [true], why: 'health probes of pods in the mesh would fail (istio#52208)' },
  { path: ['bpf', 'datapathMode'], safe: ['veth', undefined], why: 'netkit needs BPF host routing, which breaks ambient probes' },
  off('egressGateway.enabled', `it needs BPF masquerading, which breaks ambient probes; ${STARTS}`),
  off('ipMasqAgent.enabled', `it needs BPF masquerading, which breaks ambient probes; ${STARTS}`),
  off('bandwidthManager.bbr', `it needs BPF host routing, which breaks ambient probes; ${STARTS}`),
  {
    path: ['enableIPv4Masquerade'], safe: [true, undefined, null],
    why: 'answers to pods would be sent to addresses that no router outside the cluster knows, so pods would reach nothing there',
  },
  off('installNoConntrackIptablesRules', `it needs native routing; ${STARTS}`, {
    safe: (value, { values }) => !isTruthy(value) || values['routingMode'] === 'native',
  }),
  {
    path: ['loadBalancer', 'mode'], safe: (value, { values }) => value === undefined || value === 'snat' || value === 'annotation'
      || values['routingMode'] === 'native',
    wanted: 'snat', why: `direct server return needs native routing; ${STARTS}`,
  },
  // How pods reach other nodes.
  { path: ['ipv4', 'enabled'], safe: [true, undefined], why: 'the pod network is IPv4 alone, so no pod would get an address' },
  off('ipv6.enabled', 'K3s hands out no IPv6 pod network here, and the agent would wait for one for ever'),
  {
    path: ['routingMode'], wanted: 'tunnel, or write ipv4NativeRoutingCIDR with network.podCIDR beside native', why: STARTS,
    safe: (value, { values }) => ['tunnel', undefined, ''].includes(value as string | undefined)
      || (value === 'native' && isTruthy(values['ipv4NativeRoutingCIDR'])),
  },
  {
    path: ['autoDirectNodeRoutes'], wanted: 'true', why: 'with native routing nobody would tell the nodes the way to pods of another',
    safe: (value, { values, lab }) => values['routingMode'] !== 'native' || lab.config.nodes.length === 1 || value === true,
  },
  { path: ['tunnelProtocol'], safe: ['vxlan', 'geneve', undefined, ''], why: STARTS },
  {
    path: ['MTU'], safe: (value) => value === undefined || value === null
      || (numberOf(value) === 0 || (numberOf(value) >= 1280 && numberOf(value) <= 1500)),
    wanted: '0, with which Cilium finds it out',
    why: 'packets that are larger than the switch between the nodes takes (1500 bytes) are lost, and IP needs 1280',
  },
  unset('eni.enabled', NO_CLOUD), unset('azure.enabled', NO_CLOUD), unset('gke.enabled', NO_CLOUD), unset('alibabacloud.enabled', NO_CLOUD),
  unset('aksbyocni.enabled', NO_CLOUD),
  { path: ['identityAllocationMode'], safe: ['crd', undefined], why: `it needs an etcd that nobody runs; ${STARTS}` },
  off('etcd.enabled', `it needs an etcd that nobody runs; ${STARTS}`),
  {
    path: ['cluster', 'name'], wanted: 'at most 32 small letters, digits and "-"', why: STARTS,
    safe: (value) => value === undefined || /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/.test(textOf(value)),
  },
  {
    path: ['cluster', 'id'], wanted: '0', why: STARTS,
    safe: (value) => value === undefined || (Number.isInteger(numberOf(value)) && numberOf(value) >= 0 && numberOf(value) <= 255),
  },
  off('clustermesh.useAPIServer', 'it is for several clusters, and its Service would take an address of the pool or a port of every node'),
  {
    path: ['k8sServiceHost'], wanted: '127.0.0.1, or to the address of the first node with k8sServicePort: 6443',
    // On 127.0.0.1 every node has K3s' own load balancer; on its address the server itself listens.
    safe: (value, { values, lab }) => value === undefined || value === '127.0.0.1'
      || (value === lab.config.nodes[0]?.address && textOf(values['k8sServicePort']) === '6443'),
    why: 'the agent has to reach the API server before there is a Service network or a cluster DNS',
  },
  unset('k8sServiceHostRef.name', 'it names another address of the API server than k8sServiceHost, and the chart refuses both'),
  // What belongs to others.
  { path: ['l2announcements', 'enabled'], safe: [false, undefined], why: 'Cilium and MetalLB would both answer for the same addresses' },
  {
    path: ['defaultLBServiceIPAM'], safe: ['none'], why: 'Cilium and MetalLB would both give addresses to the same Services',
  },
  off('nodeIPAM.enabled', 'Cilium and MetalLB would both give addresses to the same Services'),
  { path: ['encryption', 'type'], safe: ['ipsec', 'wireguard', undefined], why: "Cilium's own ztunnel would fight Istio's" },
  {
    path: ['encryption', 'enabled'], wanted: 'false, or give encryption.type: wireguard too',
    safe: (value, { values }) => !isTruthy(value) || at(values, 'encryption', 'type') === 'wireguard',
    why: 'its default, IPsec, reads keys from a Secret cilium-ipsec-keys that nobody makes, and the agent would not start',
  },
  { path: ['gatewayAPI', 'enabled'], safe: [false, undefined], why: 'two controllers would serve the same Gateways' },
  { path: ['ingressController', 'enabled'], safe: [false, undefined], why: 'it would take a load-balancer address of its own' },
  {
    path: ['loadBalancer', 'l7', 'backend'], safe: ['disabled', undefined],
    why: "Cilium's Envoy would take requests between pods out of the mesh's hands",
  },
  // Policies.
  {
    path: ['policyEnforcementMode'], wanted: 'default',
    safe: (value) => value === undefined || value === null || textOf(value).toLowerCase() === 'default',
    why: 'always denies every pod what no policy allows, and the platform has none; never leaves those of Argo CD without effect',
  },
  off('policyAuditMode', 'no policy would have an effect, and everybody could reach the credentials that Argo CD keeps'),
  on('k8sNetworkPolicy.enabled', 'NetworkPolicies would have no effect, and everybody could reach the credentials that Argo CD keeps'),
  {
    path: ['enableNonDefaultDenyPolicies'], safe: [true, undefined],
    why: "the lab's policy for probes of pods in the mesh, which only adds, would deny everything else",
  },
];

/** Parts of Cilium that something of the lab rests on. */
const CILIUM_PARTS: readonly SafeValue[] = [
  on('agent', 'no pod would get a network'),
  on('operator.enabled', "nobody would make Cilium's definitions, and its agents would wait for them for ever"),
  off('operator.skipCRDCreation', "nobody would make Cilium's definitions, and its agents would wait for them for ever"),
  running('operator.replicas', "nobody would make Cilium's definitions, and its agents would wait for them for ever"),
  {
    path: ['operator', 'replicas'], warns: true, wanted: 'the number of nodes at most',
    safe: (value, { lab }) => value === undefined || numberOf(value) <= lab.config.nodes.length,
    why: 'two of them never share a node, so the others would stay Pending and raise an alert',
  },
  off('operator.setNodeTaints',
    'K3s\' job that installs a mended Cilium does not tolerate that taint, so a broken one could never be mended'),
  {
    path: ['hubble', 'enabled'], wanted: 'true, or switch hubble.relay and hubble.ui off too',
    why: 'the chart refuses its relay and its page without it',
    safe: (value, { values }) => value === undefined || isTruthy(value) || !isTruthy(at(values, 'hubble', 'relay', 'enabled')),
  },
  {
    path: ['hubble', 'relay', 'enabled'], wanted: 'true, or switch hubble.ui off too',
    why: 'the chart refuses the page of Hubble without it',
    safe: (value, { values }) => isTruthy(value) || !isTruthy(at(values, 'hubble', 'ui', 'enabled')),
  },
  off('preflight.enabled', 'the chart would install a check before an upgrade instead of Cilium'),
  off('cleanState', 'each start of the agent would forget every connection and every address'),
  off('cleanBpfState', 'each start of the agent would cut every connection'),
  {
    path: ['rollOutCiliumPods'], safe: [true], warns: true,
    why: 'agents would go on with the configuration they have, and a change of values would have no effect until each is restarted',
  },
  {
    path: ['updateStrategy', 'type'], safe: ['RollingUpdate', undefined], warns: true,
    why: 'agents would go on with the version they have until somebody deletes each pod',
  },
  {
    path: ['tolerations'], safe: toleratesNotReady, wanted: '[{ operator: Exists }]',
    why: 'a node is not ready before it has a network, so the agent would never start on a new one',
  },
  {
    path: ['operator', 'tolerations'], safe: toleratesNotReady, wanted: '[{ operator: Exists }]',
    why: 'a node is not ready before it has a network, so the operator would never start, and no network with it',
  },
  {
    path: ['hubble', 'tls', 'auto', 'method'], safe: ['cronJob', 'helm', undefined],
    why: 'K3s installs Cilium before there is a cert-manager, and the chart would be refused',
  },
  {
    path: ['tls', 'secretSync', 'enabled'], safe: [false], why: 'its operator would be allowed to read every Secret of the cluster',
  },
  {
    path: ['prometheus', 'metrics'], wanted: 'a list without them',
    safe: (value) => !Array.isArray(value)
      || !value.some((each) => ALERTED.includes(textOf(each).replace(/^-/, '')) && textOf(each).startsWith('-')),
    why: `alerts of the lab read ${['cilium_drop_count_total',
      'cilium_bpf_map_pressure'].join(', ')} and others, and would stay silent without them`,
  },
  {
    path: ['healthChecking'], safe: [true, undefined], warns: true,
    why: 'nodes would not try to reach each other, and the alert CiliumNodesUnreachable would stay silent',
  },
  ...noMonitors(
    'prometheus.serviceMonitor.enabled', 'operator.prometheus.serviceMonitor.enabled', 'envoy.prometheus.serviceMonitor.enabled',
    'hubble.metrics.serviceMonitor.enabled', 'hubble.relay.prometheus.serviceMonitor.enabled',
  ),
  off('prometheus.serviceMonitor.trustCRDsExist', 'the kinds of the Prometheus operator are not there when K3s installs this chart'),
  ...withRights('serviceAccounts.cilium.create', 'serviceAccounts.operator.create', 'rbac.create'),
  ...withNames('namespaceOverride', 'name'),
];

/** Metrics of Cilium that alerts.ts reads. */
const ALERTED = [
  'cilium_drop_count_total', 'cilium_bpf_map_pressure', 'cilium_controllers_failing', 'cilium_unreachable_nodes',
];

/** Values of istio-cni that make it write a file of its own instead of editing Cilium's (istio#60882). */
export const ISTIO_CNI_CHAINED: readonly SafeValue[] = [
  { path: ['chained'], safe: [true], why: "Istio's plugin would not be called at all" },
  { path: ['istioOwnedCNIConfig'], safe: [true], why: 'after a reboot Cilium rewrites its file and pods bypass the mesh' },
  {
    path: ['cniConfDir'], safe: [CONF_DIR, undefined],
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
  {
    path: ['platform'], safe: [undefined, ''],
    why: 'the k3s profile is for the bundled CNI and points at folders containerd does not read',
  },
  { path: ['provider'], safe: ['default', undefined], why: 'multus is not there, so the plugin would be called by nobody' },
  { path: ['cniNetnsDir'], safe: ['/var/run/netns', undefined],
    why: 'containerd keeps network namespaces there, and pods would not be captured' },
  {
    path: ['ambient', 'enableAmbientDetectionRetry'], safe: [true], warns: false,
    why: 'a pod would start outside the mesh whenever the API server cannot say whether it belongs to it',
  },
  {
    path: ['ambient', 'reconcileIptablesOnStartup'], safe: [true, undefined], warns: true,
    why: 'rules in pods would stay those of the version before an upgrade',
  },
  {
    path: ['ambient', 'enablementSelectors'], wanted: 'nothing: the label istio.io/dataplane-mode decides',
    why: 'namespaces and pods say by the label istio.io/dataplane-mode whether they join, and it would not count',
    safe: (value) => value === undefined || JSON.stringify(value).includes('istio.io/dataplane-mode'),
  },
  {
    path: ['excludeNamespaces'], wanted: 'a list without namespaces of the mesh', why: 'pods of these namespaces would not be captured',
    safe: (value, { lab }) => !Array.isArray(value) || !value.some((each) => lab.isAmbient(textOf(each))),
  },
];

/** The same promises of istio-cni by its environment, which comes after what its values say (templates/configmap-cni.yaml). */
export const ISTIO_CNI_SETTINGS: readonly SafeSetting[] = [
  ['CHAINED_CNI_PLUGIN', ['true'], "Istio's plugin would not be called at all"],
  ['ISTIO_OWNED_CNI_CONFIG', ['true'], 'after a reboot Cilium rewrites its file and pods bypass the mesh'],
  ['ISTIO_OWNED_CNI_CONF_FILENAME', [], 'the name of its file is a value, istioOwnedCNIConfigFileName, which is checked'],
  ['CNI_CONF_NAME', [CILIUM_CNI_FILE], 'it names the file to chain onto, and istio-cni waits for ever for one that Cilium does not write'],
  ['MOUNTED_CNI_NET_DIR', ['/host/etc/cni/net.d'], 'the file would be written where containerd does not read'],
  ['CNI_NET_DIR', [CONF_DIR], 'the file would be written where containerd does not read'],
  ['AMBIENT_ENABLED', ['true'], 'pods would not be captured'],
  ['AMBIENT_ENABLEMENT_SELECTOR', [], 'the label istio.io/dataplane-mode would not count any more'],
  ['ENABLE_AMBIENT_DETECTION_RETRY', ['true'], 'a pod would start outside the mesh whenever the API server does not answer'],
  ['EXCLUDE_NAMESPACES', [], 'it takes the place of the value excludeNamespaces, which is checked'],
  ['HOST_PROBE_SNAT_IP', ['169.254.7.127'], "the lab's policy lets health probes in by that address, and would drop those from another"],
].flatMap(([name, safe, why]) => [['env'], ['cni', 'env']].map((path): SafeSetting => ({
  path, name: name as string, safe: safe as string[], why: why as string,
})));

/** What the chart reads only in clusters of another kind. */
const CILIUM_UNREAD: readonly SafeValue[] = [
  unset('hostServices', 'it changes nothing: it is the old name of socketLB, which the lab sets', { warns: true }),
  off('waitForKubeProxy', 'it changes nothing beside kubeProxyReplacement', { warns: true }),
];

/** Other values of Cilium and istio-cni without which something fails quietly. */
export const CNI_SAFE_VALUES: SafeValues = { cilium: [...CILIUM_PARTS, ...CILIUM_UNREAD] };
