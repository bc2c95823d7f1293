import { dump } from 'js-yaml';
import type { HomelabConfig } from '../../config/schema';

/** /etc/rancher/k3s/config.yaml of the server (https://docs.k3s.io/cli/server). */
export function k3sConfig({ network }: HomelabConfig, node: HomelabConfig['nodes'][number]): string {
  return dump({
    'node-name': node.name,
    'node-ip': node.address,
    // 127.0.0.1, which the loopback ports on Windows lead to, is always in the certificate.
    'tls-san': [node.address, node.name],
    'cluster-cidr': network.podCIDR,
    'service-cidr': network.serviceCIDR,
    // Cilium does all three.
    'flannel-backend': 'none',
    'disable-network-policy': true,
    'disable-kube-proxy': true,
    // Istio is the way in, MetalLB gives out the addresses.
    disable: ['traefik', 'servicelb'],
    'write-kubeconfig-mode': '0600',
    // No `cluster-init`: one server needs no etcd, and K3s turns its SQLite into etcd when a later start asks for it.
  }, {
    lineWidth: -1,
    noRefs: true,
    // K3s reads YAML 1.1, where a node called "no" would be a truth value.
    forceQuotes: true,
  });
}
