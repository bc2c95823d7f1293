import { Duration } from 'cdk8s';
import { PROMETHEUS_DURATION } from '../../config/units';
import type { HelmValues, JsonValue } from '../core/helm-values';
import type { RequiredSecret } from '../core/required-secret';

/** How somebody is reached; what is secret about it is read from a Secret. */
export type AlertChannel =
  | { readonly type: 'ntfy' | 'webhook'; readonly bearerToken: boolean }
  | { readonly type: 'discord' }
  | { readonly type: 'slack'; readonly channel?: string }
  | { readonly type: 'telegram'; readonly chatID: number }
  | { readonly type: 'pushover'; readonly device?: string }
  | { readonly type: 'email'; readonly to: string; readonly from: string; readonly smarthost: string; readonly username?: string };

/** Somebody who can be told. */
export interface AlertReceiver {
  /** Name, for routes. */
  readonly name: string;
  /** Secret in the namespace of Alertmanager with what is secret about the channel. */
  readonly secretName: string;
  /** How it is reached. */
  readonly channel: AlertChannel;
}

/** Who is told instead of the default receiver. */
export interface AlertRoute {
  /** Severities it takes. @default - all */
  readonly severities?: readonly string[];
  /** Layers it takes. @default - all */
  readonly layers?: readonly string[];
  /** Name of the receiver. */
  readonly receiver: string;
}

/** Hours of the day in which only what cannot wait is sent. */
export interface QuietHours {
  /** `HH:MM`. */
  readonly from: string;
  /** `HH:MM`; on the next day if earlier than `from`. */
  readonly to: string;
  /** IANA time zone. */
  readonly timeZone: string;
  /** Severities that wait. */
  readonly severities: readonly string[];
}

/** Who is told of which alert. */
export interface AlertRoutingProps {
  /** Namespace of Alertmanager. */
  readonly namespace: string;
  /** Who can be told. */
  readonly receivers: readonly AlertReceiver[];
  /** Name of the receiver of what no route takes. @default - nobody */
  readonly receiver?: string;
  /** The first that matches counts. */
  readonly routes: readonly AlertRoute[];
  /** When only what cannot wait is sent. @default - never */
  readonly quietHours?: QuietHours;
  /** Who is told of Watchdog over and over, and how often. @default - nobody */
  readonly deadMan?: { readonly receiver: string; readonly every: Duration };
  /** Proxy by which receivers are reached. @default - they are reached directly */
  readonly proxy?: AlertProxy;
  /** What is not sent because something else explains it: `inhibit_rules` of Alertmanager's configuration. */
  readonly inhibitions: readonly HelmValues[];
}

/** A proxy before receivers; mail does not go through it. */
export interface AlertProxy {
  /** Its address. */
  readonly url: string;
  /** What is reached directly, separated by commas. */
  readonly direct: string;
}

/** What the chart is told, and what somebody has to create. */
export interface AlertRouting {
  /** Alertmanager's configuration, https://prometheus.io/docs/alerting/latest/configuration/. */
  readonly config: HelmValues;
  /** Volumes of Alertmanager's pod, one for each Secret. */
  readonly volumes: readonly JsonValue[];
  /** Where they are mounted. */
  readonly volumeMounts: readonly JsonValue[];
  /** The Secrets. */
  readonly requiredSecrets: readonly RequiredSecret[];
}

/** Receiver of what is not to be sent. */
const NOBODY = 'nobody';
const QUIET_HOURS = 'quiet-hours';
/** Folder in Alertmanager's pod with a folder per receiver. */
const SECRETS = '/etc/alertmanager/receivers';

/**
 * Alertmanager's whole configuration, as values of its chart, which puts it into the Secret that the operator reads.
 *
 * Not as AlertmanagerConfig objects: their time intervals have no time zone (CRD of prometheus-operator 0.93), their routes match alerts of
 * one namespace only unless told otherwise, and the operator copies secrets out of them into the configuration. Here secrets stay files,
 * which Alertmanager reads each time it sends: one that is missing costs its own receiver and nobody else's, and a new one needs no
 * restart.
 */
export function alertRouting(props: AlertRoutingProps): AlertRouting {
  const withSecret = props.receivers.filter(({ channel }) => secretKeys(channel).length > 0);
  return {
    config: {
      global: { resolve_timeout: '5m', ...props.proxy ? { http_config: through(props.proxy) } : {} },
      route: rootRoute(props),
      inhibit_rules: [...props.inhibitions],
      time_intervals: props.quietHours ? [quietInterval(props.quietHours)] : [],
      receivers: [{ name: NOBODY }, ...props.receivers.map((each) => toReceiver(each, props.proxy))],
      // The chart's default, templates that a user may add through alertmanager.templateFiles.
      templates: ['/etc/alertmanager/config/*.tmpl'],
    },
    // Optional, so that Alertmanager starts without them.
    volumes: withSecret.map(({ name, secretName }) => ({ name: `receiver-${name}`, secret: { secretName, optional: true } })),
    volumeMounts: withSecret.map(({ name }) => ({ name: `receiver-${name}`, mountPath: `${SECRETS}/${name}`, readOnly: true })),
    requiredSecrets: withSecret.map(({ name, secretName, channel }) => ({
      namespace: props.namespace,
      name: secretName,
      keys: secretKeys(channel),
      purpose: `without it no alert reaches ${name} (${channel.type})`,
    })),
  };
}

function rootRoute({ receiver = NOBODY, routes, quietHours, deadMan }: AlertRoutingProps): HelmValues {
  const every = PROMETHEUS_DURATION.format(deadMan?.every ?? Duration.minutes(5));
  return {
    receiver,
    // One message per layer of the lab: what breaks together is read together.
    group_by: ['layer'],
    group_wait: '30s',
    group_interval: '5m',
    repeat_interval: '12h',
    routes: [
      {
        receiver: deadMan?.receiver ?? NOBODY,
        matchers: ['alertname = "Watchdog"'],
        group_by: ['alertname'],
        group_wait: '0s',
        // A message is repeated at the first group_interval after repeat_interval has passed.
        group_interval: every,
        repeat_interval: every,
      },
      // InfoInhibitor of kube-prometheus-stack, which exists only to inhibit others.
      { receiver: NOBODY, matchers: ['severity = "none"'] },
      ...routes.map((route): HelmValues => {
        const matchers = [...oneOf('severity', route.severities), ...oneOf('layer', route.layers)];
        const below = [...urgent(route.receiver), ...quiet(route.receiver, quietHours)];
        return { receiver: route.receiver, ...matchers.length > 0 ? { matchers } : {}, routes: below };
      }),
      ...urgent(receiver),
      ...quiet(receiver, quietHours),
    ],
  };
}

/** What is critical is repeated sooner. */
function urgent(receiver: string): HelmValues[] {
  return [{ receiver, matchers: ['severity = "critical"'], repeat_interval: '4h' }];
}

/** The same receiver, but silent for a while. A route's own mute would hold back everything it takes, so this is one of its children. */
function quiet(receiver: string, hours: QuietHours | undefined): HelmValues[] {
  return hours ? [{ receiver, matchers: oneOf('severity', hours.severities), mute_time_intervals: [QUIET_HOURS] }] : [];
}

function quietInterval({ from, to, timeZone }: QuietHours): HelmValues {
  // A range may not pass midnight.
  const evening = { start_time: from, end_time: '24:00' };
  const overnight = to === '00:00' ? [evening] : [evening, { start_time: '00:00', end_time: to }];
  const times = from < to ? [{ start_time: from, end_time: to }] : overnight;
  return { name: QUIET_HOURS, time_intervals: [{ times, location: timeZone }] };
}

function oneOf(label: string, values: readonly string[] | undefined): string[] {
  return values ? [values.length === 1 ? `${label} = "${values.join('')}"` : `${label} =~ "${values.join('|')}"`] : [];
}

function toReceiver({ name, channel }: AlertReceiver, proxy: AlertProxy | undefined): HelmValues {
  const file = (key: string) => `${SECRETS}/${name}/${key}`;
  switch (channel.type) {
    case 'ntfy':
    case 'webhook':
      return {
        name, webhook_configs: [{ url_file: file('url'), send_resolved: true, ...channel.bearerToken ? bearer(file('token'), proxy) : {} }],
      };
    case 'discord':
      return { name, discord_configs: [{ webhook_url_file: file('webhook-url'), send_resolved: true, title: TITLE, message: MESSAGE }] };
    case 'slack':
      return {
        name,
        slack_configs: [{
          api_url_file: file('webhook-url'),
          send_resolved: true,
          ...channel.channel ? { channel: channel.channel } : {},
          title: TITLE,
          text: MESSAGE,
        }],
      };
    case 'telegram':
      return {
        name,
        telegram_configs: [{
          bot_token_file: file('bot-token'),
          chat_id: channel.chatID,
          send_resolved: true,
          parse_mode: '',
          message: `${TITLE}\n${MESSAGE}`,
        }],
      };
    case 'pushover':
      return {
        name,
        pushover_configs: [{
          user_key_file: file('user-key'),
          token_file: file('token'),
          send_resolved: true,
          ...channel.device ? { device: channel.device } : {},
          title: TITLE,
          message: MESSAGE,
          url: '{{ .CommonAnnotations.runbook_url }}',
          priority: PUSHOVER_PRIORITY,
        }],
      };
    case 'email':
      return {
        name,
        email_configs: [{
          to: channel.to, from: channel.from, smarthost: channel.smarthost, send_resolved: true, headers: { Subject: TITLE },
          ...channel.username ? { auth_username: channel.username, auth_password_file: file('password') } : {},
        }],
      };
  }
}

const TITLE = '[{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ .Alerts.Firing | len }}{{ end }}] {{ .CommonLabels.layer }}';
/** One paragraph per alert: what, how much, and where it says what to do. */
const MESSAGE = '{{ range .Alerts }}{{ .Labels.severity | toUpper }} {{ .Annotations.summary }} ({{ .Status }})\n'
  + '{{ .Annotations.description }}\n'
  + '{{ if .Annotations.runbook_url }}{{ .Annotations.runbook_url }}\n{{ end }}{{ end }}';

/**
 * High for what is critical, past the quiet hours of the device. Alertmanager's own default is an emergency for each alert, which sounds
 * every minute until somebody confirms it. https://pushover.net/api#priority
 */
const PUSHOVER_PRIORITY = '{{ $priority := "0" }}{{ range .Alerts.Firing }}{{ if eq .Labels.severity "critical" }}{{ $priority = "1" }}'
  + '{{ end }}{{ end }}{{ $priority }}';

/** It takes the place of the one in `global`, the proxy included. */
function bearer(file: string, proxy: AlertProxy | undefined): HelmValues {
  return { http_config: { authorization: { credentials_file: file }, ...proxy ? through(proxy) : {} } };
}

function through({ url, direct }: AlertProxy): HelmValues {
  return { proxy_url: url, no_proxy: direct };
}

/** Makes ntfy understand what Alertmanager sends. https://docs.ntfy.sh/publish/#pre-defined-templates */
const NTFY_QUERY = '?template=alertmanager';

function secretKeys(channel: AlertChannel): RequiredSecret['keys'] {
  const token = { key: 'token', description: 'Access token' };
  switch (channel.type) {
    case 'ntfy':
      return [{
        key: 'url', description: `Address of the topic with ${NTFY_QUERY}, such as https://ntfy.sh/your-secret-topic${NTFY_QUERY}`,
      }, ...channel.bearerToken ? [token] : []];
    case 'webhook':
      return [{ key: 'url', description: 'Address that takes a POST' }, ...channel.bearerToken ? [token] : []];
    case 'discord':
      return [{ key: 'webhook-url', description: 'Channel settings, Integrations, Webhooks, Copy Webhook URL' }];
    case 'slack':
      return [{ key: 'webhook-url', description: 'Address of an incoming webhook' }];
    case 'telegram':
      return [{ key: 'bot-token', description: 'Token that @BotFather gave' }];
    case 'pushover':
      return [
        { key: 'user-key', description: 'User Key on the first page of pushover.net, or the key of a group' },
        { key: 'token', description: 'API Token of an application at pushover.net/apps' },
      ];
    case 'email':
      return channel.username ? [{ key: 'password', description: `Password of ${channel.username} at ${channel.smarthost}` }] : [];
  }
}
