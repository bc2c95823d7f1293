import { z } from 'zod';
import * as field from './fields';

/** Ways to reach somebody. */
export const RECEIVER_TYPES = ['ntfy', 'discord', 'slack', 'telegram', 'email', 'webhook'] as const;
export const ALERT_SEVERITIES = ['critical', 'warning', 'info'] as const;
export const ALERT_LAYERS = ['node', 'cni', 'mesh', 'edge', 'gitops', 'monitoring', 'cluster'] as const;

const clock = (what: string) => field.matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day', 'write it in quotes with two digits each, such as "22:30"').describe(what);

const receiver = z.strictObject({
  name: field.name().describe('Name of the receiver, for routes below.'),
  type: z.enum(RECEIVER_TYPES).describe('How it is reached. The address, token or password is in a Secret, never here.'),
  secretName: field.name().optional().describe('Secret in the namespace monitoring. Default: alerting-<name>. Keys: url (ntfy, webhook), webhook-url (discord, slack), bot-token (telegram), password (email).'),
  bearerToken: z.boolean().default(false).describe('ntfy and webhook: whether the Secret also has the key token, sent as a bearer token.'),
  chatID: z.int().optional().describe('telegram: number of the chat; negative for a group.'),
  channel: field.matching(/^[#@]?[A-Za-z0-9._-]{1,80}$/, 'is not a channel', 'write it as #alerts').optional().describe('slack: channel, where the webhook allows another than its own.'),
  to: field.email().optional().describe('email: who receives.'),
  from: field.email().optional().describe('email: who sends.'),
  smarthost: field.matching(/^[A-Za-z0-9.-]+:\d{1,5}$/, 'is not a mail server', 'write host and port, such as smtp.example.com:587').optional().describe('email: mail server and port.'),
  username: field.matching(/^[^\s"'\\]{1,256}$/, 'is not a user name', 'write it without spaces and quotes').optional().describe('email: user name at the mail server. Default: no login, and no Secret.'),
});

const route = z.strictObject({
  severity: z.array(z.enum(ALERT_SEVERITIES)).min(1).optional().describe('Severities it takes. Default: all.'),
  layer: z.array(z.enum(ALERT_LAYERS)).min(1).optional().describe('Layers of the lab it takes. Default: all.'),
  receiver: field.name().describe('Who is told.'),
});

/** Name of the receiver of what no route takes; undefined if nobody can be told. */
export function defaultReceiver({ receiver, receivers }: z.output<typeof alerting>): string | undefined {
  return receiver ?? receivers[0]?.name;
}

/** Who is told of which alert, and when. */
export const alerting = z.strictObject({
  receivers: z.array(receiver).default([]).describe('Who can be told. Without any, alerts are only shown in Grafana and Alertmanager.'),
  receiver: field.name().optional().describe('Who is told of what no route takes. Default: the first receiver.'),
  routes: z.array(route).default([]).describe('Who is told instead, by severity and layer; the first that matches.'),
  quietHours: z.strictObject({
    from: clock('When they begin.'),
    to: clock('When they end, on the next day if earlier than `from`.'),
    timeZone: field.timeZone().default('Etc/UTC').describe('IANA time zone of both.'),
    severity: z.array(z.enum(ALERT_SEVERITIES)).min(1).default(['warning', 'info']).describe('Severities that wait until they end.'),
  }).optional().describe('Hours in which only what cannot wait is sent.'),
  deadMan: z.strictObject({
    receiver: field.name().describe('Who is told over and over that alerting works, and raises the alarm when that stops.'),
    every: field.prometheusDuration().default('5m').describe('How often.'),
  }).optional().describe('A service outside the lab that notices when the lab is dead, such as healthchecks.io: a receiver of type webhook.'),
});
