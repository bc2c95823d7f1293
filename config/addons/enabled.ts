import type { HomelabConfig } from '../schema';
import { ADDON_NAMES, CHART_ADDONS, SWITCHED_ADDONS, type AddonName, type ChartAddon, type SwitchedAddon } from './names';

/** The keys that add-ons are asked for with. */
type AddonKeys = Pick<HomelabConfig, 'addons' | 'dns' | 'login'>;

/** Every add-on that a lab has, in the order of `ADDON_NAMES`. */
export function enabledAddons(config: AddonKeys): AddonName[] {
  return ADDON_NAMES.filter((name) => hasAddon(config, name));
}

/** True if a lab has an add-on. */
export function hasAddon({ addons, dns, login }: AddonKeys, name: AddonName): boolean {
  if (isSwitched(name)) { return addons[name].enabled; }
  return name === 'oauth2-proxy' ? login !== undefined : dns.provider === name;
}

/** True for the name of any add-on, whether the lab has it or not. */
export function isAddon(name: string): name is AddonName {
  return ADDON_NAMES.some((each) => each === name);
}

/** True for an add-on that has a key below `addons`. */
export function isSwitched(name: AddonName): name is SwitchedAddon {
  return SWITCHED_ADDONS.some((each) => each === name);
}

/** True for an add-on that is made of a chart. */
export function hasChart(name: AddonName): name is ChartAddon {
  return CHART_ADDONS.some((each) => each === name);
}
