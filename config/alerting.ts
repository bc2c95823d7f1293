import { z } from 'zod';
import * as field from './fields';
import { noEffect, withKinds } from './kinds';
import type { Objection } from './objection';

/** Ways to reach somebody. */
export const RECEIVER_TYPES = ['ntfy', 'discord', 'slack', 'telegram', 'pushover', 'email', 'webhook'] as const;
/** How urgent an alert is: now, today, when there is time. */
export const ALERT_SEVERITIES = ['critical', 'warning', 'info'] as const;
/** Parts of the lab that an alert is about. */
export const ALERT_LAYERS = ['node', 'cni', 'mesh', 'edge', 'gitops', 'monitoring', 'cluster'] as const;

type ReceiverType = typeof RECEIVER_TYPES[number];

const clock = (what: string) => field
  .matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day', 'write it in quotes with two digits each, such as "22:30"')
  .describe(what);

/** Alertmanager's HostPort (https://github.com/prometheus/alertmanager/blob/v0.28.1/config/config.go), as its pod can reach it. */
function mailServerObjection(value: string): Objection | undefined {
  const fix = 'write host and port, such as smtp.example.com:587';
  const [, host = '', port = ''] = /^([A-Za-z0-9.-]+):(\d{1,5})$/.exec(value) ?? [];
  const isHost = host.length <= 253 && host.split('.').every((label) => /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label));
  if (!isHost || Number(port) === 0 || Number(port) > 65_535) { return { what: 'is not a mail server', fix }; }
  const isItself = /^(localhost|127(\.\d{1,3}){3}|0\.0\.0\.0)$/i.test(host);
  return isItself ? { what: 'is the machine that sends, which is the pod of Alertmanager', fix } : undefined;
}

/** What every receiver has. */
const named = <Type extends ReceiverType>(type: Type, how: string, secretKey: string) => ({
  name: field.name().describe('Name of the receiver, for routes below.'),
  type: z.literal(type).describe(`${how} The address, token or password is in a Secret, never here.`),
  secretName: field.name().optional().describe(`Secret in the namespace monitoring. Default: alerting-<name>. Key: ${secretKey}.`),
});
const bearerToken = z.boolean().default(false).describe('Whether the Secret also has the key token, sent as a bearer token.');
/** A token that is not sent is none, so `false` may stand in every receiver. */
const noBearerToken = noEffect(z.literal(false));

/** What to write for a key that a receiver of some type cannot do without. */
const EXAMPLES: Readonly<Record<string, string>> = {
  chatID: 'chatID: -1001234567890',
  to: 'to: you@example.com',
  from: 'from: lab@example.com',
  smarthost: 'smarthost: smtp.example.com:587',
};

const receiver = withKinds(z.discriminatedUnion('type', [
  z.strictObject({ ...named('ntfy', 'A topic of ntfy.sh, or of a server of your own.', 'url'), bearerToken }),
  z.strictObject({ ...named('discord', 'A channel of Discord.', 'webhook-url'), bearerToken: noBearerToken }),
  z.strictObject({
    ...named('slack', 'A channel of Slack.', 'webhook-url'),
    channel: field.matching(/^[#@]?[A-Za-z0-9._-]{1,80}$/, 'is not a channel', 'write it as #alerts').optional()
      .describe('Channel, where the webhook allows another than its own.'),
    bearerToken: noBearerToken,
  }),
  z.strictObject({
    ...named('telegram', 'A chat of Telegram.', 'bot-token'),
    chatID: field.whole((value) => value === 0 ? {
      what: 'is the chat of nobody, and Alertmanager then refuses its whole configuration', fix: 'copy the number of the chat',
    } : undefined).describe('Number of the chat; negative for a group.'),
    bearerToken: noBearerToken,
  }),
  z.strictObject({
    ...named('pushover', 'Devices of somebody, or of a group, by Pushover.', 'user-key and token'),
    // https://pushover.net/api#messages
    device: field.matching(
      /^[A-Za-z0-9_-]{1,25}(,[A-Za-z0-9_-]{1,25})*$/, 'is not a device of Pushover',
      'write its name as the app shows it; several with commas and no spaces between them',
    ).optional().describe('The device that is told, or several with commas between them. Default: all of them.'),
    bearerToken: noBearerToken,
  }),
  z.strictObject({
    ...named('email', 'A mail, through a mail server.', 'password, if there is a username'),
    to: field.mailboxes().describe('Who receives; several with commas between them.'),
    from: field.mailbox().describe('Who sends.'),
    smarthost: field.text(mailServerObjection).describe('Mail server and port.'),
    username: field.matching(/^[^\s"'\\]{1,256}$/, 'is not a user name', 'write it without spaces and quotes').optional()
      .describe('User name at the mail server. Default: no login, and no Secret.'),
    bearerToken: noBearerToken,
  }),
  z.strictObject({ ...named('webhook', 'Any address that takes a POST.', 'url'), bearerToken }),
]), {
  discriminator: 'type',
  unlisted: () => ({
    what: 'is none of the receivers that are built in',
    fix: `choose ${RECEIVER_TYPES.join(', ')}; whatever else takes a webhook of Alertmanager, itself or through a bridge, is type: webhook`,
  }),
  foreign: (_, { type }) => ({ what: `has no meaning for a receiver of type ${String(type)}`, fix: 'remove it' }),
  missing: (key, { type }) => ({
    what: `is missing: a receiver of type ${String(type)} needs it`, fix: `add "${EXAMPLES[key] ?? `${key}: ...`}"`,
  }),
  standIns: { chatID: 1, to: 'to@example.com', from: 'from@example.com', smarthost: 'smtp.example.com:587' },
});

const severities = () => z.array(z.enum(ALERT_SEVERITIES)).min(1);

const route = z.strictObject({
  severity: severities().optional().describe('Severities it takes. Default: all.'),
  layer: z.array(z.enum(ALERT_LAYERS)).min(1).optional().describe('Layers of the lab it takes. Default: all.'),
  receiver: field.name().describe('Who is told.'),
});

/** Who is told of which alert, and when. */
export const alerting = z.strictObject({
  receivers: z.array(receiver).default([])
    .describe('Who can be told. Without any, alerts are only shown in Grafana and Alertmanager.'),
  receiver: field.name().optional().describe('Who is told of what no route takes. Default: the first receiver.'),
  routes: z.array(route).default([]).describe('Who is told instead, by severity and layer; the first that matches.'),
  quietHours: z.strictObject({
    from: clock('When they begin.'),
    to: clock('When they end, on the next day if earlier than `from`.'),
    timeZone: field.timeZone().default('Etc/UTC').describe('IANA time zone of both.'),
    severity: severities().default(['warning', 'info']).describe('Severities that wait until they end.'),
  }).optional().describe('Hours in which only what cannot wait is sent.'),
  deadMan: z.strictObject({
    receiver: field.name().describe('Who is told over and over that alerting works, and raises the alarm when that stops.'),
    every: field.prometheusDuration().default('5m').describe('How often.'),
  }).optional()
    .describe('A service outside the lab that notices when the lab is dead, such as healthchecks.io: a receiver of type webhook.'),
});

/** Name of the receiver of what no route takes; undefined if nobody can be told. */
export function defaultReceiver({ receiver: chosen, receivers }: z.output<typeof alerting>): string | undefined {
  return chosen ?? receivers[0]?.name;
}
