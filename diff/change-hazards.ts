import type { Manifest } from '../charts/core/manifest';
import { isMapping } from '../config/kinds';
import { leavesOf, type FieldChange } from './change';
import { caution, danger, unique, type Hazard } from './hazard';
import { answeredNames } from './hostnames';
import { SYNC_OPTIONS, type Objects } from './objects';
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

/** Releases whose change every pod notices. */
const RESTARTS: ReadonlyMap<string, string> = new Map(Object.entries({
  'cilium': 'restarts Cilium on every node: new pods wait, and a mistake here takes the network down',
  'istio-cni': 'restarts istio-cni: pods that start meanwhile fail until it is back',
  'ztunnel': 'restarts ztunnel: every connection in the mesh that lasts longer than its drain time is closed',
  'istiod': 'restarts istiod: no new certificates and no changed routes until it is back',
  'istio-base': 'changes the definitions and webhooks that all of Istio needs',
}));

const NETWORKS = /(podCIDR|serviceCIDR|clusterPoolIPv4|ipv4NativeRoutingCIDR)/i;
const MESH_LABEL = 'istio.io/dataplane-mode';

/**
 * The risks of changed fields of an object.
 *
 * @param manifest - the object after the change
 * @param after - every object after the change
 */
export function hazardsOfChange(manifest: Manifest, changed: readonly FieldChange[], after: Objects): Hazard[] {
  const changes = changed.flatMap(leavesOf);
  const movesSource = changes.some(({ path }) => path.at(-2) === 'source' && ['repoURL', 'chart'].includes(String(path.at(-1))));
  return unique([
    ...changes.flatMap((change) => [
      ...ofEveryKind(manifest.kind, change), ...ofKind(manifest, change, after),
      // Numbers of two sources say nothing about each other.
      ...movesSource && change.path.at(-1) === 'targetRevision' ? [] : ofPin(manifest.kind, change),
    ]),
    ...ofRelease(manifest, changes),
  ]);
}

function ofEveryKind(kind: string, { path, before, after }: FieldChange): Hazard[] {
  const where = path.join('.');
  const found: Hazard[] = [];
  if (before !== undefined && IMMUTABLE.get(kind)?.some((pattern) => pattern.test(where))) {
    const until = 'the sync stops until the object is deleted and created again';
    found.push(danger(`${where} cannot be changed: the API server refuses it, and ${until}`));
  }
  if (before !== undefined && /volumeClaimTemplate|storageClass/i.test(where) && kind !== 'StatefulSet') {
    found.push(danger(`${where} belongs to a volume claim, which cannot be changed in place, except to make its storage larger`));
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
  const { path, before, after } = change;
  const where = path.join('.');
  switch (manifest.kind) {
    case 'Gateway': return ofGateway(change);
    case 'Certificate': return ofCertificate(manifest, change, objects);
    case 'IPAddressPool':
      return where.startsWith('spec.addresses') ? [danger('the addresses of the pool change: Services outside it get new ones')] : [];
    case 'HTTPRoute':
      return where.startsWith('spec.hostnames') && before !== undefined ? ofHostnames(change, objects) : [];
    case 'PeerAuthentication':
      if (path.at(-1) !== 'mode') { return []; }
      return [after === 'STRICT'
        ? caution('plain text from outside the mesh is refused from now on')
        : danger('the mesh accepts plain text from now on')];
    case 'Namespace':
      if (path.at(-1) !== MESH_LABEL) { return []; }
      if (before === 'ambient') {
        return [danger('its pods leave the mesh: their traffic is no longer encrypted, '
          + 'and pods in the mesh that require mTLS refuse it')];
      }
      return after === 'ambient' ? [caution('its pods join the mesh: plain text from outside is refused where mTLS is STRICT')] : [];
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

function ofCertificate(certificate: Manifest, { path, before }: FieldChange, objects: Objects): Hazard[] {
  const where = path.join('.');
  const spec = (certificate['spec'] ?? {}) as { isCA?: boolean; issuerRef?: { name?: string } };
  if (spec.isCA === true && before !== undefined && /^spec\.(nameConstraints|commonName|privateKey|issuerRef|isCA)/.test(where)) {
    return [where.startsWith('spec.privateKey')
      ? danger('the lab\'s own CA gets a new key: import its new certificate on every device')
      : caution('the certificate of the lab\'s own CA is issued again: import it on every device that trusts the old one')];
  }
  if (!/^spec\.(dnsNames|issuerRef\.name)/.test(where)) { return []; }
  return [isAcme(spec.issuerRef?.name, objects)
    ? caution('a new certificate is issued, which counts against the rate limits of Let\'s Encrypt')
    : caution('a new certificate is issued; only devices that trust its issuer accept it')];
}

function isAcme(issuer: string | undefined, objects: Objects): boolean {
  const found = [...objects.values()].find(({ manifest }) => manifest.kind.endsWith('Issuer') && manifest.metadata.name === issuer);
  return found !== undefined && isMapping(found.manifest['spec']) && found.manifest['spec']['acme'] !== undefined;
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

function ofRelease({ kind, metadata: { name } }: Manifest, changes: readonly FieldChange[]): Hazard[] {
  const restart = kind === 'HelmChart' || kind === 'Application' ? RESTARTS.get(name) : undefined;
  const isUpgrade = changes.some(({ path }) => path[0] === 'spec' && (path.includes('values') || path.includes('valuesContent')
    || ['targetRevision', 'version', 'chart'].includes(String(path.at(-1)))));
  return restart !== undefined && isUpgrade ? [caution(restart)] : [];
}

function say(value: unknown): string {
  if (value === undefined) { return 'none'; }
  return Array.isArray(value) ? value.join(', ') : JSON.stringify(value);
}
