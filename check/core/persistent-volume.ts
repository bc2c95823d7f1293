import { isIP } from 'node:net';
import { checkAccessModes } from './claims';
import { dnsLabel, dnsSubdomain } from './names';
import { quantityOf } from './quantities';
import { dataOf, keyed, type Data, type Report } from './report';
import { checkNodeSelector } from './selectors';
import { VOLUME_SOURCES } from './volume-sources';

/** Where the storage of a volume is, by the field that says so. */
const SOURCES = new Set([...Object.keys(VOLUME_SOURCES), 'local', 'csi', 'hostPath', 'nfs', 'iscsi', 'fc']);

/** A PersistentVolume: ValidatePersistentVolume of k8s.io/kubernetes/pkg/apis/core/validation. */
export function checkPersistentVolume(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  checkAccessModes(report, 'spec.accessModes', spec['accessModes']);
  const capacity = dataOf(spec['capacity']);
  if (Object.keys(capacity).length !== 1 || capacity['storage'] === undefined) {
    report.say('spec.capacity', 'must be storage, and nothing else');
  }
  for (const [name, amount] of Object.entries(capacity)) {
    if ((quantityOf(amount) ?? 1) <= 0) { report.say(keyed('spec.capacity', name), 'must be above 0'); }
  }
  const sources = Object.keys(spec).filter((field) => SOURCES.has(field) && spec[field] !== undefined);
  if (sources.length === 0) { report.say('spec', 'must say where the storage is, such as nfs or local'); }
  if (sources.length > 1) { report.say('spec', `must name one place, not ${sources.join(' and ')}`); }
  for (const source of sources) { checkSource(report, `spec.${source}`, source, dataOf(spec[source])); }
  for (const field of ['storageClassName', 'volumeAttributesClassName']) {
    if (spec[field] !== '') { report.form(`spec.${field}`, spec[field], dnsSubdomain); }
  }
  if (spec['volumeAttributesClassName'] !== undefined && spec['csi'] === undefined) {
    report.say('spec.volumeAttributesClassName', 'goes with csi');
  }
  checkNodes(report, spec);
  const { hostPath, persistentVolumeReclaimPolicy: policy } = spec;
  if (policy === 'Recycle' && /^\/+$/.test(String(dataOf(hostPath)['path']))) {
    report.say('spec.persistentVolumeReclaimPolicy', 'must not be Recycle for "/": everything on the node would be deleted');
  }
}

function checkNodes(report: Report, spec: Data): void {
  const { nodeAffinity } = spec;
  if (nodeAffinity === undefined) {
    if (spec['local'] !== undefined) { report.say('spec.nodeAffinity', 'must say on which node a local volume is'); }
    return;
  }
  const { required } = dataOf(nodeAffinity);
  if (required === undefined) { report.say('spec.nodeAffinity.required', 'must be there'); return; }
  checkNodeSelector(report, 'spec.nodeAffinity.required', dataOf(required));
}

function checkSource(report: Report, path: string, kind: string, source: Data): void {
  for (const field of VOLUME_SOURCES[kind] ?? []) { report.required(`${path}.${field}`, source[field]); }
  if (kind === 'nfs') { checkNfs(report, path, source); }
  if (kind === 'local' || kind === 'hostPath') { checkPath(report, `${path}.path`, source['path']); }
  if (kind === 'csi') { checkCsi(report, path, source); }
  if (kind === 'iscsi') { checkIscsi(report, path, source); }
  if (kind === 'storageos') { checkStorageOs(report, path, source); }
  const { secretRef } = source;
  if (kind === 'csi' || kind === 'flexVolume' || secretRef === undefined) { return; }
  report.required(`${path}.secretRef.name`, dataOf(secretRef)['name']);
}

/** A volume of StorageOS, by its name and a namespace of that program's own. */
export function checkStorageOs(report: Report, path: string, source: Data): void {
  for (const field of ['volumeName', 'volumeNamespace']) {
    if (source[field] !== '') { report.form(`${path}.${field}`, source[field], dnsLabel); }
  }
}

/** A directory on a server of NFS. */
export function checkNfs(report: Report, path: string, { server, path: folder }: Data): void {
  report.required(`${path}.server`, server);
  if (typeof folder !== 'string' || !folder.startsWith('/')) { report.say(`${path}.path`, 'must begin with "/"'); }
}

function checkPath(report: Report, path: string, value: unknown): void {
  report.required(path, value);
  if (String(value).split('/').includes('..')) { report.say(path, 'must not contain ".."'); }
}

/** The secrets that a driver gets, by the field that names them; the server does not look at nodeStageSecretRef. */
const SECRETS = [
  'controllerExpandSecretRef', 'controllerPublishSecretRef', 'nodeExpandSecretRef', 'nodePublishSecretRef',
] as const;

function checkCsi(report: Report, path: string, source: Data): void {
  checkDriver(report, `${path}.driver`, source['driver']);
  report.required(`${path}.volumeHandle`, source['volumeHandle']);
  for (const field of SECRETS) {
    if (source[field] === undefined) { continue; }
    const { name, namespace } = dataOf(source[field]);
    report.required(`${path}.${field}.name`, name);
    report.required(`${path}.${field}.namespace`, namespace);
    if (name !== '') { report.form(`${path}.${field}.name`, name, dnsSubdomain); }
    if (namespace !== '') { report.form(`${path}.${field}.namespace`, namespace, dnsLabel); }
  }
}

/** The name of a CSI driver, which is one of DNS, in any case, and 63 characters at most. */
export function checkDriver(report: Report, path: string, value: unknown): void {
  report.required(path, value);
  if (typeof value !== 'string' || value === '') { return; }
  if (value.length > 63) { report.say(path, 'must have 63 characters at most'); }
  report.form(path, value.toLowerCase(), dnsSubdomain);
}

const IQN = /^iqn\.\d{4}-\d{2}\.([a-z0-9-.]+)(:([^,;*&$|\s]+))?$|^eui\.[A-F0-9]{16}$|^naa\.([A-F0-9]{16}|[A-F0-9]{32})$/;

/** A disk of iSCSI. */
export function checkIscsi(report: Report, path: string, source: Data): void {
  const { targetPortal, iqn, lun, secretRef, chapAuthDiscovery, chapAuthSession, initiatorName } = source;
  report.required(`${path}.targetPortal`, targetPortal);
  for (const [field, name] of [['iqn', iqn], ['initiatorName', initiatorName]] as const) {
    if (field === 'iqn') { report.required(`${path}.iqn`, iqn); }
    if (typeof name === 'string' && name !== '' && !IQN.test(name)) {
      report.say(`${path}.${field}`, 'must be a name of iSCSI, such as iqn.2001-04.com.example:storage');
    }
  }
  report.range(`${path}.lun`, lun, 0, 255);
  if ((chapAuthDiscovery === true || chapAuthSession === true) && secretRef === undefined) {
    report.say(`${path}.secretRef`, 'must name a Secret for CHAP');
  }
}

/** True for the address of a machine itself, of its link, or of a group, which no endpoint can have. */
export function isSpecialAddress(text: string): boolean {
  if (isIP(text) === 4) { return /^(0\.0\.0\.0$|127\.|169\.254\.|224\.0\.0\.)/.test(text); }
  return /^(::1?$|fe[89ab][0-9a-f]:|ff[0-9a-f]2:)/i.test(text);
}
