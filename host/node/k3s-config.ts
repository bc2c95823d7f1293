import { dump } from 'js-yaml';
import { k3sSettings } from '../../config/k3s';
import type { HomelabConfig } from '../../config/schema';
import type { NodeConfig } from '../inputs';

/** Text of /etc/rancher/k3s/config.yaml on the server (https://docs.k3s.io/cli/server). */
export function k3sConfig({ network, k3s }: HomelabConfig, node: NodeConfig): string {
  return dump(k3sSettings({
    'node-name': node.name,
    'node-ip': node.address,
    // 127.0.0.1, which clients of the loopback ports on Windows use, is always in the certificate.
    'tls-san': [node.address, node.name],
    'cluster-cidr': network.podCIDR,
    'service-cidr': network.serviceCIDR,
    // Cilium does all three.
    'flannel-backend': 'none',
    'disable-network-policy': true,
    'disable-kube-proxy': true,
    // Istio's gateway and MetalLB do their work.
    disable: ['traefik', 'servicelb'],
    'write-kubeconfig-mode': '0600',
    // No `cluster-init`: one server needs no etcd, and K3s can migrate SQLite to etcd at a later start.
  }, k3s.serverArgs), {
    lineWidth: -1,
    noRefs: true,
    // K3s reads YAML 1.1, where the node name "no" would be a boolean.
    forceQuotes: true,
  });
}
