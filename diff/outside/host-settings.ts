import { at, list, text } from '../../charts/core/rendered-lab';
import { isMapping } from '../../config/kinds';
import type { FieldChange } from '../change';
import { caution, danger, unique, type Hazard } from '../hazard';
import { takesOf, type Takes } from '../../host/host-facts';
import { readLiteral } from './powershell-data';

/** What scripts/lib/Config.ps1 says, under the names of the keys in homelab.yaml. */
export interface HostSettings {
  /** Settings of the Windows host. */
  readonly host: Readonly<Record<string, unknown>>;
  /** Settings of the VM of each node, by the name of the node. */
  readonly nodes: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/** Keys of Config.ps1, and their names in homelab.yaml. A key that is missing here has no other name. */
const NAMES: ReadonlyMap<string, string> = new Map(Object.entries({
  'Domain': 'domain',
  'RepoUrl': 'gitops.repoURL',
  'Revision': 'gitops.revision',
  'RepoPath': 'gitops.path',
  'Network': 'host.network',
  'Cidr': 'network.cidr',
  'HostAddress': 'network.hostAddress',
  'GatewayAddress': 'gateway.address',
  'SwitchName': 'host.switchName',
  'Adapter': 'host.adapter',
  'Folder': 'host.folder',
  'SecureBoot': 'host.secureBoot',
  'Autostart': 'host.autostart',
  'SshUser': 'host.sshUser',
  'KubeContext': 'host.kubeContext',
  'Image.Url': 'host.image.url',
  'Image.Sha256': 'host.image.sha256',
  'Loopback.Enabled': 'host.loopback.enabled',
  'Loopback.ApiPort': 'host.loopback.api',
  'Loopback.HttpsPort': 'host.loopback.https',
  'Loopback.HttpPort': 'host.loopback.http',
  'Name': 'name',
  'Address': 'address',
  'Cpus': 'cpus',
  'MemoryGiB': 'memoryGiB',
  'DiskGiB': 'diskGiB',
}));

/** Keys that follow from others or from objects of dist/, or are only printed by the scripts. */
const DERIVED = new Set([
  'Nodes', 'Domains', 'Records', 'Pages', 'Names', 'OtherGateways', 'DnsAddress', 'Logins', 'Trust', 'Placeholders', 'PrefixLength',
  'NodeGateway', 'NatName', 'Mac', 'MemoryBytes', 'DiskBytes', 'MadeWith', 'Image.Name', 'Kubectl', 'Argo.Namespace',
  'Argo.RootApplication', 'Argo.Path',
]);

/** The text before the settings in the script. */
const SETTINGS = /^ {4}return (?=@\{)/m;

/**
 * Reads the settings of the scripts.
 *
 * @param script - text of scripts/lib/Config.ps1, of this version or an earlier one
 * @returns undefined if it is not as this program writes it
 */
export function readHostSettings(script: string): HostSettings | undefined {
  const found = SETTINGS.exec(script);
  if (!found) { return undefined; }
  const settings = literalAt(script, found.index + found[0].length);
  if (!isMapping(settings)) { return undefined; }
  const nodes = Array.isArray(settings['Nodes']) ? settings['Nodes'].filter(isMapping) : [];
  return {
    host: { ...renamed(settings), ...lanSettings(settings) },
    nodes: new Map(nodes.map((node) => [String(node['Name']), renamed(node)])),
  };
}

/** The value of a literal; undefined if it is not one that this program writes. */
function literalAt(script: string, start: number): unknown {
  try {
    return readLiteral(script, start);
  } catch (error) {
    if (error instanceof SyntaxError) { return undefined; }
    throw error;
  }
}

function renamed(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = Object.entries(settings).filter(([key]) => !DERIVED.has(key))
    .flatMap(([key, value]) => isMapping(value) ? Object.entries(value).map(([inner, each]) => [`${key}.${inner}`, each] as const)
      : [[key, value] as const])
    .filter(([key]) => !DERIVED.has(key));
  return Object.fromEntries(kept.map(([key, value]) => [NAMES.get(key) ?? key, value]));
}

/** What only a lab in a LAN has: behind NAT the gateway of the nodes is Windows itself, and there is no adapter. */
function lanSettings({ Network, NodeGateway, Adapter, Nodes }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (Network !== 'external') { return { 'host.adapter': undefined }; }
  // Version 0.2.0 and older had a setting for it; now only what a node is made with says it.
  const facts = list(Nodes, 0, 'MadeWith').filter((fact) => text(fact, 'Name') === 'host.router');
  return { 'host.router': NodeGateway ?? at(facts[0], 'Value'), 'host.adapter': Adapter };
}

/** What making a node anew means, in a few words. */
export const ANEW = 'make the node anew: lab.cmd down, lab.cmd up; lost with it are volumes, Secrets, certificates and the lab\'s own CA';

/** What is said where several settings take the same. */
const SAID: Readonly<Record<Takes, (settings: string) => Hazard | undefined>> = {
  up: () => undefined,
  stop: (settings) => caution(`${settings}: Hyper-V changes it only while the VM is off: lab.cmd stop, then lab.cmd up`),
  switch: (settings) => caution(`${settings}: the switch keeps what it was made with: lab.cmd down -KeepDisk, then lab.cmd up; disks stay`),
  move: (settings) => danger(`${settings}: lab.cmd up looks for disks, keys and records in the new folder: `
    + 'lab.cmd down -KeepDisk and move the old one there before the synth (docs/day-2.md)'),
  new: (settings) => caution(`${settings}: only for nodes that are made from now on`),
  kept: (settings) => caution(`${settings}: an existing node keeps what it was made with; `
    + 'change it there too, or make the node anew (docs/day-2.md)'),
  anew: (settings) => danger(`${settings}: a node keeps this for its life, and lab.cmd up refuses another value: ${ANEW}`),
};

/** Settings of which there is more to say than what they take. */
const BESIDES: ReadonlyMap<string, Hazard> = new Map(Object.entries({
  'host.switchName': caution('lab.cmd up refuses the new name as long as there is a switch of the old one'),
  'host.kubeContext': caution('lab.cmd up adds another context to your kubeconfig; the old one stays'),
}));

/** The risks of changed settings of the Windows host. */
export function hazardsOfHost(changes: readonly FieldChange[]): Hazard[] {
  const settings = [...new Set(changes.map(({ path }) => String(path[0])))];
  return unique([...hazardsOf(settings, (setting) => setting), ...settings.flatMap((setting) => BESIDES.get(setting) ?? [])]);
}

/**
 * The risks of changed settings of a node's VM.
 *
 * @param changes - paths begin with the name of a key of a node
 */
export function hazardsOfMachine(changes: readonly FieldChange[]): Hazard[] {
  const disk = changes.filter(({ path }) => path[0] === 'diskGiB').map(({ before, after }) => Number(after) < Number(before)
    ? danger(`diskGiB: a disk is never made smaller: lab.cmd up warns and leaves it; ${ANEW}`)
    : caution('diskGiB: lab.cmd up grows the disk, and the node sees it after its next start: lab.cmd stop, lab.cmd start'));
  return [...hazardsOf(changes.map(({ path }) => String(path[0])), (setting) => `nodes[].${setting}`), ...disk];
}

/** One hazard for all settings that take the same. */
function hazardsOf(settings: readonly string[], factOf: (setting: string) => string): Hazard[] {
  const groups = new Map<Takes, string[]>();
  for (const setting of settings) {
    const takes = takesOf(factOf(setting)) ?? 'up';
    groups.set(takes, [...groups.get(takes) ?? [], setting]);
  }
  return [...groups].flatMap(([takes, names]) => saidOf(names, takes));
}

/** What is said of settings that take the same. */
export function saidOf(settings: readonly string[], takes: Takes): Hazard[] {
  const said = SAID[takes](settings.join(', '));
  return said ? [said] : [];
}
