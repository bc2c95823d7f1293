import type { Manifest } from '../synth/manifest';
import { leavesOf, type FieldChange } from './change';
import { compareVersions } from './versions';

/** What a change does that a person should know before it is merged. */
export interface Hazard {
  /** Danger: something is lost, refused, or out of reach. Caution: something restarts or moves. */
  readonly level: 'danger' | 'caution';
  readonly text: string;
}

const danger = (text: string): Hazard => ({ level: 'danger', text });
const caution = (text: string): Hazard => ({ level: 'caution', text });

const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/** Fields that the API server lets nobody change, by kind. */
const IMMUTABLE: Readonly<Record<string, readonly RegExp[]>> = {
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
};

/** Releases whose change is felt by every pod. */
const RESTARTS: Readonly<Record<string, string>> = {
  'cilium': 'restarts Cilium on every node: new pods wait, and a mistake here takes the network down',
  'istio-cni': 'restarts istio-cni: pods that start meanwhile fail until it is back',
  'ztunnel': 'restarts ztunnel: every connection in the mesh that lasts longer than its drain is cut',
  'istiod': 'restarts istiod: no new certificates and no changed routes until it is back',
  'istio-base': 'changes the definitions and webhooks that all of Istio stands on',
};

/** What hurts when an object goes. */
export function hazardsOfRemoval(manifest: Manifest): Hazard[] {
  const { kind, metadata: { name, annotations } } = manifest;
  const kept = annotations?.[SYNC_OPTIONS]?.includes('Prune=false') === true;
  if (kind === 'Namespace') { return [danger(kept ? 'Argo CD leaves the namespace in place (Prune=false), and nobody owns it any more; deleting it by hand deletes everything in it, volumes included' : 'everything in the namespace is deleted with it, volumes included')]; }
  if (kind === 'CustomResourceDefinition') { return [danger('every object of this kind is deleted with its definition')]; }
  if (kind === 'Application' && /crds?$/.test(name)) { return [danger('nobody owns these definitions any more; deleting them by hand deletes every object of their kinds')]; }
  if (kind === 'Application') { return [danger(kept ? 'Argo CD leaves the Application in place (Prune=false); delete it by hand' : 'what it has installed stays in the cluster, and nobody owns it any more')]; }
  if (kind === 'PersistentVolumeClaim' || kind === 'StatefulSet') { return [danger('its data may go with it')]; }
  if (kind === 'Gateway') { return [danger('every address and host name behind it stops answering')]; }
  if (kind === 'IPAddressPool') { return [danger('Services that have an address of it lose it')]; }
  if (kept) { return [caution('Argo CD leaves it in the cluster (Prune=false); delete it by hand')]; }
  return kind === 'HTTPRoute' ? [caution(`${hostnames(manifest)} stops answering`)] : [];
}

/** What hurts when fields of an object change. */
export function hazardsOfChange(manifest: Manifest, found: readonly FieldChange[]): Hazard[] {
  const { kind, metadata: { name } } = manifest;
  const changes = found.flatMap(leavesOf);
  const hazards = changes.flatMap((change) => [...ofField(kind, change), ...ofPin(kind, change)]);
  const isRelease = kind === 'HelmChart' || kind === 'Application';
  const restart = isRelease && Object.hasOwn(RESTARTS, name) && changes.some(({ path }) => path[0] === 'spec' && (path.includes('values') || path.includes('valuesContent') || ['targetRevision', 'version', 'chart'].includes(String(path.at(-1))))) ? RESTARTS[name] : undefined;
  return unique([...hazards, ...restart === undefined ? [] : [caution(restart)]]);
}

function ofField(kind: string, { path, before, after }: FieldChange): Hazard[] {
  const where = path.join('.');
  const found: Hazard[] = [];
  if (before !== undefined && IMMUTABLE[kind]?.some((pattern) => pattern.test(where))) { found.push(danger(`${where} cannot be changed: the API server refuses it, and the sync stops until the object is deleted and made anew`)); }
  if (before !== undefined && /volumeClaimTemplate|storageClass/i.test(where) && kind !== 'StatefulSet') { found.push(danger(`${where} reaches a volume claim, which cannot be changed in place (growing its storage apart)`)); }
  if (before !== undefined && /(podCIDR|serviceCIDR|clusterPoolIPv4|ipv4NativeRoutingCIDR)/i.test(where)) { found.push(danger(`${where} is fixed once the cluster is up; changing it cuts running pods off`)); }
  if (where.endsWith(SYNC_OPTIONS) && String(before).includes('Prune=false') && !String(after).includes('Prune=false')) { found.push(danger('loses Prune=false: from now on Argo CD deletes it when its file goes')); }
  if (kind === 'Gateway' && /^spec\.addresses|loadBalancerIPs$/.test(where)) { found.push(danger('the address of the gateway changes: DNS has to follow, and nothing answers until it has')); }
  if (kind === 'IPAddressPool' && where.startsWith('spec.addresses')) { found.push(danger('the addresses of the pool change: Services outside it get new ones')); }
  if (kind === 'HTTPRoute' && where.startsWith('spec.hostnames') && before !== undefined) { found.push(caution(`host names change from ${say(before)} to ${say(after)}; the old ones stop answering`)); }
  if (kind === 'Gateway' && path.at(-1) === 'hostname') { found.push(caution(`a listener's host name changes from ${say(before)} to ${say(after)}`)); }
  if (kind === 'Certificate' && where.startsWith('spec.dnsNames')) { found.push(caution('a new certificate is issued, which counts against the rate limits of Let\'s Encrypt')); }
  if (kind === 'PeerAuthentication' && path.at(-1) === 'mode') { found.push(after === 'STRICT' ? caution('plain text from outside the mesh is refused from now on') : danger('the mesh takes plain text from now on')); }
  return found;
}

/** Pins are the version of a chart, the revision of a source, the tag of an image. */
function ofPin(kind: string, { path, before, after }: FieldChange): Hazard[] {
  const field = String(path.at(-1));
  const pin = (kind === 'HelmChart' && path.join('.') === 'spec.version') || (kind === 'Application' && field === 'targetRevision') || field === 'image' || field === 'tag';
  if (!pin || typeof before !== 'string' || typeof after !== 'string') { return []; }
  const [old, fresh] = [before, after].map((text) => field === 'image' ? text.split('@')[0]!.split(':').pop()! : text) as [string, string];
  const order = compareVersions(fresh, old);
  if (order === undefined || order >= 0) { return []; }
  return [danger(`downgrade from ${old} to ${fresh}: definitions and stored objects of the newer release are not converted back`)];
}

function hostnames(manifest: Manifest): string {
  const names = (manifest['spec'] as { hostnames?: readonly string[] } | undefined)?.hostnames ?? [];
  return names.length === 0 ? 'its path' : names.join(', ');
}

function say(value: unknown): string {
  return value === undefined ? 'none' : Array.isArray(value) ? value.join(', ') : JSON.stringify(value);
}

function unique(hazards: readonly Hazard[]): Hazard[] {
  return [...new Map(hazards.map((hazard) => [hazard.text, hazard])).values()];
}
