import { readFileSync } from 'node:fs';
import { packaged } from '../../paths';

/** A file of the node. */
export interface NodeFile {
  /** Absolute path on the node. */
  readonly path: string;
  /** Its permissions in octal, as chmod takes them. */
  readonly permissions: '0600' | '0644' | '0755';
  /** Its text. */
  readonly content: string;
}

/** The files below `files/`, each by its path on the node, in the order in which cloud-init writes them. */
const SOURCES: readonly (readonly [path: string, permissions: NodeFile['permissions']])[] = [
  ['/etc/apt/apt.conf.d/52homelab-upgrades', '0644'],
  ['/etc/chrony/homelab.conf', '0644'],
  ['/etc/cloud/cloud.cfg.d/99-homelab.cfg', '0644'],
  ['/etc/homelab/chronyd.env', '0644'],
  ['/etc/modules-load.d/homelab.conf', '0644'],
  ['/etc/needrestart/conf.d/homelab.conf', '0644'],
  ['/etc/ssh/sshd_config.d/10-homelab.conf', '0644'],
  ['/etc/sysctl.d/90-homelab.conf', '0644'],
  ['/etc/systemd/networkd.conf.d/homelab.conf', '0644'],
  ['/etc/systemd/system/chrony.service.d/homelab.conf', '0644'],
  ['/etc/systemd/system/homelab-certificate-exporter.service', '0644'],
  ['/etc/systemd/system/homelab-certificate-exporter.timer', '0644'],
  ['/etc/systemd/system/homelab-clock-guard.service', '0644'],
  ['/etc/systemd/system/homelab-clock-guard.timer', '0644'],
  ['/etc/systemd/system/homelab-freeze-bootstrap.service', '0644'],
  ['/etc/systemd/system/homelab-freeze-bootstrap.timer', '0644'],
  ['/etc/systemd/system/homelab-setup.service', '0644'],
  ['/etc/systemd/system/k3s.service', '0644'],
  ['/usr/local/bin/homelab-status', '0755'],
  ['/usr/local/lib/homelab/certificate-exporter.sh', '0755'],
  ['/usr/local/lib/homelab/clock-guard.sh', '0755'],
  ['/usr/local/lib/homelab/clock-source.sh', '0755'],
  ['/usr/local/lib/homelab/common.sh', '0644'],
  ['/usr/local/lib/homelab/freeze-bootstrap.sh', '0755'],
  ['/usr/local/lib/homelab/k3s-install.sh', '0755'],
  ['/usr/local/lib/homelab/node-setup.sh', '0755'],
  ['/usr/local/lib/homelab/ztunnel-certificates.jq', '0644'],
];

/** Every file that is the same on all nodes. */
export function staticFiles(): NodeFile[] {
  return SOURCES.map(([path, permissions]) => ({
    path,
    permissions,
    // A checkout on Windows may have CRLF, which no shell on the node could read.
    content: readFileSync(packaged('host', 'node', 'files', path), 'utf8').replaceAll('\r\n', '\n'),
  }));
}
