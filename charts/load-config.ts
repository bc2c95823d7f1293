import type { ConfigCheck } from '../config/checks';
import type { LoaderDefaults } from '../config/derive';
import * as config from '../config/load';
import type { LoadedConfig } from '../config/load';
import type { HomelabConfig } from '../config/schema';
import { APPLICATION_CONFIG_CHECKS } from './applications/config-checks';
import { CERTIFICATE_CONFIG_CHECKS } from './certificates/config-checks';
import { K3S_CONFIG_CHECKS } from './core/k3s-checks';
import { REGISTRY_CONFIG_CHECKS } from './core/registry-checks';
import { GATEWAY_CONFIG_CHECKS } from './gateway/config-checks';
import { LAN_CONFIG_CHECKS } from './lan/config-checks';
import { MESH_CONFIG_CHECKS } from './mesh/config-checks';
import { MONITORING_CONFIG_CHECKS } from './monitoring/config-checks';
import { NAMESPACE_CONFIG_CHECKS } from './namespaces/config-checks';
import { POLICY_CONFIG_CHECKS } from './policy/config-checks';
import { ROUTE_CONFIG_CHECKS } from './routes/config-checks';
import { ZTUNNEL_CONFIG_CHECKS } from './ztunnel/config-checks';

export type { LoadedConfig } from '../config/load';

/** What every layer has against a configuration, before anything is made of it. */
const LAYER_CHECKS: readonly ConfigCheck[] = [
  ...NAMESPACE_CONFIG_CHECKS, ...ROUTE_CONFIG_CHECKS, ...MESH_CONFIG_CHECKS, ...ZTUNNEL_CONFIG_CHECKS, ...GATEWAY_CONFIG_CHECKS,
  ...APPLICATION_CONFIG_CHECKS, ...MONITORING_CONFIG_CHECKS, ...CERTIFICATE_CONFIG_CHECKS, ...POLICY_CONFIG_CHECKS,
  ...LAN_CONFIG_CHECKS, ...REGISTRY_CONFIG_CHECKS, ...K3S_CONFIG_CHECKS,
];

/**
 * Reads and checks a configuration file.
 *
 * @param file - path of the file, as the user wrote it; messages repeat its base name
 * @param defaults - defaults that only the caller can know
 * @throws ConfigError with every problem of the file, each on a line of the form `homelab.yaml:LINE:COL path: what, how to fix it`
 */
export function loadConfig(file: string, defaults?: LoaderDefaults): LoadedConfig {
  return config.loadConfig(file, LAYER_CHECKS, defaults);
}

/**
 * The same for a text already in memory.
 *
 * @param fileName - only shown in messages
 * @throws ConfigError with every problem of the text
 */
export function parseConfig(text: string, fileName?: string, defaults?: LoaderDefaults): HomelabConfig {
  return config.parseConfig(text, LAYER_CHECKS, fileName, defaults);
}

/** The same, with what later checks need to name a line. @throws ConfigError with every problem of the text */
export function readConfig(text: string, fileName: string, defaults?: LoaderDefaults): LoadedConfig {
  return config.readConfig(text, LAYER_CHECKS, fileName, defaults);
}
