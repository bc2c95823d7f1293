import type { Construct } from 'constructs';
import { enabledAddons, hasChart } from '../../config/addons/enabled';
import type { AddonName } from '../../config/addons/names';
import type { HomelabConfig } from '../../config/schema';
import { CHARTS } from '../../versions';
import type { Dependency } from '../core/component';
import { Addon } from './addon';
import { ADDONS } from './registry';

/** The add-ons that homelab.yaml asks for, by their names. */
export function addons(scope: Construct, config: HomelabConfig, dependsOn: readonly Dependency[]): ReadonlyMap<AddonName, Addon> {
  return new Map(enabledAddons(config).map((name) => {
    const { parts, ...known } = ADDONS[name];
    const chart = hasChart(name) ? { pin: CHARTS[name], overrides: config.values[name] } : {};
    return [name, new Addon(scope, name, { ...known, ...parts(config), ...chart, dependsOn })];
  }));
}
