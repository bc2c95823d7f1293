import { ownOf } from '../../config/kinds';
import type { Finding } from '../core/rule';
import { at, type RenderedLab } from '../core/rendered-lab';
import { settingsIn, type Setting } from '../core/settings';
import { overridden, type ValueScene } from '../core/safe-values';

/** An option of Cilium's agent or operator, as the ConfigMap cilium-config names it. */
interface Option {
  /** Every value it may have. */
  readonly safe: readonly string[] | ((scene: ValueScene) => readonly string[]);
  /** The value of the chart that sets it. */
  readonly value: string;
}

/**
 * Options that the lab's values decide. `extraConfig` is written after them into the same mapping, arguments come before it, and so do
 * variables CILIUM_*: https://docs.cilium.io/en/stable/configuration/ and templates/cilium-configmap.yaml of the chart.
 */
const OPTIONS: Readonly<Record<string, Option>> = {
  'cni-exclusive': { safe: ['false'], value: 'cni.exclusive' },
  'cni-chaining-mode': { safe: ['none'], value: 'cni.chainingMode' },
  'cni-chaining-target': { safe: [''], value: 'cni.chainingTarget' },
  'cni-uninstall': { safe: ['false'], value: 'cni.uninstall' },
  'custom-cni-conf': { safe: ['false'], value: 'cni.customConf' },
  'read-cni-conf': { safe: [''], value: 'cni.readCniConf' },
  'write-cni-conf-when-ready': { safe: ['/host/etc/cni/net.d/05-cilium.conflist'], value: 'cni.hostConfDirMountPath' },
  'bpf-lb-sock-hostns-only': { safe: ['true'], value: 'socketLB.hostNamespaceOnly' },
  'kube-proxy-replacement': { safe: ['true'], value: 'kubeProxyReplacement' },
  'enable-bpf-masquerade': { safe: ['false'], value: 'bpf.masquerade' },
  'enable-host-legacy-routing': { safe: ['true'], value: 'bpf.hostLegacyRouting' },
  'datapath-mode': { safe: ['veth'], value: 'bpf.datapathMode' },
  'enable-ipv4': { safe: ['true'], value: 'ipv4.enabled' },
  'enable-ipv6': { safe: ['false'], value: 'ipv6.enabled' },
  'enable-ipv4-masquerade': { safe: ['true'], value: 'enableIPv4Masquerade' },
  'enable-ipv4-egress-gateway': { safe: ['false'], value: 'egressGateway.enabled' },
  'enable-ip-masq-agent': { safe: ['false'], value: 'ipMasqAgent.enabled' },
  'enable-bbr': { safe: ['false'], value: 'bandwidthManager.bbr' },
  'enable-l2-announcements': { safe: ['false'], value: 'l2announcements.enabled' },
  'default-lb-service-ipam': { safe: ['none'], value: 'defaultLBServiceIPAM' },
  'enable-gateway-api': { safe: ['false'], value: 'gatewayAPI.enabled' },
  'enable-ingress-controller': { safe: ['false'], value: 'ingressController.enabled' },
  'enable-ztunnel': { safe: ['false'], value: 'encryption.type' },
  'enable-ipsec': { safe: ['false'], value: 'encryption.enabled' },
  'loadbalancer-l7': { safe: ['', 'disabled'], value: 'loadBalancer.l7.backend' },
  'ipam': { safe: ['kubernetes'], value: 'ipam.mode' },
  'ipv4-native-routing-cidr': { safe: ({ lab }) => [lab.config.network.podCIDR], value: 'ipv4NativeRoutingCIDR' },
  'cluster-pool-ipv4-cidr': { safe: ({ lab }) => [lab.config.network.podCIDR], value: 'ipam.operator.clusterPoolIPv4PodCIDRList' },
  'routing-mode': { safe: ['tunnel'], value: 'routingMode' },
  'enable-policy': { safe: ['default'], value: 'policyEnforcementMode' },
  'policy-audit-mode': { safe: ['false'], value: 'policyAuditMode' },
  'enable-k8s-networkpolicy': { safe: ['true'], value: 'k8sNetworkPolicy.enabled' },
  'enable-non-default-deny-policies': { safe: ['true'], value: 'enableNonDefaultDenyPolicies' },
  'identity-allocation-mode': { safe: ['crd'], value: 'identityAllocationMode' },
  'clean-cilium-state': { safe: ['false'], value: 'cleanState' },
  'clean-cilium-bpf-state': { safe: ['false'], value: 'cleanBpfState' },
  'set-cilium-node-taints': { safe: ['false'], value: 'operator.setNodeTaints' },
  'skip-crd-creation': { safe: ['false'], value: 'operator.skipCRDCreation' },
  'prometheus-serve-addr': { safe: [':9962'], value: 'prometheus.port' },
  'operator-prometheus-serve-addr': { safe: [':9963'], value: 'operator.prometheus.port' },
  'enable-hubble': { safe: ['true'], value: 'hubble.enabled' },
};

/** Where values hand options on to the agent and the operator. */
const DOORS: readonly (readonly string[])[] = [
  ['extraConfig'], ['extraArgs'], ['extraEnv'], ['operator', 'extraArgs'], ['operator', 'extraEnv'],
];

/** Options that a lab's values give Cilium past the values that decide them. */
export function ciliumOptions(lab: RenderedLab): Finding[] {
  const values = lab.helmValues('cilium');
  if (!values) { return []; }
  return DOORS.flatMap((path) => settingsIn(at(values, ...path)).flatMap((setting): Finding[] => {
    const name = optionOf(setting);
    const option = ownOf(OPTIONS, name);
    if (!option) { return []; }
    const safe = typeof option.safe === 'function' ? option.safe({ lab, values }) : option.safe;
    if (safe.includes(setting.value)) { return []; }
    const override = overridden(lab.config.values.cilium, path);
    return [{
      ...override ? { path: ['values', 'cilium', ...override, ...override.length === path.length ? setting.path : []] } : {},
      what: `cilium must not have ${path.join('.')} with ${setting.name} = "${setting.value}": it counts before the value ${option.value}, `
        + `which has to leave ${name} at ${safe.map((each) => `"${each}"`).join(' or ')}`,
      fix: 'remove it',
    }];
  }));
}

/** Viper reads the option `cni-exclusive` from the variable CILIUM_CNI_EXCLUSIVE. */
function optionOf({ name }: Setting): string {
  return /^CILIUM_[A-Z0-9_]+$/.test(name) ? name.slice('CILIUM_'.length).toLowerCase().replaceAll('_', '-') : name;
}
