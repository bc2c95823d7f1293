import type { HomelabConfig } from '../../config/schema';
import { staticFiles, type NodeFile } from '../node/files';
import { k3sConfig } from '../node/k3s-config';
import { nodeEnvironment } from '../node/node-environment';
import { proxyFiles } from '../node/proxy';
import { registryFiles } from '../node/registries';

/**
 * Files of a node that a machine which is there already needs, too. Not here is what sets up a fresh Ubuntu, and what belongs to its owner:
 * cloud-init, apt, sshd, chrony, and K3s itself.
 */
const SHARED = [
  '/etc/modules-load.d/homelab.conf', '/etc/sysctl.d/90-homelab.conf', '/etc/systemd/networkd.conf.d/homelab.conf',
  '/etc/systemd/system/homelab-certificate-exporter.service', '/etc/systemd/system/homelab-certificate-exporter.timer',
  '/etc/systemd/system/homelab-clock-guard.service', '/etc/systemd/system/homelab-clock-guard.timer',
  '/usr/local/bin/homelab-status', '/usr/local/lib/homelab/certificate-exporter.sh', '/usr/local/lib/homelab/clock-guard.sh',
  '/usr/local/lib/homelab/common.sh', '/usr/local/lib/homelab/ztunnel-certificates.jq',
];
/** Of the proxy's files, those that K3s reads. */
const OF_K3S = /^\/etc\/(homelab|systemd\/system\/k3s\.service\.d)\//;

/** The files of the machine of a lab, each by its path there, with the same text as on a node that the lab makes. */
export function machineFiles(config: HomelabConfig): NodeFile[] {
  return [
    { path: '/etc/homelab/node.env', permissions: '0644', content: nodeEnvironment(config) },
    { path: '/etc/rancher/k3s/config.yaml', permissions: '0600', content: k3sConfig(config, config.nodes[0]!) },
    ...registryFiles(config.registries),
    ...proxyFiles(config).filter(({ path }) => OF_K3S.test(path)),
    ...staticFiles().filter(({ path }) => SHARED.includes(path)),
  ];
}
