import { dump } from 'js-yaml';
import { compareTrees, type ApplicationDiff, type ObjectDiff } from '../../diff/compare';
import type { LabDiff } from '../../diff/compare-labs';

/** Part of an object. */
export interface Sketch { readonly [field: string]: unknown }

/** An object in the namespace "somewhere". */
export function object(apiVersion: string, kind: string, name: string, rest: Sketch = {}): Sketch {
  const { metadata, ...fields } = rest;
  return { apiVersion, kind, metadata: { name, namespace: 'somewhere', ...metadata as Sketch }, ...fields };
}

/** An object without a namespace. */
export function clusterObject(apiVersion: string, kind: string, name: string, rest: Sketch = {}): Sketch {
  return object(apiVersion, kind, name, { ...rest, metadata: { namespace: undefined, ...rest['metadata'] as Sketch } });
}

/** An Application that syncs a folder of the lab and deletes what its folder no longer holds. */
export function ownApplication(folder: string, rest: Sketch = {}): Sketch {
  return object('argoproj.io/v1alpha1', 'Application', folder, {
    spec: { source: { path: `dist/${folder}` }, syncPolicy: { automated: { prune: true } }, ...rest },
  });
}

type Placed = Sketch | readonly [folder: string, Sketch];

/** A tree of manifests; an object without a folder goes to "folder". */
export function tree(...objects: readonly Placed[]): Map<string, string> {
  return new Map(objects.map((each, index) => {
    const [folder, manifest] = Array.isArray(each) ? each as [string, Sketch] : ['folder', each as Sketch];
    return [`${folder}/${index}.yaml`, dump(manifest, { skipInvalid: true })];
  }));
}

/** The only object that differs. */
export function one(diffs: readonly ApplicationDiff[]): ObjectDiff {
  const objects = diffs.flatMap((each) => each.objects);
  expect(objects).toHaveLength(1);
  return objects[0]!;
}

/** The fields that differ in the only object that does. */
export function fields(before: Sketch, after: Sketch): unknown {
  return one(compareTrees(tree(before), tree(after))).fields.map(({ path, before: old, after: fresh }) => [path.join('.'), old, fresh]);
}

/** A whole comparison of manifests alone. */
export function labDiff(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): LabDiff {
  return { applications: compareTrees(before, after), outside: [], notCompared: [] };
}
