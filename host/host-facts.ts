/**
 * What it takes until a changed fact of Windows or of a node is so in a lab that exists.
 *
 * - `up`: the next `lab.cmd up` does it, while the node runs.
 * - `stop`: Hyper-V only does it while the VM is off: `lab.cmd stop`, then `lab.cmd up`.
 * - `switch`: the switch has to be made anew: `lab.cmd down -KeepDisk`, then `lab.cmd up`.
 * - `move`: the folder has to be moved by hand first.
 * - `new`: only nodes that are made from now on have it.
 * - `kept`: the node keeps what it was made with, until somebody changes it there; nothing else minds.
 * - `anew`: the node keeps what it was made with, and would be cut off: `lab.cmd up` refuses it. The node has to be made anew.
 */
export type Takes = 'up' | 'stop' | 'switch' | 'move' | 'new' | 'kept' | 'anew';

/**
 * Every fact that Windows or a node has of homelab.yaml, by its key there, and what the tool adds, by the name that it has on them.
 * `lab.cmd up` refuses by this table (made-with.ts), and `homelab diff` tells by it beforehand.
 */
export const HOST_FACTS = {
  'domain': 'up',
  'gitops.repoURL': 'up',
  'gitops.revision': 'up',
  'gitops.path': 'up',
  'gateway.address': 'up',
  'network.cidr': 'anew',
  'network.hostAddress': 'anew',
  'network.podCIDR': 'anew',
  'network.serviceCIDR': 'anew',
  'network.dnsServers': 'kept',
  'network.timeServers': 'kept',
  'host.network': 'anew',
  'host.router': 'anew',
  'host.adapter': 'switch',
  'host.switchName': 'switch',
  'host.folder': 'move',
  'host.secureBoot': 'stop',
  'host.autostart': 'up',
  'host.sshUser': 'anew',
  'host.sshAuthorizedKeys': 'kept',
  'host.kubeContext': 'up',
  'host.image.url': 'new',
  'host.image.sha256': 'new',
  'host.loopback.enabled': 'up',
  'host.loopback.api': 'up',
  'host.loopback.https': 'up',
  'host.loopback.http': 'up',
  'nodes[].name': 'anew',
  'nodes[].address': 'anew',
  'nodes[].cpus': 'stop',
  'nodes[].memoryGiB': 'stop',
  // Larger; a disk is never made smaller.
  'nodes[].diskGiB': 'up',
  'mesh.clockJumpThreshold': 'kept',
  // No keys of homelab.yaml: the tool pins them.
  'K3s': 'kept',
  'SecureBootTemplateId': 'stop',
  'QemuImg': 'up',
  'ARGOCD_NAMESPACE': 'kept',
  'BOOTSTRAP_APPLICATION': 'kept',
  'MESH_NAMESPACE': 'kept',
  'TEXTFILE_DIRECTORY': 'kept',
  // All that the configurations of K3s and cloud-init on a node say beside the above.
  'K3s, *': 'kept',
  'cloud-init, *': 'kept',
} as const satisfies Readonly<Record<string, Takes>>;

/** Key of a fact in the table. */
export type HostFact = keyof typeof HOST_FACTS;

/**
 * What a fact takes.
 *
 * @param fact - its key in the table, with or without the number of the node
 * @returns undefined for what is no fact of the host
 */
export function takesOf(fact: string): Takes | undefined {
  const key = fact.replace(/\[\d+\]/, '[]').replace(/^(K3s|cloud-init), .*/, '$1, *');
  return Object.hasOwn(HOST_FACTS, key) ? HOST_FACTS[key as HostFact] : undefined;
}
