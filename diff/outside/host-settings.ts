import { isMapping } from '../../config/kinds';
import type { FieldChange } from '../change';
import { caution, danger, type Hazard } from '../hazard';
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
  Domain: 'domain',
  RepoUrl: 'gitops.repoURL',
  Revision: 'gitops.revision',
  RepoPath: 'gitops.path',
  Network: 'host.network',
  Cidr: 'network.cidr',
  HostAddress: 'network.hostAddress',
  NodeGateway: 'default gateway of the nodes',
  GatewayAddress: 'gateway.address',
  SwitchName: 'host.switchName',
  Adapter: 'host.adapter',
  Folder: 'host.folder',
  SecureBoot: 'host.secureBoot',
  Autostart: 'host.autostart',
  SshUser: 'host.sshUser',
  KubeContext: 'host.kubeContext',
  Image: 'host.image',
  Loopback: 'host.loopback',
  Name: 'name',
  Address: 'address',
  Cpus: 'cpus',
  MemoryGiB: 'memoryGiB',
  DiskGiB: 'diskGiB',
}));

/** Keys that follow from others or from objects of dist/, or are only printed by the scripts. */
const DERIVED = new Set([
  'Nodes', 'Pages', 'Names', 'Logins', 'Trust', 'Placeholders', 'PrefixLength', 'NatName', 'Mac', 'MemoryBytes', 'DiskBytes', 'MadeWith',
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
  return { host: renamed(settings), nodes: new Map(nodes.map((node) => [String(node['Name']), renamed(node)])) };
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
  const kept = Object.entries(settings).filter(([key]) => !DERIVED.has(key));
  return Object.fromEntries(kept.map(([key, value]) => [NAMES.get(key) ?? key, value]));
}

const CUT_OFF = 'the nodes cannot be reached any more: lab.cmd up changes Windows at once';
const REMADE = 'create the node again (docs/day-2.md)';

/** The risk of a changed setting of the Windows host, by its name in homelab.yaml. */
const HOST_HAZARDS: ReadonlyMap<string, Hazard> = new Map(Object.entries({
  'network.cidr': danger(`${CUT_OFF}, but a node keeps its addresses until you ${REMADE}`),
  'network.hostAddress': danger(`${CUT_OFF}, but a node keeps its default gateway until you ${REMADE}`),
  'default gateway of the nodes': danger(`a node keeps its default gateway until you ${REMADE}`),
  'host.network': danger(`a node keeps its addresses until you ${REMADE}`),
  'host.switchName': danger('lab.cmd up makes another switch and NAT, and nothing removes the old ones: '
    + 'run lab.cmd down -KeepDisk before the synth'),
  'host.folder': danger('lab.cmd up looks for disks, key and records in the new folder: move the old one there first (docs/day-2.md)'),
  'host.sshUser': danger(`the scripts log in as a user that a node does not have until you ${REMADE}`),
  'host.kubeContext': caution('lab.cmd up adds another context to your kubeconfig; the old one stays'),
  'host.secureBoot': caution('needs the VM stopped: lab.cmd stop, then lab.cmd up'),
  'host.adapter': caution('the switch keeps the adapter with which it was made'),
  'host.image': caution('only used for nodes that are created from now on'),
}));

/** The risks of changed settings of the Windows host. */
export function hazardsOfHost(changes: readonly FieldChange[]): Hazard[] {
  return [...new Set(changes.map(({ path }) => String(path[0])))].flatMap((setting) => HOST_HAZARDS.get(setting) ?? []);
}

/** The risks of changed settings of a node's VM. */
export function hazardsOfMachine(changes: readonly FieldChange[]): Hazard[] {
  return changes.flatMap(({ path: [setting], before, after }) => {
    switch (setting) {
      case 'address':
        return [danger('the node cannot be reached any more: the lab expects the new address, '
          + `but the node keeps the old one until you ${REMADE}`)];
      case 'cpus':
      case 'memoryGiB': return [caution('processors and memory need the VM stopped: lab.cmd stop, then lab.cmd up')];
      case 'diskGiB':
        return [Number(after) < Number(before)
          ? danger('a disk is never made smaller; create the node again, which deletes its volumes')
          : caution('the node sees the larger disk after its next start: lab.cmd up, lab.cmd stop, lab.cmd start')];
      default: return [];
    }
  });
}
