import { ALERT_LAYERS, ALERT_SEVERITIES, defaultReceiver } from '../../config/alerting';
import { withoutEffect } from '../../config/checks/effects';
import { isMapping } from '../../config/kinds';
import { valueAt, type ConfigPath, type Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';

type Alerting = HomelabConfig['monitoring']['alerting'];
type Route = Alerting['routes'][number];

const ALERTING: ConfigPath = ['monitoring', 'alerting'];
const CHART: ConfigPath = ['values', 'kube-prometheus-stack', 'alertmanager'];

/** Receivers of which a service can notice that they are told no more; a chat cannot. */
const LISTENERS: readonly string[] = ['webhook', 'email'];

/** A dead man's switch whose receiver shows each message to a person: its silence is what nobody notices. */
function deafSwitch({ receivers, deadMan }: Alerting): Problem[] {
  const receiver = receivers.find(({ name }) => name === deadMan?.receiver);
  return deadMan === undefined || receiver === undefined || LISTENERS.includes(receiver.type) ? [] : [{
    path: [...ALERTING, 'deadMan', 'receiver'], severity: 'warning', rule: 'keys-take-effect',
    what: `is of type ${receiver.type}: it writes to a person every ${deadMan.every}, and nothing notices when that stops`,
    fix: 'name a receiver of type webhook that leads to a service such as healthchecks.io',
  }];
}

/** Receivers whom nobody tells anything, routes that take nothing, and everything about alerts where no Alertmanager reads it. */
export function checkAlertingEffects({ monitoring: { enabled, alerting }, values }: HomelabConfig): Problem[] {
  if (!enabled) { return []; }
  const elsewhere = readElsewhere(values);
  if (elsewhere !== undefined) {
    const isSaid = alerting.receivers.length > 0 || alerting.routes.length > 0 || alerting.quietHours !== undefined;
    return isSaid ? [withoutEffect(ALERTING, elsewhere, 'remove it, or remove the override')] : [];
  }
  const idle = idleRoutes(alerting);
  return [
    ...alerting.quietHours && alerting.receivers.length === 0
      ? [withoutEffect([...ALERTING, 'quietHours'], 'nobody is told of alerts at any hour', 'remove it, or add a receiver')]
      : [],
    ...idle.map((index) => withoutEffect(
      [...ALERTING, 'routes', index], 'every alert reaches the same receiver without it; the first route that matches counts',
      'remove it, or move it before the routes that take its alerts',
    )),
    ...idleReceivers(alerting),
    ...deafSwitch(alerting),
    ...alerting.receivers.flatMap((receiver, index) => {
      const isUnread = receiver.type === 'email' && receiver.username === undefined && receiver.secretName !== undefined;
      return isUnread ? [withoutEffect(
        [...ALERTING, 'receivers', index, 'secretName'], 'a receiver of mail without a username does not log in, and needs no Secret',
        'remove it, or add the username',
      )] : [];
    }),
  ];
}

/** Why Alertmanager does not read what homelab.yaml says, if values see to that. https://github.com/prometheus-community/helm-charts */
function readElsewhere(values: HomelabConfig['values']): string | undefined {
  const chart = valueAt({ values }, CHART);
  if (!isMapping(chart)) { return undefined; }
  if (chart['enabled'] === false) { return 'values.kube-prometheus-stack.alertmanager.enabled is false'; }
  const { alertmanagerSpec: spec } = chart;
  if (isMapping(spec) && spec['useExistingSecret'] === true) {
    return 'values.kube-prometheus-stack.alertmanager.alertmanagerSpec.useExistingSecret makes Alertmanager read another configuration';
  }
  return undefined;
}

/** Labels as alerts have them; the last stands for alerts of somebody else with a value of their own, or none. */
const SEVERITIES = [...ALERT_SEVERITIES, undefined];
const LAYERS = [...ALERT_LAYERS, undefined];

/** Who is told of every kind of alert there is. */
function told(routes: readonly Route[], otherwise: string | undefined): (string | undefined)[] {
  const takes = <Label>(wanted: readonly Label[] | undefined, label: Label | undefined): boolean =>
    wanted === undefined || (label !== undefined && wanted.includes(label));
  return SEVERITIES.flatMap((severity) => LAYERS.map((layer) =>
    routes.find((route) => takes(route.severity, severity) && takes(route.layer, layer))?.receiver ?? otherwise));
}

/** Routes without which every alert would reach the same receiver; of two that say the same, the later one. */
function idleRoutes(alerting: Alerting): number[] {
  const otherwise = defaultReceiver(alerting);
  const wanted = told(alerting.routes, otherwise).join();
  const idle: number[] = [];
  for (const index of [...alerting.routes.keys()].reverse()) {
    const without = alerting.routes.filter((_, place) => place !== index && !idle.includes(place));
    if (told(without, otherwise).join() === wanted) { idle.unshift(index); }
  }
  return idle;
}

function idleReceivers(alerting: Alerting): Problem[] {
  const { receivers, routes, deadMan, receiver: chosen } = alerting;
  const used = new Set([...told(routes, defaultReceiver(alerting)), deadMan?.receiver]);
  const named = new Set([...routes.map(({ receiver }) => receiver), chosen]);
  return receivers.flatMap(({ name }, index) => used.has(name) || named.has(name) ? [] : [withoutEffect(
    [...ALERTING, 'receivers', index], `no alert reaches ${name}: neither a route nor deadMan names it, and it is not the one for the rest`,
    'remove it, or name it in a route',
  )]);
}
