import { formatPath } from '../../config/problem';
import { at, list, text, textOf } from '../core/plain-data';
import type { Finding, Rule } from '../core/rule';
import { alertmanagerFaults } from './alertmanager-config';
import { deployedConfig } from './deployed-config';

const PATH = ['values', 'kube-prometheus-stack', 'alertmanager', 'config'];
const SPEC = ['values', 'kube-prometheus-stack', 'alertmanager', 'alertmanagerSpec'];

/** Alertmanager goes on with what it has when it is given a configuration that it refuses, and a new one does not start. */
const alertmanagerConfigValid: Rule = {
  name: 'alertmanager-config-valid',
  severity: 'error',
  check: (lab) => {
    const values = lab.helmValues('kube-prometheus-stack');
    const config = values && deployedConfig(values);
    const overrides = lab.config.values['kube-prometheus-stack'];
    const written = at(overrides, 'alertmanager', 'config') ?? at(overrides, 'alertmanager', 'alertmanagerSpec');
    // The generated one is held to Alertmanager by the tests of this program.
    if (config === undefined || written === undefined) { return []; }
    const spec = at(values, 'alertmanager', 'alertmanagerSpec');
    const mounted = [
      ...list(spec, 'volumeMounts').map((each) => text(each, 'mountPath')),
      ...list(spec, 'secrets').map((each) => `/etc/alertmanager/secrets/${textOf(each)}`),
      ...list(spec, 'configMaps').map((each) => `/etc/alertmanager/configmaps/${textOf(each)}`),
      '/etc/alertmanager/config', '/var/run/secrets/kubernetes.io/serviceaccount',
    ];
    const override = at(overrides, 'alertmanager', 'config');
    return alertmanagerFaults(config, mounted).map(({ path, what, fix, stays }): Finding => ({
      path: override === undefined ? SPEC : writtenPart(override, path),
      what: `${path.length === 0 ? '' : `${formatPath(['config', ...path])} `}${what}`
        + (stays === true ? '' : '; Alertmanager would refuse the whole configuration, and nobody be told of anything'),
      fix,
    }));
  },
};

/** As much of a way as is written; the rest was generated. */
function writtenPart(config: unknown, path: readonly (string | number)[]): (string | number)[] {
  const depth = path.findIndex((_, index) => at(config, ...path.slice(0, index + 1)) === undefined);
  return [...PATH, ...depth < 0 ? path : path.slice(0, depth)];
}

/** Promises between what measures and what is told. */
export const MONITORING_RULES: readonly Rule[] = [alertmanagerConfigValid];
