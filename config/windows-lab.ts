import type { HomelabConfig } from './schema';

/** What homelab.yaml says of the Windows host, in a lab that has one. */
export type WindowsHost = Exclude<HomelabConfig['host'], { readonly network: 'none' }>;

/** A configuration whose nodes are VMs on Windows. */
export type WindowsLab = HomelabConfig & {
  /** With a Windows host. */
  readonly host: WindowsHost;
};

/** Whether the lab makes its nodes itself, as VMs on Windows; if not, they are there already (`host: none`). */
export function isOnWindows(config: HomelabConfig): config is WindowsLab {
  return config.host.network !== 'none';
}
