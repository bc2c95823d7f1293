import { load } from 'js-yaml';
import { isMapping } from '../../config/kinds';
import type { FieldChange } from '../change';
import { caution, danger, type Hazard } from '../hazard';
import { takesOf, type HostFact } from '../../host/host-facts';
import { compareVersions } from '../versions';
import { saidOf } from './host-settings';

/** What a node is made from: its seed in scripts/seed/<name>/, as data. */
export interface Seed {
  /** Settings, under their names in homelab.yaml, or in the file if homelab.yaml has none. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Files that cloud-init writes: absolute path on the node, and text. */
  readonly files: ReadonlyMap<string, string>;
}

const K3S = 'K3s' satisfies HostFact;
const K3S_CONFIG = '/etc/rancher/k3s/config.yaml';
const NODE_ENVIRONMENT = '/etc/homelab/node.env';
const CHRONY_CONFIG = '/etc/chrony/homelab.conf';
/** A time server in the configuration of chrony. */
const TIME_SERVER = /^(?:pool|server) (\S+) .*\n/gm;

/** Files with the same bytes as in dist/bootstrap, and their list. */
const BOOTSTRAP = /^\/(etc\/homelab\/bootstrap-manifests$|var\/lib\/rancher\/k3s\/server\/manifests\/)/;

/** Keys that follow from another setting, or are read in another way. */
const DERIVED = new Set(['node-name', 'node-ip', 'tls-san', 'K3S_SHA256', 'write_files', 'users', 'hostname']);

/** Settings of the seed that have another name in the table of host/host-facts.ts. */
const NAMES: ReadonlyMap<string, HostFact> = new Map<string, HostFact>([
  ['cluster-cidr', 'network.podCIDR'],
  ['service-cidr', 'network.serviceCIDR'],
  ['K3S_VERSION', K3S],
  ['CLOCK_GUARD_THRESHOLD_SECONDS', 'mesh.clockJumpThreshold'],
]);

/**
 * Reads the seed of a node.
 *
 * @param files - name (`user-data`, `network-config`) and text
 * @returns undefined if it is not as this program writes it
 */
export function readSeed(files: ReadonlyMap<string, string>): Seed | undefined {
  const userData = data(files.get('user-data'));
  if (!isMapping(userData) || !Array.isArray(userData['write_files'])) { return undefined; }
  const written = new Map((userData['write_files'] as unknown[]).filter(isMapping).map(({ path, content, encoding }): [string, string] =>
    [String(path), encoding === 'b64' ? Buffer.from(String(content), 'base64').toString('utf8') : String(content)]));
  const networkConfig = data(files.get('network-config'));
  const settings = {
    ...named(data(written.get(K3S_CONFIG)), 'K3s, '),
    ...named(environment(written.get(NODE_ENVIRONMENT) ?? '')),
    ...nameServers(networkConfig),
    ...named(userData, 'cloud-init, '),
    ...ownKeys(userData),
    ...timeServers(written.get(CHRONY_CONFIG)),
  };
  const isRead = (file: string): boolean => file === K3S_CONFIG || file === NODE_ENVIRONMENT || BOOTSTRAP.test(file);
  const rest = [...written].filter(([file]) => !isRead(file))
    .map(([file, text]): [string, string] => [file, file === CHRONY_CONFIG ? text.replaceAll(TIME_SERVER, '') : text]);
  return { settings, files: new Map(rest) };
}

function data(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : load(text);
  } catch {
    return undefined;
  }
}

function named(settings: unknown, group = ''): Record<string, unknown> {
  if (!isMapping(settings)) { return {}; }
  const kept = Object.entries(settings).filter(([key]) => !DERIVED.has(key));
  return Object.fromEntries(kept.map(([key, value]) => [NAMES.get(key) ?? `${group}${key}`, value]));
}

/** NAME='value' lines; a number of seconds gets its unit, as homelab.yaml writes it. */
function environment(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/^([A-Z][A-Z0-9_]*)='([^']*)'$/gm)]
    .map(([, name = '', value = '']) => [name, name.endsWith('_SECONDS') ? `${value}s` : value]));
}

/** Addresses and routes follow from other settings; only the name servers are nowhere else. */
function nameServers(networkConfig: unknown): Record<string, unknown> {
  const { ethernets } = (networkConfig ?? {}) as { ethernets?: Record<string, { nameservers?: { addresses?: unknown } }> };
  const servers = ethernets === undefined ? undefined : Object.values(ethernets)[0]?.nameservers?.addresses;
  return servers === undefined ? {} : { ['network.dnsServers' satisfies HostFact]: servers };
}

/** Keys of one's own; the first one is that of the scripts. */
function ownKeys(userData: unknown): Record<string, unknown> {
  const { users } = userData as { users?: readonly { ssh_authorized_keys?: readonly unknown[] }[] };
  const keys = users?.[0]?.ssh_authorized_keys;
  return keys === undefined ? {} : { ['host.sshAuthorizedKeys' satisfies HostFact]: keys.slice(1) };
}

function timeServers(chronyConfig = ''): Record<string, unknown> {
  const servers = [...chronyConfig.matchAll(TIME_SERVER)].map(([, server]) => server);
  return servers.length === 0 ? {} : { ['network.timeServers' satisfies HostFact]: servers };
}

/** The risks of a changed seed of a node. */
export function hazardsOfSeed(changes: readonly FieldChange[]): Hazard[] {
  const facts = changes.map(({ path: [setting = ''] }) => String(setting));
  const fixed = facts.filter((setting) => takesOf(setting) === 'anew');
  const kept = facts.filter((setting) => setting !== K3S && !fixed.includes(setting));
  const k3s = changes.find(({ path: [setting] }) => setting === K3S);
  return [
    ...fixed.length === 0 ? [] : saidOf(fixed, 'anew'),
    ...kept.length === 0 ? [] : saidOf(kept, 'kept'),
    ...k3s ? [ofK3s(String(k3s.before), String(k3s.after))] : [],
  ];
}

/** The risk of a changed file of a node. */
export function hazardOfFile(file: string): Hazard {
  const isReadByK3s = file.startsWith('/etc/rancher/k3s/registries') || file === '/etc/homelab/proxy.env';
  const there = `change it there too${isReadByK3s ? ' and restart K3s (sudo systemctl restart k3s; pods go on)' : ''}`;
  return caution(`an existing node keeps the file it was made with; ${there}, or make the node anew (docs/day-2.md)`);
}

function ofK3s(before: string, after: string): Hazard {
  const order = compareVersions(after, before);
  return order !== undefined && order < 0
    ? danger(`downgrade of K3s from ${before} to ${after}: an older release does not read the store of a newer one; `
      + 'an existing node keeps the newer one')
    : caution('an existing node keeps its K3s until you upgrade it there, one minor version at a time (docs/day-2.md)');
}
