import { each, renamed, SECRET, type KeyAnswer, type KeyAnswers } from './key-answer';

/** Keys of `monitoring`. */
export const MONITORING_KEYS: KeyAnswers = {
  ...renamed('monitoring', {
    'retention: 15d': ['retentionDays', 'retentionTime'],
    'storage: 20Gi': ['storageSize', 'size', 'disk', 'volume'],
    'scrapeInterval: 30s': ['interval'],
    'logs: loki': ['loki', 'logging'],
    'traces: tempo': ['tempo', 'tracing', 'jaeger'],
  }),
  ...each(['receivers', 'receiver', 'routes', 'alerts', 'alertmanager', 'notifications'], {
    what: 'is no key of monitoring', fix: 'write it under alerting, such as alerting: { receivers: [{ name: phone, type: ntfy }] }',
  }),
  prometheus: {
    what: 'is no key of monitoring',
    fix: 'write retention, storage and scrapeInterval here, and anything else under values: { kube-prometheus-stack: ... }',
  },
  grafana: {
    what: 'is no key of monitoring',
    fix: 'write its name under interfaces, and anything else under values: { kube-prometheus-stack: { grafana: ... } }',
  },
  ...each(['password', 'adminPassword', 'grafanaPassword'], SECRET),
};

const LISTED: KeyAnswer = {
  what: 'is no key of alerting', fix: 'write it under receivers, such as receivers: [{ name: phone, type: ntfy }] (docs/alerting.md)',
};

/** Keys of `monitoring.alerting`. */
export const ALERTING_KEYS: KeyAnswers = {
  ...each(['ntfy', 'discord', 'slack', 'telegram', 'pushover', 'email', 'mail', 'smtp', 'webhook', 'gotify', 'matrix', 'teams'], LISTED),
  ...renamed('alerting', {
    'receiver: phone': ['default', 'defaultReceiver'],
    'quietHours: { from: "22:30", to: "07:00" }': ['quiet', 'silence', 'silences', 'mute', 'doNotDisturb', 'timeIntervals'],
    'deadMan: { receiver: dead-man, every: 5m }': [
      'watchdog', 'heartbeat', 'deadmansswitch', 'deadMansSwitch', 'healthcheck', 'healthchecks',
    ],
  }),
  ...each(['rules', 'alerts'], {
    what: 'is no key of alerting', fix: 'remove it; rules of your own are PrometheusRules in a folder of manifests (docs/applications.md)',
  }),
};

/** The address of most receivers is the secret: who has it can write there. */
const ADDRESS: KeyAnswer = {
  what: 'is a secret: whoever has the address can write to you, and it would be in git',
  fix: 'remove it; scripts\\lab.cmd secrets asks for it (docs/alerting.md)',
};

/** A receiver whose type is a key, as in Alertmanager's own file. */
function typed(type: string, ...words: string[]): KeyAnswers {
  return each(words, {
    what: 'is no key of a receiver', fix: `write type: ${type}, and its keys beside it (docs/alerting.md)`, insteadOf: ['type'],
  });
}

/** Keys of a receiver of alerts. */
export const RECEIVER_KEYS: KeyAnswers = {
  ...typed('ntfy', 'ntfy'), ...typed('discord', 'discord', 'discord_configs'), ...typed('slack', 'slack', 'slack_configs'),
  ...typed('telegram', 'telegram', 'telegram_configs'), ...typed('pushover', 'pushover', 'pushover_configs'),
  ...typed('email', 'email', 'mail', 'smtp', 'email_configs'), ...typed('webhook', 'webhook', 'webhook_configs'),
  ...renamed('a receiver', {
    'to: you@example.com': ['recipient', 'recipients', 'address'],
    'smarthost: smtp.example.com:587': ['host', 'server', 'smtpServer', 'smtpHost'],
    'username: you@example.com': ['user', 'auth_username', 'authUsername'],
    'chatID: -1001234567890': ['chat_id', 'chat'],
  }),
  ...each(['url', 'webhookUrl', 'webhookURL', 'webhook_url', 'api_url', 'topic'], ADDRESS),
  ...each(['password', 'token', 'botToken', 'bot_token', 'apiToken', 'userKey', 'user_key', 'auth_password'], SECRET),
};
