import type { Manifest } from '../charts/core/manifest';
import { isMapping } from '../config/kinds';
import { caution, danger, type Hazard } from './hazard';
import { answeredNames, hostnamesOf } from './hostnames';
import { findApplication, SYNC_OPTIONS, type Objects, type LabObject } from './objects';

/**
 * What happens to an object whose file is removed.
 *
 * - `deleted`: Argo CD prunes it.
 * - `kept`: Argo CD must not prune it, and shows its Application as OutOfSync until somebody deletes the object, unless the object says
 *   that it is no difference.
 * - `orphaned`: the Application that would delete it is removed at the same time, and has no finalizer.
 */
type Fate = { readonly kind: 'deleted' } | { readonly kind: 'kept' | 'orphaned'; readonly owner: string };

/**
 * The risks of the removal of an object's file, and what has to be done by hand.
 *
 * @param before - every object before the change
 * @param after - every object after the change
 */
export function hazardsOfRemoval(object: LabObject, before: Objects, after: Objects): Hazard[] {
  const fate = fateOf(object, before, after);
  return fate.kind === 'deleted' ? whenDeleted(object.manifest, after) : whenItStays(object.manifest, fate, before, after);
}

/**
 * The risks of an object's move to another folder: Argo CD deletes it as removed from the one, and makes it anew for the other, because no
 * Application takes an object that another still has (FailOnSharedResource).
 *
 * @param object - where it was
 * @param moved - where it is
 * @param before - every object before the change
 * @param after - every object after the change
 */
export function hazardsOfMove(object: LabObject, moved: LabObject, before: Objects, after: Objects): Hazard[] {
  if (object.owner === undefined || object.owner === moved.owner || fateOf(object, before, after).kind !== 'deleted') { return []; }
  // Without its finalizer an Application goes, and what it has installed stays for the one that is made anew.
  if (object.manifest.kind === 'Application' && !hasFinalizer(object.manifest)) { return []; }
  const move = `moves from ${object.owner} to ${moved.owner ?? moved.application}: it is deleted, and made anew`;
  const losses = whenDeleted(object.manifest, after).filter(({ level }) => level === 'danger');
  return losses.length === 0 ? [caution(move)] : losses.map(({ text }) => danger(`${move}; ${text}`));
}

function fateOf({ manifest, owner, application }: LabObject, before: Objects, after: Objects): Fate {
  const keeper = owner ?? application;
  // Helm deletes what the next version of a chart does not make any more.
  if (isHelmChart(owner, after)) { return { kind: 'deleted' }; }
  const remaining = owner === undefined ? undefined : findApplication(after, owner);
  if (remaining === undefined) {
    return deletesItsObjects(before, after, owner) ? { kind: 'deleted' } : { kind: 'orphaned', owner: keeper };
  }
  return !prunes(remaining) || isKept(manifest) ? { kind: 'kept', owner: keeper } : { kind: 'deleted' };
}

function isHelmChart(name: string | undefined, objects: Objects): boolean {
  return [...objects.values()].some(({ manifest }) => manifest.kind === 'HelmChart' && manifest.metadata.name === name);
}

/** True if an Application deletes an object whose file is removed. */
function prunes(application: Manifest): boolean {
  const { syncPolicy } = (application['spec'] ?? {}) as { syncPolicy?: { automated?: { prune?: boolean } } };
  return syncPolicy?.automated?.prune === true;
}

/** True if an Application deletes its objects when it is deleted itself: it has the finalizer of Argo CD, and Argo CD prunes it. */
function deletesItsObjects(before: Objects, after: Objects, owner: string | undefined): boolean {
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
        ? 'its definitions stay, and no Application owns them any more; if you delete them by hand, every object of their kinds is deleted'
        : 'what it has installed stays in the cluster, and no Application owns it any more; delete it by hand')];
    case 'PersistentVolumeClaim':
    case 'StatefulSet': return [danger('its data may be deleted with it')];
    case 'Gateway': return [danger('every address and host name behind it stops answering')];
    case 'IPAddressPool': return [danger('Services with an address of this pool lose it')];
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
    : `stays in the cluster, because ${fate.owner}, which would delete it, is removed at the same time`;
  const differs = fate.kind === 'kept' && !isNoDifference(manifest);
  const until = differs ? `${fate.owner} is OutOfSync until it is deleted by hand` : 'delete it by hand';
  switch (manifest.kind) {
    case 'Namespace': return [danger(`${stays}; ${until}, which deletes everything in it, volumes included`)];
    case 'Application':
      return [danger(`${stays}, and ${activityOf(manifest, before, after)}; ${until}; what it has installed stays even then`)];
    case 'ClusterIssuer':
    case 'Issuer': return [caution(`${stays}${isAcme(manifest) ? ', and continues to use its ACME server' : ''}; ${until}`)];
    default: return [caution(`${stays}; ${until}`)];
  }
}

/** What an Application does that stays in the cluster. */
function activityOf(application: Manifest, before: Objects, after: Objects): string {
  const { project: name, source } = application['spec'] as { project?: string; source?: { repoURL?: string } };
  const find = (objects: Objects): Manifest | undefined => [...objects.values()]
    .find(({ manifest }) => manifest.kind === 'AppProject' && manifest.metadata.name === name)?.manifest;
  // A project whose file is removed at the same time stays as it was, because it says Prune=false.
  const project = find(after) ?? find(before);
  const { sourceRepos = [] } = (project?.['spec'] ?? {}) as { sourceRepos?: readonly string[] };
  return sourceRepos.some((each) => each === '*' || each === source?.repoURL)
    ? 'continues to sync'
    : 'can no longer sync, because its project does not allow its repository any more';
}

function isAcme(issuer: Manifest): boolean {
  return isMapping(issuer['spec']) && issuer['spec']['acme'] !== undefined;
}

function isKept({ metadata: { annotations } }: Manifest): boolean {
  return annotations?.[SYNC_OPTIONS]?.includes('Prune=false') === true;
}

/** Whether Argo CD calls an object that git no longer has no difference. */
function isNoDifference({ metadata: { annotations } }: Manifest): boolean {
  return annotations?.['argocd.argoproj.io/compare-options']?.includes('IgnoreExtraneous') === true;
}

function hasFinalizer({ metadata }: Manifest): boolean {
  const { finalizers = [] } = metadata as { finalizers?: readonly string[] };
  return finalizers.some((finalizer) => finalizer.startsWith('resources-finalizer.argocd.argoproj.io'));
}
