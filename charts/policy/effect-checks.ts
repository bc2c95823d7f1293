import { withoutEffect } from '../../config/checks/effects';
import type { Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { CLOSING_KEYS, podServices, POD_KEYS, written } from './policy-services';

/** Keys that only count beside another. */
export function checkEffects(config: HomelabConfig): Problem[] {
  const { monitoring, namespaces } = config;
  return [
    ...podServices(config).flatMap(({ service, path }) => [
      ...service.selector !== undefined && written(service, monitoring.enabled ? POD_KEYS : CLOSING_KEYS).length === 0
        ? [withoutEffect([...path, 'selector'], 'nothing is said of these pods', 'remove it, or add metricsPort or allowFrom')] : [],
      ...service.metricsPort === undefined ? written(service, ['metricsPath', 'metricsInterval'])
        .map((key) => withoutEffect([...path, key], 'there is no metricsPort', 'remove it, or add metricsPort')) : [],
      ...service.metricsPort === undefined || monitoring.enabled ? [] : written(service, ['metricsPort', 'metricsPath', 'metricsInterval'])
        .map((key) => withoutEffect([...path, key], 'monitoring.enabled is false', 'remove it, or set monitoring.enabled to true')),
    ]),
    ...namespaces.flatMap(({ denyByDefault, allowSameNamespace }, index) => denyByDefault || allowSameNamespace ? []
      : [withoutEffect(
        ['namespaces', index, 'allowSameNamespace'], 'denyByDefault is not set, so everybody may call',
        'remove it, or set denyByDefault: true',
      )]),
  ];
}
