import { readConfig } from '../../charts/load-config';
import { compareLabs, type LabDiff } from '../../diff/compare-labs';
import { MANIFESTS, type LabFiles } from '../../diff/lab-files';
import { synthesise } from '../../synth/synthesise';

const known = new Map<string, LabFiles>();

/** Everything that a configuration gives. */
export function stateOf(yaml: string): LabFiles {
  const state = known.get(yaml) ?? synthesised(yaml);
  known.set(yaml, state);
  return state;
}

function synthesised(yaml: string): LabFiles {
  const { files, monitoring, scripts } = synthesise(readConfig(yaml, 'homelab.yaml'));
  return new Map([[MANIFESTS, files], ['monitoring', monitoring], ['scripts', scripts]]);
}

/** A state with another text of one file. */
export function withFile(state: LabFiles, tree: string, file: string, edit: (text: string) => string): LabFiles {
  const files = state.get(tree) ?? new Map<string, string>();
  const text = files.get(file);
  if (text === undefined) { throw new Error(`no file ${tree}/${file}`); }
  const edited = edit(text);
  if (edited === text) { throw new Error(`the edit of ${tree}/${file} changes nothing`); }
  return new Map([...state, [tree, new Map([...files, [file, edited]])]]);
}

/** What changes outside the cluster: object, its fields, and what is said of it. */
export function outsideOf(diff: LabDiff): Record<string, { readonly fields?: readonly unknown[]; readonly said?: readonly string[] }> {
  return Object.fromEntries(diff.outside.flatMap(({ objects }) => objects).map(({ kind, name, fields, hazards }) => [`${kind} ${name}`, {
    ...fields.length === 0 ? {} : { fields: fields.map(({ path, before, after }) => [path.join('.'), before, after]) },
    ...hazards.length === 0 ? {} : { said: hazards.map(({ level, text }) => `${level}: ${text}`) },
  }]));
}

/** The difference between two configurations. */
export function diffOf(before: string, after: string): LabDiff {
  return compareLabs(stateOf(before), stateOf(after));
}
