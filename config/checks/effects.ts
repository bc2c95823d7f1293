import { isDeepStrictEqual } from 'node:util';
import { hasAddon, isSwitched } from '../addons/enabled';
import { CHART_ADDONS, SWITCHED_ADDONS, type AddonName } from '../addons/names';
import { addons } from '../addons/schema';
import { isFreeForm } from '../free-form';
import { isMapping } from '../kinds';
import { formatPath, formatValue, valueAt, type ConfigPath, type Problem } from '../problem';
import { homelabSchema, type HomelabConfig } from '../schema';
import { isOnWindows } from '../windows-lab';

/** Keys that count only under some condition. */
export interface Conditional {
  /** The keys; one that is a mapping stands for all that is in it. */
  readonly keys: readonly ConfigPath[];
  /** True where the keys count for nothing. */
  readonly isOff: (config: HomelabConfig) => boolean;
  /** Why they count for nothing; continues "has no effect, because". */
  readonly because: string;
  /** What would make them count. */
  readonly or: string;
}

/** What depends on monitoring. Its own switch is the first thing that is looked at. */
const withoutMonitoring: Conditional = {
  keys: [
    ...['retention', 'storage', 'scrapeInterval', 'grafanaAdminSecretName', 'alerting', 'dashboards', 'logs', 'traces']
      .map((key) => ['monitoring', key]),
    ['interfaces', 'grafana', 'host'],
    ['values', 'kube-prometheus-stack'], ['values', 'loki'], ['values', 'alloy'], ['values', 'tempo'],
  ],
  isOff: ({ monitoring }) => !monitoring.enabled,
  because: 'monitoring.enabled is false',
  or: 'set monitoring.enabled to true',
};

/** Values of an add-on's chart without the add-on. */
const ofAddonCharts = CHART_ADDONS.map((name): Conditional => ({
  keys: [['values', name]], isOff: (config) => !hasAddon(config, name),
  because: `this lab has no ${name}, so this chart is not installed`, or: askFor(name),
}));

/** Settings of an add-on that is switched off. */
const ofAddons = SWITCHED_ADDONS.map((name): Conditional => ({
  keys: Object.keys(addons.shape[name].unwrap().shape).filter((key) => key !== 'enabled').map((key) => ['addons', name, key]),
  isOff: (config) => !hasAddon(config, name),
  because: `addons.${name}.enabled is false`, or: 'set it to true',
}));

function askFor(name: AddonName): string {
  if (isSwitched(name)) { return `set addons.${name} to true`; }
  return name === 'oauth2-proxy' ? 'add login' : `set dns to ${name}`;
}

/** What only ACME is asked with. */
const ACCOUNT: readonly ConfigPath[] = [['tls', 'email'], ['tls', 'dns01'], ['tls', 'route53']];

/**
 * Every key that a switch elsewhere turns off. A test makes a lab with and without each key of the schema, in labs with each of these
 * switches, and compares all files: what changes none has to be here.
 */
export const CONDITIONAL: readonly Conditional[] = [
  withoutMonitoring,
  {
    keys: [['values', 'loki'], ['values', 'alloy']],
    isOff: ({ monitoring }) => monitoring.enabled && monitoring.logs === 'none',
    because: 'monitoring.logs is none, so this chart is not installed', or: 'set monitoring.logs to loki',
  },
  {
    keys: [['values', 'tempo']],
    isOff: ({ monitoring }) => monitoring.enabled && monitoring.traces === 'none',
    because: 'monitoring.traces is none, so this chart is not installed', or: 'set monitoring.traces to tempo',
  },
  {
    keys: ACCOUNT,
    isOff: ({ tls }) => tls.issuer === 'homelab-ca',
    because: "tls.issuer is homelab-ca, so Let's Encrypt is not asked", or: 'set tls.issuer to letsencrypt-prod',
  },
  {
    keys: ACCOUNT,
    isOff: ({ tls }) => tls.issuer === 'own-ca',
    because: "tls.issuer is own-ca, so Let's Encrypt is not asked", or: 'set tls.issuer to letsencrypt-prod',
  },
  {
    keys: [['tls', 'acme']], isOff: ({ tls }) => tls.issuer !== 'acme',
    because: 'another authority is named by tls.issuer', or: 'set tls.issuer to acme',
  },
  {
    keys: [['tls', 'ownCA']], isOff: ({ tls }) => tls.issuer !== 'own-ca',
    because: 'another authority is named by tls.issuer', or: 'set tls.issuer to own-ca',
  },
  {
    keys: [['interfaces', 'grafana', 'host']],
    isOff: ({ interfaces, monitoring }) => monitoring.enabled && !interfaces.grafana.expose,
    because: 'interfaces.grafana.expose is false', or: 'set interfaces.grafana.expose to true',
  },
  {
    keys: [['interfaces', 'hubble', 'host']],
    isOff: ({ interfaces }) => !interfaces.hubble.expose,
    because: 'interfaces.hubble.expose is false', or: 'set interfaces.hubble.expose to true',
  },
  {
    keys: [['login', 'provider'], ['login', 'endpoints']],
    isOff: ({ login, interfaces, monitoring }) => login !== undefined && !(monitoring.enabled && interfaces.grafana.expose),
    because: 'Grafana alone has to be told, and it has no page', or: 'set interfaces.grafana.expose and monitoring.enabled to true',
  },
  {
    keys: [['login', 'provider']],
    isOff: ({ login, interfaces, monitoring }) => login?.endpoints !== undefined && monitoring.enabled && interfaces.grafana.expose,
    because: 'login.endpoints says the addresses', or: 'remove login.endpoints',
  },
  {
    keys: [['dns', 'ownerID']], isOff: ({ dns }) => dns.provider === 'external-dns' && dns.zone.at === 'pihole',
    because: 'Pi-hole keeps no mark of whose a record is', or: 'have the records written elsewhere',
  },
  {
    keys: [
      ...['mtls', 'ztunnelRestartSchedule', 'timeZone'].map((key) => ['mesh', key]),
      ['values', 'istio-cni'], ['values', 'ztunnel'],
    ],
    isOff: ({ mesh }) => !mesh.enabled,
    because: 'mesh.enabled is false, so no pod is in a mesh', or: 'set mesh.enabled to true',
  },
  ...ofAddonCharts,
  ...ofAddons,
  {
    keys: ['api', 'https', 'http'].map((key) => ['host', 'loopback', key]),
    isOff: (config) => isOnWindows(config) && !config.host.loopback.enabled,
    because: 'host.loopback.enabled is false, so no port of 127.0.0.1 leads to the lab', or: 'set host.loopback.enabled to true',
  },
];

/** What is written and counts for nothing. Values that are the defaults, or that say "off" themselves, are left alone. */
export function checkEffects(config: HomelabConfig): Problem[] {
  return [
    ...CONDITIONAL.filter(({ isOff }) => isOff(config)).flatMap(({ keys, because, or }) =>
      keys.filter((key) => saysSomething(config, key)).map((key) => withoutEffect(key, because, `remove it, or ${or}`))),
    ...repeats(config, []),
  ];
}

/**
 * The warning about a key that counts for nothing.
 *
 * @param because - why, to follow "has no effect, because"
 */
export function withoutEffect(path: ConfigPath, because: string, fix: string): Problem {
  return { path, what: `has no effect, because ${because}`, fix, severity: 'warning', rule: 'keys-take-effect' };
}

let defaults: unknown;

/** True for a value that is neither the default nor one that switches off what is off anyway. */
function saysSomething(config: HomelabConfig, key: ConfigPath): boolean {
  defaults ??= homelabSchema.parse({});
  return differs(valueAt(config, key), valueAt(defaults, key));
}

function differs(value: unknown, usual: unknown): boolean {
  if (isMapping(value) && isMapping(usual)) {
    return [...new Set([...Object.keys(value), ...Object.keys(usual)])].some((key) => differs(value[key], usual[key]));
  }
  return value !== false && value !== undefined && !isDeepStrictEqual(value, usual);
}

/** Single values that stand in one list twice. Helm values may mean something by that; allowUnsafe has a check of its own. */
function repeats(value: unknown, at: ConfigPath): Problem[] {
  if (at[0] === 'allowUnsafe' || isFreeForm(at) || value === null || typeof value !== 'object') { return []; }
  if (!Array.isArray(value)) { return Object.entries(value).flatMap(([key, child]) => repeats(child, [...at, key])); }
  const items: readonly unknown[] = value;
  return items.flatMap((item, index) => {
    const first = items.indexOf(item);
    if (typeof item === 'object' || first === index) { return repeats(item, [...at, index]); }
    return [withoutEffect([...at, index], `${formatPath([...at, first])} says the same (${formatValue(item)})`, 'remove it')];
  });
}
