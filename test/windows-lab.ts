import { parseConfig } from '../charts/load-config';
import type { HomelabConfig } from '../config/schema';
import { isOnWindows, type WindowsLab } from '../config/windows-lab';

/** The configuration of a lab whose nodes are VMs on Windows, as a type of its own. */
export function onWindows(config: HomelabConfig): WindowsLab {
  if (!isOnWindows(config)) { throw new Error('this lab has host: none'); }
  return config;
}

/** The same, of a text. */
export function windowsLab(yaml: string): WindowsLab {
  return onWindows(parseConfig(yaml));
}
