import { checkClaimSpec, checkSourceOfTemplate } from './claims';
import { checkLabelsAndAnnotations } from './metadata';
import { dnsLabel, dnsSubdomain } from './names';
import { checkDriver, checkIscsi, checkNfs, checkStorageOs } from './persistent-volume';
import { quantityOf } from './quantities';
import { dataOf, itemsOf, textOf, type Data, type Report } from './report';
import { VOLUME_SOURCES } from './volume-sources';

/** The largest mode of a file: 0777. */
const LAST_MODE = 0o777;

/** Volumes of a pod. */
export function checkVolumes(report: Report, path: string, volumes: unknown): void {
  itemsOf(volumes).forEach((volume, index) => { checkVolume(report, `${path}[${index}]`, volume); });
}

function checkVolume(report: Report, path: string, { name, ...sources }: Data): void {
  report.form(`${path}.name`, name, dnsLabel);
  const kinds = Object.keys(sources).filter((kind) => sources[kind] !== undefined);
  // None is an empty folder.
  if (kinds.length > 1) { report.say(path, `must be one thing, not ${kinds.join(' and ')}`); }
  for (const kind of kinds) { checkSource(report, `${path}.${kind}`, kind, dataOf(sources[kind])); }
}

/** The field in which a volume names what it is made of. */
const NAMES: Readonly<Record<string, string | undefined>> = {
  configMap: 'name', secret: 'secretName', persistentVolumeClaim: 'claimName', hostPath: 'path',
};

function checkSource(report: Report, path: string, kind: string, source: Data): void {
  const name = NAMES[kind];
  if (name !== undefined) { report.required(`${path}.${name}`, source[name]); }
  report.range(`${path}.defaultMode`, source['defaultMode'], 0, LAST_MODE);
  checkItems(report, `${path}.items`, source['items']);
  if ((quantityOf(source['sizeLimit']) ?? 0) < 0) { report.say(`${path}.sizeLimit`, 'must not be negative'); }
  if (kind === 'hostPath') { checkBackSteps(report, `${path}.path`, source['path']); }
  if (kind === 'nfs') { checkNfs(report, path, source); }
  if (kind === 'iscsi') { checkIscsi(report, path, source); }
  if (kind === 'storageos') { checkStorageOs(report, path, source); }
  if (kind === 'csi') { checkCsi(report, path, source); }
  if (kind === 'ephemeral') { checkClaimTemplate(report, `${path}.volumeClaimTemplate`, source['volumeClaimTemplate']); }
  for (const field of VOLUME_SOURCES[kind] ?? []) { report.required(`${path}.${field}`, source[field]); }
  if (kind === 'downwardAPI') { checkShown(report, `${path}.items`, source['items']); }
  itemsOf(source['sources']).forEach((each, index) => {
    const here = `${path}.sources[${index}]`;
    // The server drops what is behind features that are off.
    const parts = Object.entries(each).filter(([part]) => part !== 'clusterTrustBundle' && part !== 'podCertificate');
    if (parts.length > 1) { report.say(here, 'must be one thing'); }
    for (const [part, data] of parts) {
      checkItems(report, `${here}.${part}.items`, dataOf(data)['items']);
      if (part === 'configMap' || part === 'secret') { report.required(`${here}.${part}.name`, dataOf(data)['name']); }
      if (part === 'downwardAPI') { checkShown(report, `${here}.${part}.items`, dataOf(data)['items']); }
      report.range(`${here}.${part}.expirationSeconds`, dataOf(data)['expirationSeconds'], 600);
    }
  });
}

function checkItems(report: Report, path: string, items: unknown): void {
  itemsOf(items).forEach((item, index) => {
    const here = `${path}[${index}]`;
    if ('key' in item) { report.required(`${here}.key`, item['key']); }
    report.required(`${here}.path`, item['path']);
    checkSubPath(report, `${here}.path`, item['path']);
    report.range(`${here}.mode`, item['mode'], 0, LAST_MODE);
  });
}

/** A path below a volume. */
export function checkSubPath(report: Report, path: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') { return; }
  if (value.startsWith('/')) { report.say(path, 'must not begin with "/"'); }
  checkBackSteps(report, path, value);
}

function checkBackSteps(report: Report, path: string, value: unknown): void {
  if (String(value).split('/').includes('..')) { report.say(path, 'must not contain ".."'); }
}

/** A volume that a driver makes for one pod. */
function checkCsi(report: Report, path: string, { driver, nodePublishSecretRef }: Data): void {
  checkDriver(report, `${path}.driver`, driver);
  if (nodePublishSecretRef !== undefined) {
    report.form(`${path}.nodePublishSecretRef.name`, dataOf(nodePublishSecretRef)['name'] ?? '', dnsSubdomain);
  }
}

/** A claim that is made with its pod. */
function checkClaimTemplate(report: Report, path: string, template: unknown): void {
  if (template === undefined) { report.say(path, 'must be there'); return; }
  const { metadata, spec } = dataOf(template);
  checkLabelsAndAnnotations(report, `${path}.metadata`, dataOf(metadata));
  for (const [field, value] of Object.entries(dataOf(metadata))) {
    if (!['labels', 'annotations', 'name'].includes(field) && value !== undefined && value !== '') {
      report.say(`${path}.metadata.${field}`, 'must not be there: the claim is named after its pod');
    }
  }
  checkClaimSpec(report, `${path}.spec`, dataOf(spec));
  checkSourceOfTemplate(report, `${path}.spec`, dataOf(spec));
}

/** Fields of a pod that a file can show. */
const SHOWN = /^metadata\.(name|namespace|uid|labels|annotations|(labels|annotations)\['[^']+'\])$/;
const SHOWN_RESOURCES = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.+)$/;

/** Files that show what a pod is. */
function checkShown(report: Report, path: string, items: unknown): void {
  itemsOf(items).forEach(({ fieldRef, resourceFieldRef }, index) => {
    const here = `${path}[${index}]`;
    if ((fieldRef === undefined) === (resourceFieldRef === undefined)) {
      report.say(here, 'must have either fieldRef or resourceFieldRef');
    }
    if (fieldRef !== undefined) {
      const { apiVersion = 'v1', fieldPath } = dataOf(fieldRef);
      if (apiVersion !== 'v1' && apiVersion !== '') { report.say(`${here}.fieldRef.apiVersion`, 'must be v1'); }
      if (!SHOWN.test(textOf(fieldPath))) {
        report.say(`${here}.fieldRef.fieldPath`, 'must be a field that files can show, such as metadata.labels');
      }
    }
    if (resourceFieldRef === undefined) { return; }
    const { resource, containerName } = dataOf(resourceFieldRef);
    report.required(`${here}.resourceFieldRef.containerName`, containerName);
    if (!SHOWN_RESOURCES.test(textOf(resource))) {
      report.say(`${here}.resourceFieldRef.resource`, 'must be a resource that files can show, such as limits.cpu');
    }
  });
}
