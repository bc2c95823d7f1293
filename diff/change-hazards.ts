import { SYNC_WAVE } from '../charts/core/annotations';
import type { Manifest } from '../charts/core/manifest';
import { hazardsOfAccess, hazardsOfListeners } from './access-hazards';
import { hazardsOfCertificate, hazardsOfIssuer } from './certificate-hazards';
import { leavesOf, type FieldChange } from './change';
import { hazardsOfEgress, isEgressPolicy } from './egress-hazards';
import { caution, danger, unique, type Hazard } from './hazard';
import { answeredNames } from './hostnames';
import { hazardsOfMtls, hazardsOfNamespace, hazardsOfWaypoint, isWaypoint } from './mesh-hazards';
import { SYNC_OPTIONS, type Objects } from './objects';
import { hazardsOfPasskeys } from './passkey-hazards';
import { hazardsOfProject } from './project-hazards';
import { hazardsOfSource } from './source-hazards';
import { hazardsOfReplicas, hazardsOfStorage } from './storage-hazards';
import { compareVersions, isBreaking } from './versions';


/** Fields that the API server never lets anybody change, by kind: the paths of immutable fields in the Kubernetes API reference. */
const IMMUTABLE: ReadonlyMap<string, readonly RegExp[]> = new Map(Object.entries({
  Deployment: [/^spec\.selector/],
  DaemonSet: [/^spec\.selector/],
  StatefulSet: [/^spec\.(selector|serviceName|volumeClaimTemplates|podManagementPolicy)/],
  Job: [/^spec\.(template|selector|completionMode)/],
  Service: [/^spec\.clusterIPs?($|\.)/],
  PersistentVolumeClaim: [/^spec\.(storageClassName|accessModes|volumeName|volumeMode|selector)/],
  PersistentVolume: [/^spec\.(?!persistentVolumeReclaimPolicy|capacity)/],
  StorageClass: [/^(provisioner|parameters|reclaimPolicy|volumeBindingMode)/],
  RoleBinding: [/^roleRef/],
  ClusterRoleBinding: [/^roleRef/],
  Secret: [/^type$/],
  CustomResourceDefinition: [/^spec\.(scope|group|names\.kind|names\.plural)/],
  HelmChart: [/^spec\.driver$/],
}));

/** Releases that everything notices a restart of. */
const RESTARTS: ReadonlyMap<string, readonly [what: string, then: string]> = new Map(Object.entries({
  'cilium': ['Cilium on every node', 'new pods wait, and a mistake here takes the network down'],
  'istio-cni': ['istio-cni', 'pods that start meanwhile fail until it is back'],
  'ztunnel': ['ztunnel', 'every connection in the mesh that lasts longer than its drain time is closed'],
  'istiod': ['istiod', 'no new certificates and no changed routes until it is back'],
}));

/** Values of those that only make objects for others, and restart nothing. */
const NO_RESTART = /(^|\.)(dashboards|serviceMonitor|podMonitor|prometheusRule)(\.|$)|^meshConfig\.(?!defaultConfig)/;

/** The receiver of Alertmanager's that tells nobody (charts/monitoring/alert-routing.ts). */
const NOBODY = 'nobody';

const NETWORKS = /(podCIDR|serviceCIDR|clusterPoolIPv4|ipv4NativeRoutingCIDR)/i;

/**
 * The risks of changed fields of an object.
 *
 * @param manifest - the object after the change
 * @param before - every object before the change
 * @param after - every object after the change
 */
export function hazardsOfChange(manifest: Manifest, changed: readonly FieldChange[], before: Objects, after: Objects): Hazard[] {
  const changes = changed.flatMap(leavesOf);
  const movesSource = changes.some(({ path }) => path.at(-2) === 'source' && ['repoURL', 'chart', 'path'].includes(String(path.at(-1))));
  return unique([
    ...ofObject(manifest, changes, before, after),
    ...changes.flatMap((change) => [
      ...ofEveryKind(manifest.kind, change), ...ofKind(manifest, change, after),
      // Numbers of two sources say nothing about each other.
      ...movesSource && change.path.at(-1) === 'targetRevision' ? [] : ofPin(manifest.kind, change),
    ]),
    ...ofRelease(manifest, changes),
  ]);
}

/**
 * The risks of an object that is new.
 *
 * @param manifest - the object
 * @param before - every object before the change
 * @param after - every object after the change
 */
export function hazardsOfAddition(manifest: Manifest, before: Objects, after: Objects): Hazard[] {
  if (manifest.kind === 'PeerAuthentication') { return hazardsOfMtls(manifest, before, after); }
  if (manifest.kind === 'AuthorizationPolicy') { return hazardsOfAccess(manifest, before, after); }
  if (isEgressPolicy(manifest)) { return hazardsOfEgress(manifest, before, after); }
  return isWaypoint(manifest) ? hazardsOfWaypoint('added') : [];
}

/** What only shows when all changed fields of an object are looked at. */
function ofObject(manifest: Manifest, changes: readonly FieldChange[], before: Objects, after: Objects): Hazard[] {
  switch (manifest.kind) {
    case 'Application': return [...hazardsOfSource(manifest, changes, before, after), ...ofWave(changes)];
    case 'AppProject': return hazardsOfProject(manifest, before, after);
    case 'AuthorizationPolicy':
      return changes.some(({ path }) => path[0] === 'spec') ? hazardsOfAccess(manifest, before, after) : [];
    case 'Certificate': return hazardsOfCertificate(manifest, changes, after);
    case 'ClusterIssuer':
    case 'Issuer': return hazardsOfIssuer(manifest, changes, after);
    case 'Gateway': return isWaypoint(manifest) ? [] : hazardsOfListeners(manifest, before, after);
    case 'PeerAuthentication': return hazardsOfMtls(manifest, before, after);
    case 'NetworkPolicy':
    case 'CiliumNetworkPolicy': return isEgressPolicy(manifest) ? hazardsOfEgress(manifest, before, after) : [];
    default: return [];
  }
}

function ofWave(changes: readonly FieldChange[]): Hazard[] {
  return changes.some(({ path, before }) => path.at(-1) === SYNC_WAVE && before !== undefined)
    ? [caution('has another place in the order in which Argo CD syncs')] : [];
}

function ofEveryKind(kind: string, change: FieldChange): Hazard[] {
  const { path, before, after } = change;
  const where = path.join('.');
  const found: Hazard[] = [...hazardsOfStorage(kind, change), ...hazardsOfReplicas(change)];
  if (before !== undefined && IMMUTABLE.get(kind)?.some((pattern) => pattern.test(where))) {
    const until = 'the sync stops until the object is deleted and created again';
    found.push(danger(`${where} cannot be changed: the API server refuses it, and ${until}`));
  }
  if (where.endsWith('alertmanager.config.route.receiver') && after === NOBODY) {
    found.push(danger('nobody is told of alerts any more; they only show in Grafana'));
  }
  if (before !== undefined && NETWORKS.test(where)) {
    found.push(danger(`${where} cannot be changed while the cluster exists; running pods lose the network`));
  }
  if (where.endsWith(SYNC_OPTIONS) && String(before).includes('Prune=false') && !String(after).includes('Prune=false')) {
    found.push(danger('loses Prune=false: from now on Argo CD deletes it when its file is removed'));
  }
  return found;
}

function ofKind(manifest: Manifest, change: FieldChange, objects: Objects): Hazard[] {
  const where = change.path.join('.');
  switch (manifest.kind) {
    case 'Gateway': return ofGateway(change);
    case 'IPAddressPool':
      return where.startsWith('spec.addresses') ? [danger('the addresses of the pool change: Services outside it get new ones')] : [];
    case 'HTTPRoute':
    case 'GRPCRoute':
    case 'TLSRoute':
      return where.startsWith('spec.hostnames') && change.before !== undefined ? ofHostnames(change, objects) : [];
    case 'Namespace': return hazardsOfNamespace(change);
    case 'Deployment': return hazardsOfPasskeys(manifest, change);
    default: return [];
  }
}

function ofGateway({ path, before, after }: FieldChange): Hazard[] {
  const where = path.join('.');
  if (where.startsWith('spec.addresses') || where.endsWith('loadBalancerIPs')) {
    return [danger('the address of the gateway changes: nothing answers until you have changed your DNS records too')];
  }
  return path.at(-1) === 'hostname' ? [caution(`a listener's host name changes from ${say(before)} to ${say(after)}`)] : [];
}

function ofHostnames({ before, after }: FieldChange, objects: Objects): Hazard[] {
  const answered = answeredNames(objects);
  const lost = (Array.isArray(before) ? before : [before]).filter((name) => !answered.has(String(name)));
  return lost.length === 0 ? [] : [caution(`host names change from ${say(before)} to ${say(after)}; ${lost.join(', ')} stops answering`)];
}

/** A pin is the version of a chart, the revision of a source, or the tag of an image. */
function ofPin(kind: string, { path, before, after }: FieldChange): Hazard[] {
  const field = String(path.at(-1));
  const isPin = (kind === 'HelmChart' && path.join('.') === 'spec.version') || (kind === 'Application' && field === 'targetRevision')
    || field === 'image' || field === 'tag';
  if (!isPin || typeof before !== 'string' || typeof after !== 'string') { return []; }
  const version = (text: string): string => (field === 'image' ? text.split('@')[0]?.split(':').pop() : text) ?? '';
  const [old, fresh] = [version(before), version(after)];
  const order = compareVersions(fresh, old);
  if (order !== undefined && order < 0) {
    return [danger(`downgrade from ${old} to ${fresh}: definitions and stored objects of the newer release are not converted back`)];
  }
  return isBreaking(old, fresh) ? [caution(`from ${old} to ${fresh} is more than a patch release: read its release notes first`)] : [];
}

/** A release that restarts: surely with another version, perhaps with other values. */
function ofRelease({ kind, metadata: { name } }: Manifest, changes: readonly FieldChange[]): Hazard[] {
  if (kind !== 'HelmChart' && kind !== 'Application') { return []; }
  const isVersion = changes.some(({ path }) => path[0] === 'spec' && ['targetRevision', 'version', 'chart'].includes(String(path.at(-1))));
  if (isVersion && name === 'istio-base') { return [caution('changes the definitions and webhooks that all of Istio needs')]; }
  const values = changes.flatMap(({ path }) => {
    const start = path.findIndex((step) => step === 'values' || step === 'valuesContent');
    return path[0] === 'spec' && start >= 0 ? [path.slice(start + 1).join('.')] : [];
  });
  const [what, then] = RESTARTS.get(name) ?? [];
  if (what === undefined || then === undefined) { return []; }
  if (isVersion) { return [caution(`restarts ${what}: ${then}`)]; }
  return values.some((value) => !NO_RESTART.test(value))
    ? [caution(`may restart ${what} (homelab diff --render shows whether): ${then}`)] : [];
}

function say(value: unknown): string {
  if (value === undefined) { return 'none'; }
  return Array.isArray(value) ? value.join(', ') : JSON.stringify(value);
}
