import { isMapping } from '../../config/kinds';
import { CHECK_SCRIPT, MACHINE_FOLDER } from '../../host/existing';
import { takesOf } from '../../host/host-facts';
import { changesBetween, type FieldChange } from '../change';
import type { ObjectDiff } from '../compare';
import { caution, danger, unique, type Hazard } from '../hazard';
import { hunksOf } from '../hunks';
import { ANEW, hazardsOfHost, hazardsOfMachine, readHostSettings, type HostSettings } from './host-settings';
import { hazardOfFile, hazardsOfSeed, readSeed } from './seed';

type Files = ReadonlyMap<string, string>;

const SETTINGS_SCRIPT = 'lib/Config.ps1';
const SECRETS = 'required-secrets.json';
const SEED = /^seed\/([^/]+)\/(.+)$/;

/**
 * What differs in `scripts/`: settings as data, everything else file by file.
 *
 * @param before - path below `scripts/`, with "/", and text
 * @param after - the same
 */
export function compareScripts(before: Files, after: Files): ObjectDiff[] {
  const moved = compareKinds(before, after);
  if (moved) { return [moved, ...compareSecrets(before, after, hasMachine(after)) ?? []]; }
  const settings = compareSettings(before, after);
  const nodes = compareNodes(before, after, settings);
  const secrets = compareSecrets(before, after, hasMachine(after));
  const read = [...secrets ? [SECRETS] : [], ...settings ? [SETTINGS_SCRIPT] : []];
  const rest = (files: Files): Files => new Map([...files].filter(([file]) => !SEED.test(file) && !read.includes(file)));
  return [
    ...changedObject('settings of the scripts', settings?.changes ?? [], (changes) =>
      [...hazardsOfHost(changes), ...changes.some(isDoneByUp) ? [RUN_AGAIN] : []]),
    ...nodes,
    ...secrets ?? [],
    ...compareFiles('scripts', rest(before), rest(after), hasMachine(after) ? hazardOfMachineFile : () => RUN_AGAIN),
  ];
}

/**
 * What differs in a tree, file by file.
 *
 * @param hazardOf - the risk of a difference in a file, by its name; none by default
 */
export function compareFiles(tree: string, before: Files, after: Files, hazardOf?: (file: string) => Hazard): ObjectDiff[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((file): ObjectDiff[] => {
    const [old, fresh] = [before.get(file), after.get(file)];
    if (old !== undefined && fresh !== undefined && plain(old) === plain(fresh)) { return []; }
    const hazards = hazardOf === undefined ? [] : [hazardOf(file)];
    const hunks = old !== undefined && fresh !== undefined ? hunksOf(plain(old), plain(fresh)) : [];
    return [{ kind: kindOf(old, fresh), name: `file ${tree}/${file}`, fields: [], hazards, ...hunks.length === 0 ? {} : { hunks } }];
  });
}

function kindOf(old: string | undefined, fresh: string | undefined): ObjectDiff['kind'] {
  if (old === undefined) { return 'added'; }
  return fresh === undefined ? 'removed' : 'changed';
}

/** Whether the next run of the scripts is all that a setting takes. */
function isDoneByUp({ path: [setting] }: FieldChange): boolean {
  return (takesOf(String(setting)) ?? 'up') === 'up';
}

const RUN_AGAIN = caution('takes effect when the scripts are run again: lab.cmd up');

/** True for the scripts of a lab whose machine is there already. */
function hasMachine(files: Files): boolean { return files.has(CHECK_SCRIPT); }

/** The change from a VM that the lab makes to a machine that is there already, or back; undefined where neither is new. */
function compareKinds(before: Files, after: Files): ObjectDiff | undefined {
  if (before.size === 0 || after.size === 0 || hasMachine(before) === hasMachine(after)) { return undefined; }
  const kinds = [before, after].map((files) => hasMachine(files) ? 'none' : 'Windows') as [string, string];
  const said = hasMachine(after)
    ? 'the VM runs on, and nothing here knows it any more: what is in it is not moved. To remove it, run lab.cmd down before the synth, or '
      + 'from an older commit; the lab comes to the other cluster by docs/host-none.md'
    : 'lab.cmd up makes a new VM; the cluster that was there runs on, and nothing is moved out of it';
  return {
    kind: 'changed', name: 'the machine of the lab', fields: [{ path: ['host'], before: kinds[0], after: kinds[1] }],
    hazards: [danger(said)],
  };
}

/** The risk of a changed file of a lab with host: none. */
function hazardOfMachineFile(file: string): Hazard {
  return file.startsWith(`${MACHINE_FOLDER}/`)
    ? caution('the machine keeps the file it has: bash scripts/prepare-node.sh there, and restart K3s if it is its configuration')
    : caution('counts when the scripts are run again; bash scripts/check-cluster.sh says if the cluster still fits');
}

interface Settings {
  readonly changes: readonly FieldChange[];
  readonly before: HostSettings;
  readonly after: HostSettings;
}

function compareSettings(before: Files, after: Files): Settings | undefined {
  const [old, fresh] = [before, after].map((files) => readHostSettings(plain(files.get(SETTINGS_SCRIPT) ?? '')));
  return old && fresh ? { before: old, after: fresh, changes: changesBetween(old.host, fresh.host) } : undefined;
}

function compareNodes(before: Files, after: Files, settings: Settings | undefined): ObjectDiff[] {
  const names = [...new Set([...before.keys(), ...after.keys()].flatMap((file) => SEED.exec(file)?.[1] ?? []))].sort();
  const [old, fresh] = [before, after].map((files) => new Set([...files.keys()].flatMap((file) => SEED.exec(file)?.[1] ?? [])));
  return names.flatMap((name): ObjectDiff[] => {
    if (!old?.has(name)) { return [{ kind: 'added', name: `node ${name}`, fields: [], hazards: ofNewNode(name, settings) }]; }
    if (!fresh?.has(name)) {
      return [{
        kind: 'removed', name: `node ${name}`, fields: [],
        hazards: [danger(`its VM runs on, and lab.cmd up refuses everything else as long as it is there: ${ANEW}`)],
      }];
    }
    return compareNode(name, before, after, settings);
  });
}

function ofNewNode(name: string, settings: Settings | undefined): Hazard[] {
  const address = settings?.after.nodes.get(name)?.['address'];
  const [former] = [...settings?.before.nodes ?? []]
    .filter(([each, node]) => !settings?.after.nodes.has(each) && node['address'] === address).map(([each]) => each);
  return [former === undefined
    ? caution('lab.cmd up makes a new VM for it')
    : danger(`has the address of ${former}: lab.cmd up renames no node, and makes this one when ${former} is gone`)];
}

function compareNode(name: string, before: Files, after: Files, settings: Settings | undefined): ObjectDiff[] {
  const machine = settings ? changesBetween(settings.before.nodes.get(name) ?? {}, settings.after.nodes.get(name) ?? {}) : [];
  const [old, fresh] = [seedFiles(name, before), seedFiles(name, after)];
  const [oldSeed, freshSeed] = [readSeed(old), readSeed(fresh)];
  if (!oldSeed || !freshSeed) { return compareFiles(`scripts/seed/${name}`, old, fresh, hazardOfFile); }
  const seed = changesBetween(oldSeed.settings, freshSeed.settings);
  const files = compareFiles('', oldSeed.files, freshSeed.files, hazardOfFile)
    .map((file) => ({ ...file, name: `file ${file.name.slice('file /'.length)} of node ${name}` }));
  const hazards = (): Hazard[] => unique([...hazardsOfMachine(machine), ...hazardsOfSeed(seed)]);
  return [...changedObject(`node ${name}`, [...machine, ...seed], hazards), ...files];
}

/** An object, if any of its fields differs. */
function changedObject(
  name: string, fields: readonly FieldChange[], hazardsOf: (fields: readonly FieldChange[]) => Hazard[],
): ObjectDiff[] {
  return fields.length === 0 ? [] : [{ kind: 'changed', name, fields, hazards: hazardsOf(fields) }];
}

function seedFiles(node: string, files: Files): Files {
  return new Map([...files].flatMap(([file, text]): [string, string][] => {
    const [, name, rest = ''] = SEED.exec(file) ?? [];
    return name === node ? [[rest, plain(text)]] : [];
  }));
}

/** What differs in the list of Secrets that a person has to create; undefined if the list cannot be read. */
function compareSecrets(before: Files, after: Files, onMachine: boolean): ObjectDiff[] | undefined {
  const [old, fresh] = [before, after].map((files) => readSecrets(files.get(SECRETS)));
  if (!old || !fresh) { return undefined; }
  return [...new Set([...old.keys(), ...fresh.keys()])].sort().flatMap((name): ObjectDiff[] => {
    const fields = changesBetween(old.get(name) ?? {}, fresh.get(name) ?? {});
    if (fields.length === 0) { return []; }
    if (!fresh.has(name)) { return [{ kind: 'removed', name: `secret ${name} to create`, fields: [], hazards: [] }]; }
    const hazards = [caution(`${onMachine ? 'bash scripts/secrets.sh' : 'scripts\\lab.cmd secrets'} asks for it`)];
    return [old.has(name)
      ? { kind: 'changed', name: `secret ${name} to create`, fields, hazards }
      : { kind: 'added', name: `secret ${name} to create`, fields: [], hazards }];
  });
}

function readSecrets(text: string | undefined): Map<string, unknown> | undefined {
  if (text === undefined) { return undefined; }
  try {
    const { secrets } = JSON.parse(text) as { secrets?: unknown };
    if (!Array.isArray(secrets)) { return undefined; }
    return new Map(secrets.filter(isMapping).map(({ namespace, name, keys, required, labels }) => {
      const names: unknown = Array.isArray(keys) ? keys.map((key: unknown) => isMapping(key) ? key['key'] : key) : keys;
      return [`${String(namespace)}/${String(name)}`, { keys: names, required, labels }];
    }));
  } catch {
    return undefined;
  }
}

/** Text without what has no meaning: the kind of line ends, which git may change, and the notice that it is generated. */
function plain(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(/^.*\bGenerated from \S+\.ya?ml\b.*\n/m, '');
}
