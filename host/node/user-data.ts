import { dump } from 'js-yaml';
import type { WindowsLab } from '../../config/windows-lab';
import type { NodeConfig } from '../inputs';
import type { NodeFile } from './files';

/** Placeholder that up.ps1 replaces by the public key it has made. */
export const SSH_PUBLIC_KEY_PLACEHOLDER = '@@SSH_PUBLIC_KEY@@';

/** Placeholder that up.ps1 replaces by the private host key it has made, with the quotes around it. */
export const SSH_HOST_KEY_PLACEHOLDER = '@@SSH_HOST_KEY@@';

/** Text that every YAML parser returns unchanged from a block scalar. */
const READABLE = /^[\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/;

/**
 * Text of the NoCloud seed's user-data. cloud-init only writes files and makes the user. Every step that can fail and has to be tried again
 * is in homelab-setup.service, which also runs after the first boot.
 *
 * @throws Error if the placeholder of a key is not there exactly once
 */
export function userData({ host }: WindowsLab, node: NodeConfig, files: readonly NodeFile[]): string {
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
      ssh_authorized_keys: [SSH_PUBLIC_KEY_PLACEHOLDER, ...host.sshAuthorizedKeys],
    }],
    // The only host key: with one given, cloud-init makes no others, and up.ps1 knows it before the first login.
    ssh_keys: { ed25519_private: SSH_HOST_KEY_PLACEHOLDER },
    disable_root: true,
    ssh_pwauth: false,
    // homelab-setup installs packages itself: it can try again, which cloud-init cannot.
    package_update: false,
    package_upgrade: false,
    write_files: files.map(entry),
    runcmd: [
      ['systemctl', 'daemon-reload'],
      ['systemctl', 'enable', 'homelab-setup.service'],
      // Without waiting: if the first try fails and the second succeeds, cloud-init would still be in error until the next boot.
      // homelab-status shows the progress.
      ['systemctl', 'start', '--no-block', 'homelab-setup.service'],
    ],
  }, { lineWidth: -1, noRefs: true })}`;
  for (const placeholder of [SSH_PUBLIC_KEY_PLACEHOLDER, `'${SSH_HOST_KEY_PLACEHOLDER}'`]) {
    const occurrences = text.split(placeholder).length - 1;
    if (occurrences !== 1) { throw new Error(`${placeholder} is ${occurrences} times in user-data; up.ps1 replaces exactly one`); }
  }
  return text;
}

/** One entry of write_files; readable text if YAML can hold it unchanged, else base64. */
function entry({ path, permissions, content }: NodeFile): object {
  return READABLE.test(content)
    ? { path, permissions, content }
    : { path, permissions, encoding: 'b64', content: Buffer.from(content, 'utf8').toString('base64') };
}
