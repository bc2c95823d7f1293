import { RECEIVER_TYPES } from '../alerting';
import type { Problem } from '../problem';
import type { HomelabConfig } from '../schema';

type Receiver = HomelabConfig['monitoring']['alerting']['receivers'][number];
type Type = typeof RECEIVER_TYPES[number];

/** Fields that only some types have, and the types that cannot do without. */
const SPECIAL: readonly { readonly key: keyof Receiver; readonly of: readonly Type[]; readonly required: boolean; readonly example: string }[] = [
  { key: 'chatID', of: ['telegram'], required: true, example: 'chatID: -1001234567890' },
  { key: 'channel', of: ['slack'], required: false, example: '' },
  { key: 'to', of: ['email'], required: true, example: 'to: you@example.com' },
  { key: 'from', of: ['email'], required: true, example: 'from: lab@example.com' },
  { key: 'smarthost', of: ['email'], required: true, example: 'smarthost: smtp.example.com:587' },
  { key: 'username', of: ['email'], required: false, example: '' },
];

/** Receivers are complete, and every name that is used is one of theirs. */
export function checkAlerting({ monitoring: { alerting } }: HomelabConfig): Problem[] {
  const path = ['monitoring', 'alerting'];
  const names = alerting.receivers.map(({ name }) => name);
  const unknown = (name: string, ...at: (string | number)[]): Problem[] => names.includes(name) ? [] : [{
    path: [...path, ...at], related: [[...path, 'receivers']], what: `is not the name of a receiver (${name})`, fix: names.length > 0 ? `choose one of ${names.join(', ')}` : 'add it under monitoring.alerting.receivers',
  }];
  return [
    ...alerting.receivers.flatMap((receiver, index) => checkReceiver(receiver, [...path, 'receivers', index], names.indexOf(receiver.name) < index)),
    ...alerting.receiver === undefined ? [] : unknown(alerting.receiver, 'receiver'),
    ...alerting.routes.flatMap((route, index) => unknown(route.receiver, 'routes', index, 'receiver')),
    ...alerting.deadMan ? unknown(alerting.deadMan.receiver, 'deadMan', 'receiver') : [],
    ...alerting.quietHours && alerting.quietHours.from === alerting.quietHours.to
      ? [{ path: [...path, 'quietHours'], what: `begin and end at the same time (${alerting.quietHours.from})`, fix: 'give two times, or remove them' }]
      : [],
  ];
}

function checkReceiver(receiver: Receiver, path: (string | number)[], isDuplicate: boolean): Problem[] {
  const { type } = receiver;
  return [
    ...isDuplicate ? [{ path: [...path, 'name'], what: `is the name of an earlier receiver too (${receiver.name})`, fix: 'give every receiver a name of its own' }] : [],
    // Alertmanager's own, for what nobody is to be told of.
    ...receiver.name === 'nobody' ? [{ path: [...path, 'name'], what: 'is a name this lab uses itself (nobody)', fix: 'choose another one' }] : [],
    ...receiver.bearerToken && type !== 'ntfy' && type !== 'webhook'
      ? [{ path: [...path, 'bearerToken'], what: `has no meaning for a receiver of type ${type}`, fix: 'remove it' }] : [],
    ...SPECIAL.flatMap(({ key, of, required, example }): Problem[] => {
      if (receiver[key] !== undefined && !of.includes(type)) { return [{ path: [...path, key], what: `has no meaning for a receiver of type ${type}`, fix: 'remove it' }]; }
      if (receiver[key] === undefined && required && of.includes(type)) { return [{ path, what: `of type ${type} has no ${key}`, fix: `add "${example}"` }]; }
      return [];
    }),
  ];
}
