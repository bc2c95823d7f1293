import type { HelmValues } from '../core/helm-values';
import { at } from '../core/plain-data';
import { isTruthy } from '../core/safe-values';
import { isMapping } from '../../config/kinds';

/**
 * The configuration that Alertmanager gets of some values of kube-prometheus-stack (templates/alertmanager/secret.yaml of the chart): what
 * is under `alertmanager.config`, without keys that a null took away.
 *
 * @returns undefined where there is no Alertmanager, or somebody else configures it
 */
export function deployedConfig(values: HelmValues): HelmValues | undefined {
  const alertmanager = at(values, 'alertmanager');
  const isElsewhere = [
    'useExistingSecret', 'configSecret', 'alertmanagerConfiguration',
  ].some((key) => isTruthy(at(alertmanager, 'alertmanagerSpec', key)));
  const enabled = at(alertmanager, 'enabled');
  const config = at(alertmanager, 'config');
  if (isElsewhere || (enabled !== undefined && !isTruthy(enabled)) || isTruthy(at(alertmanager, 'tplConfig'))) { return undefined; }
  return isMapping(config) ? withoutNulls(config) as HelmValues : undefined;
}

function withoutNulls(value: unknown): unknown {
  if (!isMapping(value)) { return value; }
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null).map(([key, each]) => [key, withoutNulls(each)]));
}
