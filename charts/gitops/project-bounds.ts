import { groupOf, type Manifest } from '../core/manifest';
import { scopeOf } from '../core/pinned-kinds';
import { at, text } from '../core/rendered-lab';

/** Whether an AppProject lets its Applications have an object, by the object's kind. */
export function allows(project: Manifest, manifest: Manifest): boolean {
  const scope = scopeOf(groupOf(manifest), manifest.kind) ?? (manifest.metadata.namespace === undefined ? undefined : 'Namespaced');
  // A namespaced kind is allowed unless a list says otherwise; a cluster-scoped one only if a list says so. Where nobody knows, either
  // will do.
  return (scope !== 'Cluster' && (lists(project, 'namespaceResourceWhitelist', manifest) ?? true))
    || (scope !== 'Namespaced' && (lists(project, 'clusterResourceWhitelist', manifest) ?? false));
}

/** Whether a list of a project names an object's kind; undefined if the project has no such list. */
function lists(project: Manifest, name: string, manifest: Manifest): boolean | undefined {
  const kinds = at(project, 'spec', name);
  if (!Array.isArray(kinds)) { return undefined; }
  return kinds.some((each) => text(each, 'group') === groupOf(manifest) && text(each, 'kind') === manifest.kind);
}
