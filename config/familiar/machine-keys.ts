import { each, renamed, type KeyAnswers } from './key-answer';

/** Keys of `network`. */
export const NETWORK_KEYS: KeyAnswers = {
  ...renamed('network', {
    'cidr: 192.168.100.0/24': ['subnet', 'lan', 'prefix', 'network'],
    'loadBalancerRange: 192.168.100.200-192.168.100.250': [
      'pool', 'pools', 'range', 'ipRange', 'lbRange', 'lbPool', 'ipPool', 'addressPool', 'metallb', 'metallbRange', 'loadBalancer',
    ],
    'dnsServers: [1.1.1.1, 9.9.9.9]': ['dns', 'dnsServer', 'nameserver', 'nameservers', 'nameServers', 'resolvers'],
    'timeServers: [time.example.org]': ['ntp', 'ntpServers'],
    'podCIDR: 10.42.0.0/16': ['podSubnet', 'clusterCIDR', 'pods'],
    'serviceCIDR: 10.43.0.0/16': ['serviceSubnet', 'services'],
  }),
  ...each(['gateway', 'router', 'defaultGateway'], {
    what: 'is no key of network: behind NAT the gateway of the node is Windows',
    fix: 'remove it; with host: { network: external } write router: 192.168.1.1 under host',
  }),
  ...each(['node', 'nodeIP', 'nodeIp', 'nodeAddress', 'vmIP', 'ip', 'address'], {
    what: 'is no key of network', fix: 'write address under nodes, such as - { name: homelab, address: 192.168.100.10 }',
  }),
  ...each(['vip', 'gatewayIP', 'ingressIP', 'lbIP', 'externalIP'], {
    what: 'is no key of network', fix: 'write address under gateway: one of loadBalancerRange; without it the first of them is taken',
  }),
  ...each(['mode', 'type', 'bridge', 'bridged', 'switch', 'adapter'], {
    what: 'is no key of network', fix: 'write network: nat or network: external under host (docs/network.md)',
  }),
};

const OF_NODES = {
  what: 'is no key of the host', fix: 'write it under nodes, such as - { name: homelab, cpus: 4, memoryGiB: 12, diskGiB: 80 }',
};

/** Keys of the Windows machine. */
export const HOST_KEYS: KeyAnswers = {
  ...renamed('the host', {
    'network: external': ['mode', 'type', 'bridge', 'bridged'],
    'switchName: homelab': ['switch', 'vswitch', 'vSwitch'],
    'folder: C:\\Homelab': ['path', 'vmPath', 'dir', 'directory', 'location', 'root'],
    'sshUser: homelab': ['user', 'username'],
    'kubeContext: homelab': ['context', 'kubeconfigContext', 'clusterName'],
    'adapter: Ethernet': ['nic', 'interface', 'networkAdapter', 'netAdapter'],
    'router: 192.168.1.1': ['gateway', 'defaultGateway'],
  }),
  ...each(['sshKey', 'sshKeys', 'authorizedKeys', 'publicKey', 'publicKeys', 'sshPublicKey', 'sshPublicKeys'], {
    what: 'is no key of the host', fix: 'write sshAuthorizedKeys instead, a list with the line of your id_ed25519.pub in it',
  }),
  ...each(['vlan', 'vlanId', 'vlanID'], {
    what: 'cannot be said: the switch of the lab has no VLAN of its own',
    fix: 'remove it, and let the port of your LAN switch bring that VLAN untagged to host.adapter',
  }),
  ...each(['cpu', 'cpus', 'cores', 'vcpus', 'memory', 'memoryGiB', 'ram', 'disk', 'diskGiB', 'diskSize'], OF_NODES),
  ...each(['os', 'distribution', 'ubuntu'], {
    what: 'is no key of the host', fix: 'remove it; the node has Ubuntu Server 24.04, and image names another disk image',
  }),
};

const ONE_NODE = { what: 'is no key of a node: a lab has one, which is server and worker', fix: 'remove it' };

/** Keys of a node. */
export const NODE_KEYS: KeyAnswers = {
  ...renamed('a node', {
    'address: 192.168.100.10': ['ip', 'ipAddress', 'nodeIP', 'nodeIp', 'staticIP'],
    'cpus: 4': ['cpu', 'cores', 'vcpu', 'vcpus', 'processors'],
    'memoryGiB: 12': ['memory', 'ram', 'memoryGB', 'memoryMB', 'memoryMiB'],
    'diskGiB: 80': ['disk', 'diskSize', 'diskGB', 'storage', 'size'],
  }),
  ...each(['role', 'roles', 'type', 'count', 'replicas', 'controlPlane', 'server', 'agent', 'worker'], ONE_NODE),
  // https://learn.microsoft.com/windows-server/virtualization/hyper-v/plan/plan-for-gpu-acceleration-in-windows-server
  gpu: {
    what: 'is nothing that a lab gives a node: Hyper-V of Windows 10 and 11 hands no graphics card to a VM of Linux',
    fix: 'remove it; with host: none (docs/host-none.md) a Linux machine has what is in it',
  },
  labels: { what: 'is no key of a node', fix: 'write k3s.serverArgs: ["--node-label=disk=ssd"]' },
  taints: { what: 'is no key of a node: with a taint on the only one, nothing would start', fix: 'remove it' },
};

/** Keys of a registry of images. */
export const REGISTRY_KEYS: KeyAnswers = {
  ...renamed('a registry', {
    'name: docker.io': ['host', 'registry', 'server', 'prefix'],
    'endpoints: [https://mirror.example.org]': ['mirror', 'mirrors', 'url', 'endpoint', 'address'],
  }),
  ...each(['insecure', 'insecureSkipVerify', 'skipVerify', 'plainHTTP', 'http'], {
    what: 'is no key of a registry: an endpoint says by its scheme how it is asked',
    fix: 'remove it, and write endpoints: ["http://..."] for one without a certificate, or caBundle (docs/registries.md)',
  }),
};

/** Keys of `k3s`. */
export const K3S_KEYS: KeyAnswers = {
  ...renamed('k3s', {
    'serverArgs: ["--node-label=disk=ssd"]': ['args', 'extraArgs', 'agentArgs', 'flags', 'options', 'config', 'labels'],
    'serverArgs: ["--kubelet-arg=max-pods=150"]': ['kubeletArgs', 'kubeletArg', 'kubeletExtraArgs', 'kubelet'],
    'serverArgs: ["--tls-san=lab.example.org"]': ['tlsSan', 'tlsSans', 'tls-san', 'sans'],
  }),
  ...each(['channel', 'release'], {
    what: 'is no key of k3s: a channel moves, and the cluster with it', fix: 'remove it, or write version and sha256 (docs/k3s.md)',
  }),
  ...each(['cni', 'flannel', 'networkPlugin'], { what: 'is no key of k3s: the network of a lab is Cilium', fix: 'remove it' }),
  ...each(['ha', 'datastore', 'etcd', 'servers', 'agents', 'cluster'], {
    what: 'is no key of k3s: a lab has one node, whose state is in SQLite', fix: 'remove it',
  }),
  ...each(['disable', 'disabled'], {
    what: 'is no key of k3s: what the lab replaces is switched off already', fix: 'write serverArgs: ["--disable=..."] for anything else',
  }),
};
