import { dump } from 'js-yaml';
import type { HomelabConfig } from '../../config/schema';
import type { NodeFile } from './files';

/** Stands where up.ps1 writes the public key it made. */
export const SSH_PUBLIC_KEY_PLACEHOLDER = '@@SSH_PUBLIC_KEY@@';

/** What every YAML reader gives back unchanged from a block scalar. */
const READABLE = /^[\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/;

/**
 * The NoCloud seed's user-data. cloud-init only lays files and makes the user; everything that can fail and has to be tried
 * again is homelab-setup.service, which outlives the first boot.
 */
export function userData({ host }: HomelabConfig, node: HomelabConfig['nodes'][number], files: readonly NodeFile[]): string {
  const text = `#cloud-config\n${dump({
    hostname: node.name,
    // K3s resolves its own node name.
    manage_etc_hosts: 'localhost',
    users: [{
      name: host.sshUser,
      gecos: 'Homelab administrator',
      shell: '/bin/bash',
      groups: ['adm', 'sudo', 'systemd-journal'],
      sudo: 'ALL=(ALL) NOPASSWD:ALL',
      lock_passwd: true,
      ssh_authorized_keys: [SSH_PUBLIC_KEY_PLACEHOLDER],
    }],
    disable_root: true,
    ssh_pwauth: false,
    // homelab-setup installs packages itself: it can try again where cloud-init gives up.
    package_update: false,
    package_upgrade: false,
    write_files: files.map(entry),
    runcmd: [
      ['systemctl', 'daemon-reload'],
      ['systemctl', 'enable', 'homelab-setup.service'],
      // Not waited for: what fails once and succeeds at the second try must not leave cloud-init in error until the next boot.
      // homelab-status tells how far it is.
      ['systemctl', 'start', '--no-block', 'homelab-setup.service'],
    ],
  }, { lineWidth: -1, noRefs: true })}`;
  const occurrences = text.split(SSH_PUBLIC_KEY_PLACEHOLDER).length - 1;
  if (occurrences !== 1) { throw new Error(`${SSH_PUBLIC_KEY_PLACEHOLDER} stands ${occurrences} times in user-data; up.ps1 replaces exactly one`); }
  return text;
}

/** One entry of write_files; readable wherever YAML can carry the bytes as they are. */
function entry({ path, permissions, content }: NodeFile): object {
  return READABLE.test(content)
    ? { path, permissions, content }
    : { path, permissions, encoding: 'b64', content: Buffer.from(content, 'utf8').toString('base64') };
}
