import type { Objection } from './objection';

/*
 * Users and groups that are in the cloud image of Ubuntu 24.04 before cloud-init makes the first one. useradd gives every user a group of
 * the same name, and fails where either is there.
 */

/** Users and groups of base-passwd 3.6, which no Debian system is without: passwd.master and group.master in its source. */
const BASE = [
  '_apt', 'adm', 'audio', 'backup', 'bin', 'cdrom', 'daemon', 'dialout', 'dip', 'disk', 'fax', 'floppy', 'games', 'irc', 'kmem', 'list',
  'lp', 'mail', 'man', 'news', 'nobody', 'nogroup', 'operator', 'plugdev', 'proxy', 'root', 'sasl', 'shadow', 'src', 'staff', 'sudo',
  'sync', 'sys', 'tape', 'tty', 'users', 'utmp', 'uucp', 'video', 'voice', 'www-data',
];

/** What the packages of the image make when they are installed: /etc/passwd and /etc/group of noble-server-cloudimg-amd64. */
const PACKAGES = [
  '_chrony', '_ssh', 'admin', 'crontab', 'dhcpcd', 'fwupd-refresh', 'input', 'kvm', 'landscape', 'lxd', 'messagebus', 'netdev', 'polkitd',
  'pollinate', 'rdma', 'render', 'sgx', 'ssh', 'sshd', 'ssl-cert', 'syslog', 'systemd-coredump', 'systemd-journal', 'systemd-network',
  'systemd-oom', 'systemd-resolve', 'systemd-timesync', 'tcpdump', 'tss', 'usbmux', 'uuidd',
];

const TAKEN = new Set([...BASE, ...PACKAGES]);

/** What useradd takes as a name on Ubuntu (shadow 4.13, lib/chkname.c), without the "$" at the end that is for machines. */
export const USER_NAME = /^[a-z_][a-z0-9_-]{0,31}$/;

/** What speaks against a user name on the nodes, if anything. */
export function userNameObjection(name: string): Objection | undefined {
  if (name === 'root') {
    return { what: 'is not a user name for the nodes, where root cannot log in', fix: 'choose another name, such as homelab' };
  }
  if (!USER_NAME.test(name)) {
    const fix = 'use 1 to 32 lower-case letters, digits, "-" and "_", beginning with a letter';
    return { what: 'is not a user name for the nodes', fix };
  }
  if (!TAKEN.has(name)) { return undefined; }
  const what = 'is a user or a group that the image of the nodes has already, so that none could be made and nobody could log in';
  return { what, fix: 'choose another name, such as homelab' };
}
