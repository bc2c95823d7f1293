import { ciliumOptions } from './cilium-options';
import { CILIUM_CNI_FILE, cniFileObjection, ISTIO_CNI_FILE } from './cni-files';
import type { Finding, Rule } from '../core/rule';
import { text, at, type RenderedLab } from '../core/rendered-lab';
import { below, compareSettings, compareValues, type SafeValue } from '../core/safe-values';
import { CILIUM_NETWORK, ISTIO_CNI_CHAINED, ISTIO_CNI_SETTINGS } from './safe-values';

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

const ciliumSafeForMesh: Rule = {
  name: 'cilium-safe-for-mesh',
  severity: 'error',
  check: (lab) => [...compareValues(lab, 'cilium', CILIUM_NETWORK), ...ciliumOptions(lab)],
};

/** The chart takes each of them at the top and below "cni", and lets the latter win (zzy_descope_legacy.yaml). */
const ISTIO_CNI_ANYWHERE = ISTIO_CNI_CHAINED.flatMap((value): SafeValue[] => [value, below('cni', value)]);

const istioCniChained: Rule = {
  name: 'istio-cni-chained',
  severity: 'error',
  check: (lab) => [...compareValues(lab, 'istio-cni', ISTIO_CNI_ANYWHERE), ...compareSettings(lab, 'istio-cni', ISTIO_CNI_SETTINGS)],
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
