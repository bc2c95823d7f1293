import { describe } from '../charts/core/manifest';
import { withoutDigest } from '../charts/core/content-digest';
import { changesBetween, type FieldChange } from './change';
import { hazardsOfAddition, hazardsOfChange } from './change-hazards';
import type { Hazard } from './hazard';
import type { Hunk } from './hunks';
import { hazardsOfMove, hazardsOfRemoval } from './removal-hazards';
import { readObjects, type Objects } from './objects';

/** One object that differs. */
export interface ObjectDiff {
  /** What happens to it. */
  readonly kind: 'added' | 'removed' | 'changed';
  /** Its kind and name: `HTTPRoute monitoring/grafana`. */
  readonly name: string;
  /** The fields that differ; empty unless it is changed. */
  readonly fields: readonly FieldChange[];
  /** What a person should know before the change is merged. */
  readonly hazards: readonly Hazard[];
  /** Where the lines of a file differ. @default - it is no changed file */
  readonly hunks?: readonly Hunk[];
}

/** What differs for one Application. */
export interface ApplicationDiff {
  /** Name of the Application; the folder of the objects if no Application syncs it. */
  readonly application: string;
  /** The objects that differ, in order. */
  readonly objects: readonly ObjectDiff[];
}

/**
 * Compares two states of `dist/`, object by object. The name of a file and the layout of its text do not count.
 *
 * @throws Error if a file holds no Kubernetes object
 */
export function compareTrees(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): ApplicationDiff[] {
  const [old, fresh] = [readObjects(before), readObjects(after)];
  const byApplication = new Map<string, ObjectDiff[]>();
  for (const key of [...new Set([...old.keys(), ...fresh.keys()])].sort()) {
    const difference = compare(key, old, fresh);
    const application = (fresh.get(key) ?? old.get(key))?.application;
    if (difference && application !== undefined) { byApplication.set(application, [...byApplication.get(application) ?? [], difference]); }
  }
  return [...byApplication].sort(([a], [b]) => (a < b ? -1 : 1)).map(([application, objects]) => ({ application, objects }));
}

function compare(key: string, before: Objects, after: Objects): ObjectDiff | undefined {
  const [old, fresh] = [before.get(key), after.get(key)];
  if (!old) {
    const hazards = fresh ? hazardsOfAddition(fresh.manifest, before, after) : [];
    return fresh && { kind: 'added', name: describe(fresh.manifest), fields: [], hazards };
  }
  if (!fresh) { return { kind: 'removed', name: describe(old.manifest), fields: [], hazards: hazardsOfRemoval(old, before, after) }; }
  const fields = changesBetween(withoutDigest(old.manifest), withoutDigest(fresh.manifest));
  const moves = hazardsOfMove(old, fresh, before, after);
  if (fields.length === 0 && moves.length === 0) { return undefined; }
  const hazards = [...moves, ...hazardsOfChange(fresh.manifest, fields, before, after)];
  return { kind: 'changed', name: describe(fresh.manifest), fields, hazards };
}
