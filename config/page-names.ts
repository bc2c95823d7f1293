import { platformInterfaces } from './platform';
import type { HomelabConfig } from './schema';
import { serviceHostnames } from './service-rules';

/** The host names that the gateway of the lab answers to. */
export function pageNames(config: HomelabConfig): ReadonlySet<string> {
  return new Set([
    ...platformInterfaces(config).map(({ hostname }) => hostname),
    ...config.services.flatMap((service) => serviceHostnames(config, service).map(({ hostname }) => hostname)),
  ]);
}
