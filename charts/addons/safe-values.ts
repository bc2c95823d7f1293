import { CHART_ADDONS } from '../../config/addons/names';
import type { SafeSettings, SafeValues } from '../core/safe-values';
import { ADDONS } from './registry';

/** Values of add-ons that an override must not undo. */
export const ADDON_SAFE_VALUES: SafeValues = Object.fromEntries(CHART_ADDONS.map((name) => [name, ADDONS[name].safeValues ?? []]));

/** Arguments and variables by which those could be gone round. */
export const ADDON_SAFE_SETTINGS: SafeSettings = Object.fromEntries(CHART_ADDONS.map((name) => [name, ADDONS[name].safeSettings ?? []]));
