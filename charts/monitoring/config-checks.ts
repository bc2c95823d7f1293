import type { ConfigCheck } from '../../config/checks';
import { EVERY, type ConfigPath, type Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { checkAlertingEffects } from './alerting-effects';
import { checkMeasures } from './duration-checks';

type Receiver = HomelabConfig['monitoring']['alerting']['receivers'][number];

const ALERTING: ConfigPath = ['monitoring', 'alerting'];
const RECEIVERS: ConfigPath = [...ALERTING, 'receivers'];

/** Every name that is used is one of a receiver, quiet hours last a while, and what is measured can be. */
export const MONITORING_CONFIG_CHECKS: readonly ConfigCheck[] = [checkAlerting, checkAlertingEffects, checkMeasures];

function checkAlerting({ monitoring: { alerting } }: HomelabConfig): Problem[] {
  const { receiver, receivers, routes, deadMan, quietHours } = alerting;
  const names = receivers.map(({ name }) => name);
  const unknown = (name: string, ...at: ConfigPath): Problem[] => names.includes(name) ? [] : [{
    path: [...ALERTING, ...at], related: [names.length > 0 ? [...RECEIVERS, EVERY, 'name'] : RECEIVERS],
    what: `is not the name of a receiver (${name})`,
    fix: names.length > 0 ? `choose one of ${names.join(', ')}` : 'add it under monitoring.alerting.receivers',
  }];
  return [
    ...receivers.flatMap((each, index) => checkReceiver(each, [...RECEIVERS, index, 'name'], names.indexOf(each.name) < index)),
    ...receiver === undefined ? [] : unknown(receiver, 'receiver'),
    ...routes.flatMap((route, index) => unknown(route.receiver, 'routes', index, 'receiver')),
    ...deadMan ? unknown(deadMan.receiver, 'deadMan', 'receiver') : [],
    ...quietHours && quietHours.from === quietHours.to
      ? [{
        path: [...ALERTING, 'quietHours'], what: `begin and end at the same time (${quietHours.from})`,
        fix: 'give two times, or remove them',
      }]
      : [],
  ];
}

/** A volume of Alertmanager's pod is called receiver-<name>, and its name has 63 characters at most (RFC 1123 label). */
const LONGEST_RECEIVER = 63 - 'receiver-'.length;

function checkReceiver({ name }: Receiver, path: ConfigPath, isDuplicate: boolean): Problem[] {
  const twice = { path, what: `is the name of an earlier receiver too (${name})`, fix: 'give every receiver a name of its own' };
  return [
    ...isDuplicate ? [twice] : [],
    ...name.length > LONGEST_RECEIVER ? [{
      path, what: `is longer than ${LONGEST_RECEIVER} characters (${name}), too long for the volume with its Secret (receiver-<name>)`,
      fix: 'choose a shorter one',
    }] : [],
    // Alertmanager's own, for what nobody is to be told of.
    ...name === 'nobody' ? [{ path, what: 'is a name this lab uses itself (nobody)', fix: 'choose another one' }] : [],
  ];
}
