import type { ConfigPath } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { reachesPods, type PodService } from '../../config/service-pods';

/** A service that reaches pods, with its place. */
export interface PlacedService {
  /** The service. */
  readonly service: PodService;
  /** Its key. */
  readonly path: ConfigPath;
}

/** Keys that say who may call. */
export const CLOSING_KEYS = ['allowFrom', 'allowRequests', 'jwt'] as const;
/** Keys that say something of pods. */
export const POD_KEYS = [...CLOSING_KEYS, 'metricsPort'] as const;

/** Every service that reaches pods. */
export function podServices({ services }: Pick<HomelabConfig, 'services'>): PlacedService[] {
  return services.flatMap((service, index) => reachesPods(service) ? [{ service, path: ['services', index] }] : []);
}

/** Those of some keys that a service has. */
export function written<Key extends keyof PodService>(service: PodService, keys: readonly Key[]): Key[] {
  return keys.filter((key) => service[key] !== undefined);
}
