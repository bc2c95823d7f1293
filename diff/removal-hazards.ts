import type { Manifest } from '../charts/core/manifest';
import { isMapping } from './change';
import { caution, danger, type Hazard } from './hazard';
import { answeredNames, hostnamesOf } from './hostnames';
import { findApplication, SYNC_OPTIONS, type Objects, type TreeObject } from './tree';

/**
 * What becomes of an object whose file goes.
 *
 * - `deleted`: Argo CD prunes it.
 * - `kept`: it is told not to, and shows its Application OutOfSync until somebody deletes the object.
 * - `orphaned`: the Application that would delete it goes at the same time. Applications have no finalizer, so their objects stay.
 */
type Fate = { readonly kind: 'deleted' } | { readonly kind: 'kept' | 'orphaned'; readonly owner: string };

/** What hurts when an object's file goes, and what is left to do by hand. */
export function hazardsOfRemoval(object: TreeObject, before: Objects, after: Objects): Hazard[] {
  const fate = fateOf(object, before, after);
  return fate.kind === 'deleted' ? whenDeleted(object.manifest, after) : whenItStays(object.manifest, fate, before, after);
}

function fateOf({ manifest, owner, application }: TreeObject, before: Objects, after: Objects): Fate {
  const keeper = owner ?? application;
  const heir = owner === undefined ? undefined : findApplication(after, owner);
  if (heir === undefined) { return takesAlong(before, after, owner) ? { kind: 'deleted' } : { kind: 'orphaned', owner: keeper }; }
  const prunes = (heir['spec'] as { syncPolicy?: { automated?: { prune?: boolean } } } | undefined)?.syncPolicy?.automated?.prune === true;
  return !prunes || isKept(manifest) ? { kind: 'kept', owner: keeper } : { kind: 'deleted' };
}

/** An Application with Argo CD's finalizer deletes what it has installed, provided somebody deletes the Application. */
function takesAlong(before: Objects, after: Objects, owner: string | undefined): boolean {
  const object = [...before.values()].find(({ manifest }) => manifest.kind === 'Application' && manifest.metadata.name === owner);
  return object !== undefined && hasFinalizer(object.manifest) && fateOf(object, before, after).kind === 'deleted';
}

function whenDeleted(manifest: Manifest, after: Objects): Hazard[] {
  const { kind, metadata: { name } } = manifest;
  switch (kind) {
    case 'Namespace': return [danger('everything in the namespace is deleted with it, volumes included')];
    case 'CustomResourceDefinition': return [danger('every object of this kind is deleted with its definition')];
    case 'Application':
      if (hasFinalizer(manifest)) { return [danger('everything it has installed is deleted with it')]; }
      return [danger(/crds?$/.test(name)
        ? 'its definitions stay, and nobody owns them any more; deleting them by hand deletes every object of their kinds'
        : 'what it has installed stays in the cluster, and nobody owns it any more; delete it by hand')];
    case 'PersistentVolumeClaim':
    case 'StatefulSet': return [danger('its data may go with it')];
    case 'Gateway': return [danger('every address and host name behind it stops answering')];
    case 'IPAddressPool': return [danger('Services that have an address of it lose it')];
    case 'HTTPRoute': {
      const lost = hostnamesOf(manifest).filter((hostname) => !answeredNames(after).has(hostname));
      const names = hostnamesOf(manifest).length === 0 ? 'its path' : lost.join(', ');
      return names === '' ? [] : [caution(`${names} stops answering`)];
    }
    default: return [];
  }
}

function whenItStays(manifest: Manifest, fate: Exclude<Fate, { kind: 'deleted' }>, before: Objects, after: Objects): Hazard[] {
  const stays = fate.kind === 'kept'
    ? `Argo CD leaves it in the cluster (${isKept(manifest) ? 'Prune=false' : `${fate.owner} does not prune`})`
    : `stays in the cluster, because ${fate.owner}, which would delete it, goes at the same time`;
  const until = fate.kind === 'kept' ? `${fate.owner} is OutOfSync until it is deleted by hand` : 'delete it by hand';
  switch (manifest.kind) {
    case 'Namespace': return [danger(`${stays}; ${until}, which deletes everything in it, volumes included`)];
    case 'Application':
      return [danger(`${stays}, and ${afterlife(manifest, before, after)}; ${until}; what it has installed stays even then`)];
    case 'ClusterIssuer':
    case 'Issuer': return [caution(`${stays}${isAcme(manifest) ? ', and goes on asking its ACME server' : ''}; ${until}`)];
    default: return [caution(`${stays}; ${until}`)];
  }
}

/** What an Application does that nobody deletes. */
function afterlife(application: Manifest, before: Objects, after: Objects): string {
  const { project: name, source } = application['spec'] as { project?: string; source?: { repoURL?: string } };
  const find = (objects: Objects): Manifest | undefined => [...objects.values()]
    .find(({ manifest }) => manifest.kind === 'AppProject' && manifest.metadata.name === name)?.manifest;
  // A project whose file goes at the same time is kept as it was, like everything in its folder that says Prune=false.
  const project = find(after) ?? find(before);
  const { sourceRepos = [] } = (project?.['spec'] ?? {}) as { sourceRepos?: readonly string[] };
  return sourceRepos.some((each) => each === '*' || each === source?.repoURL)
    ? 'goes on syncing'
    : 'can no longer sync, because its project does not allow its repository any more';
}

function isAcme(issuer: Manifest): boolean {
  return isMapping(issuer['spec']) && issuer['spec']['acme'] !== undefined;
}

function isKept({ metadata: { annotations } }: Manifest): boolean {
  return annotations?.[SYNC_OPTIONS]?.includes('Prune=false') === true;
}

function hasFinalizer({ metadata }: Manifest): boolean {
  const { finalizers = [] } = metadata as { finalizers?: readonly string[] };
  return finalizers.some((finalizer) => finalizer.startsWith('resources-finalizer.argocd.argoproj.io'));
}
