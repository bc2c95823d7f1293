import { isMapping } from '../../config/kinds';
import type { ConfigPath } from '../../config/problem';
import { at, textOf } from '../core/plain-data';
import { isTruthy } from '../core/safe-values';
import { secondsOf } from './amounts';

/** What is wrong with a configuration, and where in it. */
export interface ConfigFault {
  /** Way to it in the configuration. */
  readonly path: ConfigPath;
  /** What is wrong. */
  readonly what: string;
  /** What to do. */
  readonly fix: string;
  /** True where Alertmanager takes the configuration all the same. @default false */
  readonly stays?: boolean;
}

/** Keys of the whole, of a route and of a receiver: config/config.go of prometheus/alertmanager, v0.34. Any other is refused. */
const KEYS = ['global', 'route', 'inhibit_rules', 'receivers', 'templates', 'mute_time_intervals', 'time_intervals', 'tracing'];
const ROUTE_KEYS = [
  'receiver', 'group_by', 'matchers', 'match', 'match_re', 'mute_time_intervals', 'active_time_intervals', 'continue', 'routes',
  'group_wait', 'group_interval', 'repeat_interval',
];
const RECEIVER_KEYS = [
  'name', 'discord_configs', 'email_configs', 'incidentio_configs', 'jira_configs', 'mattermost_configs', 'msteams_configs',
  'msteamsv2_configs', 'opsgenie_configs', 'pagerduty_configs', 'pushover_configs', 'rocketchat_configs', 'slack_configs', 'sns_configs',
  'telegram_configs', 'victorops_configs', 'webex_configs', 'webhook_configs', 'wechat_configs',
];
/** What a way to reach somebody cannot do without: one of each group, here or in `global`. */
const NEEDS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  webhook_configs: [['url', 'url_file']],
  discord_configs: [['webhook_url', 'webhook_url_file']],
  slack_configs: [[
    'api_url', 'api_url_file', 'app_token', 'app_token_file', 'global.slack_api_url', 'global.slack_api_url_file', 'global.slack_app_token',
    'global.slack_app_token_file',
  ]],
  telegram_configs: [['bot_token', 'bot_token_file', 'global.telegram_bot_token', 'global.telegram_bot_token_file'],
    ['chat_id', 'chat_id_file']],
  email_configs: [['to'], ['from', 'global.smtp_from'], ['smarthost', 'global.smtp_smarthost']],
  pagerduty_configs: [['routing_key', 'routing_key_file', 'service_key', 'service_key_file']],
  pushover_configs: [['user_key', 'user_key_file'], ['token', 'token_file']],
  opsgenie_configs: [['api_key', 'api_key_file', 'global.opsgenie_api_key', 'global.opsgenie_api_key_file']],
  msteams_configs: [['webhook_url', 'webhook_url_file']],
  msteamsv2_configs: [['webhook_url', 'webhook_url_file']],
};

/**
 * What Alertmanager refuses in a configuration, with the words of nobody else: config.Load of prometheus/alertmanager. One that it refuses
 * leaves it with the old one, and a new pod without any.
 *
 * @param config - the whole, as it is deployed
 * @param mounted - folders in its pod that hold files of Secrets
 */
export function alertmanagerFaults(config: unknown, mounted: readonly string[]): ConfigFault[] {
  if (!isMapping(config)) { return [{ path: [], what: 'is no configuration', fix: 'remove it' }]; }
  const receivers = listOf(config['receivers']);
  const names = receivers.map((each) => textOf(at(each, 'name') ?? ''));
  const intervals = [...listOf(config['time_intervals']),
    ...listOf(config['mute_time_intervals'])].map((each) => textOf(at(each, 'name') ?? ''));
  return [
    ...unknown(config, KEYS, []),
    ...receivers.flatMap((each, index) => receiverFaults(each, ['receivers', index], config, mounted)),
    ...repeated(names).map((index): ConfigFault => ({
      path: ['receivers', index], what: `is a second receiver named "${names[index] ?? ''}"`, fix: 'give it another name',
    })),
    ...isMapping(config['route']) ? rootFaults(config['route'])
      : [{ path: ['route'], what: 'is missing, and Alertmanager needs one', fix: 'remove the override' }],
    ...routeFaults(config['route'], ['route'], { names, intervals }),
  ];
}

function rootFaults(route: Readonly<Record<string, unknown>>): ConfigFault[] {
  const path = ['route'];
  return [
    ...isTruthy(route['receiver']) ? [] : [{ path, what: 'names no receiver, and the first of the routes needs one', fix: 'add receiver' }],
    ...['matchers', 'match', 'match_re'].filter((key) => isTruthy(route[key])).map((key): ConfigFault => ({
      path: [...path, key], what: 'stands in the first of the routes, which has to take every alert',
      fix: 'move it into an entry of routes',
    })),
    ...['mute_time_intervals', 'active_time_intervals'].filter((key) => isTruthy(route[key])).map((key): ConfigFault => ({
      path: [...path, key], what: 'stands in the first of the routes, which has to be active always',
      fix: 'move it into an entry of routes',
    })),
  ];
}

interface Known {
  readonly names: readonly string[];
  readonly intervals: readonly string[];
}

function routeFaults(route: unknown, path: ConfigPath, known: Known): ConfigFault[] {
  if (!isMapping(route)) { return []; }
  const { receiver } = route;
  const groups = listOf(route['group_by']).map(textOf);
  return [
    ...unknown(route, ROUTE_KEYS, path),
    ...isTruthy(receiver) && !known.names.includes(textOf(receiver)) ? [{
      path: [...path, 'receiver'], what: `names the receiver ${JSON.stringify(receiver)}, which does not exist`,
      fix: `use ${known.names.join(' or ') || 'one of receivers'}; a list of receivers replaces the generated one`,
    }] : [],
    ...['mute_time_intervals', 'active_time_intervals'].flatMap((key) => listOf(route[key]).flatMap((name, index): ConfigFault[] => {
      return known.intervals.includes(textOf(name)) ? [] : [{
        path: [...path, key, index], what: `names the time interval ${JSON.stringify(name)}, which does not exist`,
        fix: 'add it to time_intervals',
      }];
    })),
    ...groups.includes('...') && groups.length > 1
      ? [{ path: [...path, 'group_by'], what: 'has "..." beside other labels', fix: 'write one or the other' }] : [],
    ...repeated(groups).map((index): ConfigFault => ({ path: [...path, 'group_by', index], what: 'is there twice', fix: 'remove one' })),
    ...['group_wait', 'group_interval',
      'repeat_interval'].filter((key) => route[key] !== undefined && route[key] !== null).flatMap((key): ConfigFault[] => {
      const seconds = secondsOf(route[key]);
      if (Number.isNaN(seconds)) { return [{ path: [...path, key], what: 'is no duration of Prometheus',
        fix: 'write one such as 30s, 5m or 12h' }]; }
      return seconds === 0 && key !== 'group_wait'
        ? [{ path: [...path, key], what: 'must not be nothing', fix: 'write a duration such as 5m' }] : [];
    }),
    ...listOf(route['routes']).flatMap((each, index) => routeFaults(each, [...path, 'routes', index], known)),
  ];
}

function receiverFaults(receiver: unknown, path: ConfigPath, config: unknown, mounted: readonly string[]): ConfigFault[] {
  if (!isMapping(receiver)) { return [{ path, what: 'is no receiver', fix: 'write name, and how somebody is reached' }]; }
  return [
    ...isTruthy(receiver['name']) ? [] : [{ path, what: 'has no name', fix: 'add name' }],
    ...unknown(receiver, RECEIVER_KEYS, path),
    ...Object.entries(NEEDS).flatMap(([kind, groups]) => listOf(receiver[kind]).flatMap((way, index): ConfigFault[] => {
      return groups.filter((group) =>
        !group.some((key) => isTruthy(at(key.startsWith('global.') ? config : way, ...key.split('.'))))).map((group) => ({
        path: [...path, kind, index], what: `has none of ${group.filter((key) => !key.startsWith('global.')).join(', ')}`,
        fix: `add ${group[0] ?? ''}`,
      }));
    })),
    ...filesIn(receiver, path).filter(({ file }) =>
      !mounted.some((folder) => file.startsWith(`${folder}/`))).map(({ path: where, file }): ConfigFault => ({
      path: where, what: `reads ${file}, which nothing puts into its pod, so nobody would be told`, stays: true,
      fix: 'name the Secret in alertmanagerSpec.secrets, which lays it into /etc/alertmanager/secrets/NAME, or mount it; '
        + 'lists replace the generated ones',
    })),
  ];
}

/** Every file that a receiver reads. */
function filesIn(value: unknown, path: ConfigPath): { readonly path: ConfigPath; readonly file: string }[] {
  if (Array.isArray(value)) { return value.flatMap((each: unknown, index) => filesIn(each, [...path, index])); }
  if (!isMapping(value)) { return []; }
  return Object.entries(value).flatMap(([key, each]) => key.endsWith('_file') && typeof each === 'string' && each.startsWith('/')
    ? [{ path: [...path, key], file: each }] : filesIn(each, [...path, key]));
}

function unknown(value: Readonly<Record<string, unknown>>, keys: readonly string[], path: ConfigPath): ConfigFault[] {
  return Object.keys(value).filter((key) => !keys.includes(key)).map((key) => ({
    path: [...path, key], what: 'is a key that Alertmanager does not know', fix: `use one of ${keys.join(', ')}`,
  }));
}

/** Places of everything that was there before. */
function repeated(names: readonly string[]): number[] {
  return names.flatMap((name, index) => names.indexOf(name) === index ? [] : [index]);
}

function listOf(value: unknown): readonly unknown[] { return Array.isArray(value) ? value : []; }
