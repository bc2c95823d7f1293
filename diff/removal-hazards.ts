import { isMapping } from '../config/kinds';
import { CUSTOM_DNS, KUBE_SYSTEM } from '../config/platform';
import { describe, type Manifest } from '../charts/core/manifest';
import { list, text } from '../charts/core/rendered-lab';
import { hazardsOfAccess } from './access-hazards';
import { hazardsOfLostIssuer } from './certificate-hazards';
import { hazardsOfEgress, isEgressPolicy } from './egress-hazards';
import { caution, danger, type Hazard } from './hazard';
import { answeredNames, hostnamesOf, isRoute } from './hostnames';
import { hazardsOfMtls, hazardsOfWaypoint, isWaypoint } from './mesh-hazards';
import { findApplication, SYNC_OPTIONS, type Objects, type LabObject } from './objects';

/** AppProject of the charts that the lab itself brings: their volumes say Prune=false, or come from StatefulSets. */
const PLATFORM = 'platform';

/**
 * What happens to an object whose file is removed.
 *
 * - `deleted`: Argo CD prunes it.
 * - `kept`: Argo CD must not prune it, and shows its Application as OutOfSync until somebody deletes the object, unless the object says
 *   that it is no difference.
 * - `orphaned`: the Application that would delete it is removed at the same time, and has no finalizer.
 * - `spared`: the Application is removed at the same time and takes its objects along, but not this one, which says so.
 */
type Fate = { readonly kind: 'deleted' | 'spared' } | { readonly kind: 'kept' | 'orphaned'; readonly owner: string };

/**
 * The risks of the removal of an object's file, and what has to be done by hand.
 *
 * @param before - every object before the change
 * @param after - every object after the change
 */
export function hazardsOfRemoval(object: LabObject, before: Objects, after: Objects): Hazard[] {
  const fate = fateOf(object, before, after);
  switch (fate.kind) {
    case 'deleted': return goesWithItsPods(object, before, after) ? [] : whenDeleted(object.manifest, before, after);
    case 'spared': return [whenSpared(object.manifest)];
    default: return whenItStays(object.manifest, fate, before, after);
  }
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
  const losses = whenMoved(object.manifest, before, after).filter(({ level }) => level === 'danger');
  return losses.length === 0 ? [caution(move)] : losses.map(({ text }) => danger(`${move}; ${text}`));
}

function fateOf({ manifest, owner, application }: LabObject, before: Objects, after: Objects): Fate {
  const keeper = owner ?? application;
  // Helm deletes what the next version of a chart does not make any more.
  if (isHelmChart(owner, after)) { return { kind: 'deleted' }; }
  const remaining = owner === undefined ? undefined : findApplication(after, owner);
  if (remaining === undefined) {
    if (!deletesItsObjects(before, after, owner)) { return { kind: 'orphaned', owner: keeper }; }
    return { kind: says(manifest, 'Delete=false') ? 'spared' : 'deleted' };
  }
  return !prunes(remaining) || says(manifest, 'Prune=false') ? { kind: 'kept', owner: keeper } : { kind: 'deleted' };
}

/** True for a policy about what pods call that goes together with the pods: its Application takes both along. */
function goesWithItsPods({ manifest, owner }: LabObject, before: Objects, after: Objects): boolean {
  return isEgressPolicy(manifest) && owner !== undefined && findApplication(after, owner) === undefined
    && [...before.values()].some((each) => each.owner === owner && each.manifest.kind === 'Deployment'
      && each.manifest.metadata.namespace === manifest.metadata.namespace);
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

/** What is lost while an object is away; an Application with a finalizer takes everything along. */
function whenMoved(manifest: Manifest, before: Objects, after: Objects): Hazard[] {
  if (manifest.kind === 'Application') { return [danger('everything it has installed is deleted with it')]; }
  return whenDeleted(manifest, before, after);
}

function whenDeleted(manifest: Manifest, before: Objects, after: Objects): Hazard[] {
  switch (manifest.kind) {
    case 'Namespace': return [danger('everything in the namespace is deleted with it, volumes included')];
    case 'CustomResourceDefinition': return [danger('every object of this kind is deleted with its definition')];
    case 'Application': return ofApplication(manifest, before);
    case 'PersistentVolumeClaim': return [danger('its data may be deleted with it')];
    case 'StatefulSet':
      return [text(manifest, 'spec', 'persistentVolumeClaimRetentionPolicy', 'whenDeleted') === 'Delete'
        ? danger('the claims that it has made are deleted with it, and so is their data')
        : caution('the claims that it has made stay, with their data')];
    case 'Gateway': return isWaypoint(manifest) ? hazardsOfWaypoint('removed') : ofGateway(manifest, after);
    case 'BackendTLSPolicy': return [caution('the gateway speaks plain text to what it is for')];
    case 'IPAddressPool': return [danger('Services with an address of this pool lose it')];
    case 'ClusterIssuer':
    case 'Issuer': return hazardsOfLostIssuer(manifest, after);
    case 'AuthorizationPolicy': return hazardsOfAccess(manifest, before, after);
    case 'PeerAuthentication': return hazardsOfMtls(manifest, before, after);
    case 'NetworkPolicy':
    case 'CiliumNetworkPolicy': return isEgressPolicy(manifest) ? hazardsOfEgress(manifest, before, after) : [];
    case 'ConfigMap': return isCustomDns(manifest)
      ? [caution('pods ask others for what it tells them; keys that somebody else has added to it are deleted with it')] : [];
    case 'PrometheusRule': return ofRules(manifest, after);
    case 'HTTPRoute':
    case 'GRPCRoute':
    case 'TLSRoute': return ofRoute(manifest, after);
    default: return [];
  }
}

function isCustomDns({ metadata: { name, namespace } }: Manifest): boolean {
  return namespace === KUBE_SYSTEM && name === CUSTOM_DNS;
}

/** An Application that Argo CD deletes, with its objects or without. */
function ofApplication(manifest: Manifest, before: Objects): Hazard[] {
  const { metadata: { name } } = manifest;
  if (hasFinalizer(manifest)) {
    // What is in a folder of the lab is shown object by object, each with what becomes of it.
    if ([...before.values()].some(({ owner }) => owner === name)) { return []; }
    return [danger(text(manifest, 'spec', 'project') === PLATFORM
      ? 'all that its chart has made is deleted with it; the claims of its volumes stay, with their data, until they are deleted by hand'
      : 'everything it has installed is deleted with it, volumes too; only claims that a StatefulSet has made stay, with their data')];
  }
  return [danger(/crds?$/.test(name)
    ? 'its definitions stay, and no Application owns them any more; if you delete them by hand, every object of their kinds is deleted'
    : 'what it has installed stays in the cluster and runs on, and no Application owns it any more; delete it by hand')];
}

/** A gateway whose address another one takes over is away for a moment only. */
function ofGateway(gateway: Manifest, after: Objects): Hazard[] {
  const addresses = (each: Manifest): string[] => list(each, 'spec', 'addresses').map((address) => text(address, 'value'));
  const heir = [...after.values()].find(({ manifest }) => manifest.kind === 'Gateway' && !isWaypoint(manifest)
    && addresses(manifest).some((address) => addresses(gateway).includes(address)))?.manifest;
  return [danger(heir === undefined ? 'every address and host name behind it stops answering'
    : `nothing behind it answers until ${describe(heir)} has its address, which it only gets when this one is gone`)];
}

/** Alerts that no rule has any more; those of another object now, and recorded series, are no loss to anybody who is told. */
function ofRules(rules: Manifest, after: Objects): Hazard[] {
  const here = alertsOf(rules);
  const there = new Set([...after.values()].flatMap(({ manifest }) => manifest.kind === 'PrometheusRule' ? alertsOf(manifest) : []));
  const lost = here.filter((alert) => !there.has(alert));
  if (lost.length === 0) { return []; }
  return [caution(`nobody is told any more of what ${lost.length === here.length ? 'its alerts watch' : `${lost.join(', ')} watches`}`)];
}

function alertsOf(rules: Manifest): string[] {
  const alerts = list(rules, 'spec', 'groups').flatMap((group) => list(group, 'rules')).map((rule) => text(rule, 'alert'));
  return [...new Set(alerts.filter((alert) => alert !== ''))];
}

function ofRoute(route: Manifest, after: Objects): Hazard[] {
  const names = hostnamesOf(route);
  const shared = list(route, 'spec', 'parentRefs').filter((parent) => text(parent, 'kind') === 'Service')
    .map((parent) => text(parent, 'name'));
  if (shared.length > 0) { return [caution(`requests to ${shared.join(', ')} are no longer shared out inside the mesh`)]; }
  if (names.length === 0) {
    const moved = [...after.values()].some(({ manifest }) => isRoute(manifest)
      && manifest.metadata.name === route.metadata.name && hostnamesOf(manifest).length === 0);
    return moved ? [] : [caution('its path stops answering')];
  }
  const lost = names.filter((hostname) => !answeredNames(after).has(hostname));
  if (lost.length > 0) { return [caution(`${lost.join(', ')} stops answering`)]; }
  const heirs = [...after.values()].filter(({ manifest }) => isRoute(manifest)
    && hostnamesOf(manifest).some((hostname) => names.includes(hostname))).map(({ manifest }) => describe(manifest));
  return [caution(`${heirs.join(', ')} answers ${names.join(', ')} from now on`)];
}

/** What stays although its Application goes with all else that it has. */
function whenSpared({ kind }: Manifest): Hazard {
  const what = kind === 'PersistentVolumeClaim' ? ', with its data' : '';
  return caution(`Argo CD leaves it in the cluster (Delete=false)${what}, until somebody deletes it by hand`);
}

function whenItStays(manifest: Manifest, fate: Extract<Fate, { owner: string }>, before: Objects, after: Objects): Hazard[] {
  const stays = fate.kind === 'kept'
    ? `Argo CD leaves it in the cluster (${says(manifest, 'Prune=false') ? 'Prune=false' : `${fate.owner} does not prune`})`
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

function says({ metadata: { annotations } }: Manifest, option: 'Prune=false' | 'Delete=false'): boolean {
  return annotations?.[SYNC_OPTIONS]?.includes(option) === true;
}

/** Whether Argo CD calls an object that git no longer has no difference. */
function isNoDifference({ metadata: { annotations } }: Manifest): boolean {
  return annotations?.['argocd.argoproj.io/compare-options']?.includes('IgnoreExtraneous') === true;
}

function hasFinalizer({ metadata }: Manifest): boolean {
  const { finalizers = [] } = metadata as { finalizers?: readonly string[] };
  return finalizers.some((finalizer) => finalizer.startsWith('resources-finalizer.argocd.argoproj.io'));
}
