import { describe, type Manifest } from '../synth/manifest';
import { changesBetween, type FieldChange } from './change';
import { hazardsOfChange, hazardsOfRemoval, type Hazard } from './hazards';
import { readObjects, type TreeObject } from './tree';

/** One object that differs. */
export interface ObjectDiff {
  readonly kind: 'added' | 'removed' | 'changed';
  /** `HTTPRoute monitoring/grafana`. */
  readonly name: string;
  readonly fields: readonly FieldChange[];
  readonly hazards: readonly Hazard[];
}

/** What differs for one Application. */
export interface ApplicationDiff {
  readonly application: string;
  readonly objects: readonly ObjectDiff[];
}

/** Compares two trees of `dist/`, object by object; files may move and be written differently as long as they say the same. */
export function compareTrees(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): ApplicationDiff[] {
  const [old, fresh] = [readObjects(before), readObjects(after)];
  const byApplication = new Map<string, ObjectDiff[]>();
  for (const key of [...new Set([...old.keys(), ...fresh.keys()])].sort()) {
    const difference = compare(old.get(key), fresh.get(key));
    if (difference) {
      const application = (fresh.get(key) ?? old.get(key))!.application;
      byApplication.set(application, [...byApplication.get(application) ?? [], difference]);
    }
  }
  return [...byApplication].sort(([a], [b]) => (a < b ? -1 : 1)).map(([application, objects]) => ({ application, objects }));
}

function compare(old?: TreeObject, fresh?: TreeObject): ObjectDiff | undefined {
  if (!old) { return fresh && { kind: 'added', name: describe(fresh.manifest), fields: [], hazards: [] }; }
  if (!fresh) { return { kind: 'removed', name: describe(old.manifest), fields: [], hazards: hazardsOfRemoval(old.manifest) }; }
  const fields = changesBetween(old.manifest, fresh.manifest);
  return fields.length === 0 ? undefined : { kind: 'changed', name: describe(fresh.manifest), fields, hazards: hazardsOfChange(fresh.manifest satisfies Manifest, fields) };
}
