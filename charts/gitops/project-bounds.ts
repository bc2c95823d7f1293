import { groupOf, type Manifest } from '../core/manifest';
import { scopeOf, type Scope } from '../core/pinned-kinds';
import { at, text } from '../core/rendered-lab';

/** The scope of a kind that has no pinned schema; undefined where it is not known. */
export type ScopeOf = (group: string, kind: string) => Scope | undefined;

/**
 * Whether an AppProject lets its Applications have an object, by the object's kind.
 *
 * @param defined - scopes of kinds that are not pinned @default - none is known
 */
export function allows(project: Manifest, manifest: Manifest, defined: ScopeOf = () => undefined): boolean {
  const group = groupOf(manifest);
  const known = scopeOf(group, manifest.kind) ?? defined(group, manifest.kind);
  const scope = known ?? (manifest.metadata.namespace === undefined ? undefined : 'Namespaced');
  // A namespaced kind is allowed unless a list says otherwise; a cluster-scoped one only if a list says so. Where nobody knows, either
  // will do.
  return (scope !== 'Cluster' && (lists(project, 'namespaceResourceWhitelist', manifest) ?? true)
    && lists(project, 'namespaceResourceBlacklist', manifest) !== true)
    || (scope !== 'Namespaced' && (lists(project, 'clusterResourceWhitelist', manifest) ?? false));
}

/** Whether a list of a project names an object's kind; undefined if the project has no such list. */
function lists(project: Manifest, name: string, manifest: Manifest): boolean | undefined {
  const kinds = at(project, 'spec', name);
  if (!Array.isArray(kinds)) { return undefined; }
  return kinds.some((each) => text(each, 'group') === groupOf(manifest) && text(each, 'kind') === manifest.kind);
}

/** What definitions among some objects say of the scopes of their kinds. */
export function scopesIn(objects: readonly Manifest[]): ScopeOf {
  const scopes = new Map(objects.filter((each) => each.kind === 'CustomResourceDefinition').map((each) => {
    const scope: Scope = text(each, 'spec', 'scope') === 'Cluster' ? 'Cluster' : 'Namespaced';
    return [`${text(each, 'spec', 'group')}/${text(each, 'spec', 'names', 'kind')}`, scope];
  }));
  return (group, kind) => scopes.get(`${group}/${kind}`);
}
