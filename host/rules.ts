import { numberOf, textOf } from '../charts/core/plain-data';
import { isDeepStrictEqual } from 'node:util';
import { load } from 'js-yaml';
import type { Finding, Rule } from '../charts/core/rule';
import { at, list, text, type RenderedLab } from '../charts/core/rendered-lab';
import { formatValue } from '../config/problem';

const K3S_CONFIG = '/etc/rancher/k3s/config.yaml';
const K3S_MANIFESTS = '/var/lib/rancher/k3s/server/manifests/';

/** Parts of K3s that must be off, because Cilium, MetalLB or Istio do the same work. */
const k3sMakesRoom: Rule = {
  name: 'k3s-makes-room',
  severity: 'error',
  check: (lab) => nodes(lab).flatMap(({ name, k3s }) => {
    const disabled = list(k3s, 'disable');
    return [
      ...at(k3s, 'flannel-backend') === 'none' ? [] : ['installs flannel beside Cilium, so containerd would load the wrong CNI'],
      ...at(k3s, 'disable-network-policy') === true ? [] : ['runs a network policy controller beside Cilium'],
      ...at(k3s, 'disable-kube-proxy') === true ? [] : ['runs kube-proxy beside its replacement'],
      ...disabled.includes('traefik') ? [] : ['installs Traefik, and with it other Gateway API CRDs'],
      ...disabled.includes('servicelb') ? [] : ['gives out load-balancer addresses beside MetalLB'],
    ].map((what): Finding => ({ what: `K3s on ${name} ${what}`, fix: `correct ${K3S_CONFIG} in host/node/k3s-config.ts` }));
  }),
};

/** K3s must have the same addresses and networks as the rest of the lab, and a certificate for the address of the node. */
const k3sAgrees: Rule = {
  name: 'k3s-agrees',
  severity: 'error',
  check: (lab) => nodes(lab).flatMap(({ name, address, k3s }) => {
    const { podCIDR, serviceCIDR } = lab.config.network;
    const differences = [
      ...at(k3s, 'cluster-cidr') === podCIDR ? [] : [`takes ${text(k3s, 'cluster-cidr')} for pods, not ${podCIDR}`],
      ...at(k3s, 'service-cidr') === serviceCIDR ? [] : [`takes ${text(k3s, 'service-cidr')} for services, not ${serviceCIDR}`],
      ...at(k3s, 'node-ip') === address ? [] : [`has the address ${text(k3s, 'node-ip')}, not ${address}`],
      ...list(k3s, 'tls-san').includes(address) ? [] : [`has no certificate for ${address}, so kubectl from Windows is refused`],
    ].map((what): Finding => ({ what: `K3s on ${name} ${what}`, fix: 'let both read the same key of homelab.yaml' }));
    return differences;
  }).concat(apiServerFindings(lab)),
};

/**
 * On the loopback, port 6444 is the API server on a server, and its load balancer on an agent; port 6443 answers only on servers, there and
 * at their addresses.
 */
function apiServerFindings(lab: RenderedLab): Finding[] {
  const values = lab.helmValues('cilium');
  const { k8sServiceHost: host = '127.0.0.1', k8sServicePort: port = 6444 } = values ?? {};
  const nodes = lab.config.nodes;
  const isLoopback = host === '127.0.0.1' || host === 'localhost';
  const isThere = isLoopback
    ? textOf(port) === '6444' || (textOf(port) === '6443' && nodes.length === 1)
    : host !== nodes[0]?.address || textOf(port) === '6443';
  const isNumber = (typeof port === 'number' || typeof port === 'string') && numberOf(port) > 0 && numberOf(port) < 65536;
  if (values === undefined || (isThere && isNumber)) { return []; }
  const isOverride = at(lab.config.values.cilium, 'k8sServicePort') !== undefined;
  return [{
    ...isOverride ? { path: ['values', 'cilium', 'k8sServicePort'] } : {},
    what: `K3s does not listen on ${textOf(host)}:${formatValue(port)} of every node, where Cilium looks for the API server`,
    fix: isOverride ? 'remove the override' : 'let both read the same key of homelab.yaml',
  }];
}

/** K3s applies its copies first, and Argo CD the files in git afterwards: any difference would restart the network on the first day. */
const bootstrapSame: Rule = {
  name: 'bootstrap-same',
  severity: 'error',
  check: (lab) => nodes(lab).flatMap(({ name, manifests }): Finding[] => {
    const bootstrap = lab.manifests.filter((manifest) => lab.folder(manifest) === 'bootstrap');
    const missing = bootstrap.filter((manifest) => !manifests.some((each) => isDeepStrictEqual(each, manifest)));
    return missing.map((manifest) => ({
      object: manifest,
      what: `is not laid into K3s on ${name} as it is in dist/bootstrap`,
      fix: 'run the synth again; if that does not help, the seed is made from other files',
    }));
  }),
};

/** The cross-layer rules of the host: what K3s on the nodes must agree on with the layers. */
export const HOST_RULES: readonly Rule[] = [k3sMakesRoom, k3sAgrees, bootstrapSame];

interface NodeSetup {
  readonly name: string;
  readonly address: string;
  /** K3s' configuration. */
  readonly k3s: unknown;
  /** The objects in K3s' manifests folder. */
  readonly manifests: readonly unknown[];
}

/** What was read of the seeds of a lab, for three rules that ask. */
const setups = new WeakMap<RenderedLab, readonly NodeSetup[]>();

/** The setup of each node by its seed; empty for a lab without scripts. */
function nodes(lab: RenderedLab): readonly NodeSetup[] {
  const known = setups.get(lab) ?? readSeeds(lab);
  setups.set(lab, known);
  return known;
}

function readSeeds(lab: RenderedLab): NodeSetup[] {
  return lab.config.nodes.flatMap(({ name, address }) => {
    const seed = lab.host.get(`seed/${name}/user-data`);
    if (seed === undefined) { return []; }
    const files = list(load(seed), 'write_files').map((file) => ({ path: text(file, 'path'), content: decode(file) }));
    return [{
      name,
      address,
      k3s: load(files.find(({ path }) => path === K3S_CONFIG)?.content ?? '{}'),
      manifests: files.filter(({ path }) => path.startsWith(K3S_MANIFESTS)).map(({ content }) => load(content)),
    }];
  });
}

function decode(file: unknown): string {
  return text(file, 'encoding') === 'b64' ? Buffer.from(text(file, 'content'), 'base64').toString('utf8') : text(file, 'content');
}
