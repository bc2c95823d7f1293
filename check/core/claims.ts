import { dnsSubdomain } from './names';
import { quantityOf } from './quantities';
import { dataOf, listOf, textOf, type Data, type Report } from './report';
import { checkSelector } from './selectors';

/** A PersistentVolumeClaim. */
export function checkClaim(report: Report, object: Data): void { checkClaimSpec(report, 'spec', dataOf(object['spec'])); }

/** What is asked of a volume, by a claim, a template of claims or a volume that is made with its pod. */
export function checkClaimSpec(report: Report, path: string, spec: Data): void {
  checkAccessModes(report, `${path}.accessModes`, spec['accessModes']);
  const { storage } = dataOf(dataOf(spec['resources'])['requests']);
  report.required(`${path}.resources.requests.storage`, storage);
  if ((quantityOf(storage) ?? 1) <= 0) { report.say(`${path}.resources.requests.storage`, 'must be above 0'); }
  for (const field of ['storageClassName', 'volumeAttributesClassName']) {
    if (spec[field] !== '') { report.form(`${path}.${field}`, spec[field], dnsSubdomain); }
  }
  checkSelector(report, `${path}.selector`, spec['selector']);
  const { dataSourceRef } = spec;
  checkDataSource(report, path, spec);
  // A reference to another namespace is dropped as well, unless a feature that is off lets it be.
  if (dataSourceRef === undefined || textOf(dataOf(dataSourceRef)['namespace']) !== '') { return; }
  const { apiGroup = '', kind, name } = dataOf(dataSourceRef);
  for (const [field, value] of [['kind', kind], ['name', name]] as const) { report.required(`${path}.dataSourceRef.${field}`, value); }
  if (apiGroup !== '') { report.form(`${path}.dataSourceRef.apiGroup`, apiGroup, dnsSubdomain); }
  if (apiGroup === '' && kind !== 'PersistentVolumeClaim') {
    report.say(`${path}.dataSourceRef`, 'must name a PersistentVolumeClaim where there is no apiGroup');
  }
}

/** A claim can begin as a copy of another claim, or of a snapshot. Other sources are dropped, unless dataSourceRef says the same. */
function checkDataSource(report: Report, path: string, { dataSource, dataSourceRef }: Data): void {
  if (dataSource === undefined) { return; }
  const { apiGroup = '', kind, name } = dataOf(dataSource);
  const kept = (apiGroup === '' && kind === 'PersistentVolumeClaim')
    || (apiGroup === 'snapshot.storage.k8s.io' && kind === 'VolumeSnapshot');
  if (kept) { report.required(`${path}.dataSource.name`, name); }
  const ref = dataOf(dataSourceRef);
  if (dataSourceRef === undefined || textOf(ref['namespace']) !== '') { return; }
  if (textOf(ref['apiGroup']) !== textOf(apiGroup) || ref['kind'] !== kind || ref['name'] !== name) {
    report.say(`${path}.dataSource`, 'must be what dataSourceRef is');
  }
}

/** What the server drops of a claim it keeps in a template of claims, and looks at. */
export function checkSourceOfTemplate(report: Report, path: string, { dataSource, dataSourceRef }: Data): void {
  const { apiGroup: groupOfRef = '', kind: kindOfRef } = dataOf(dataSourceRef);
  if (dataSourceRef !== undefined && groupOfRef === '' && kindOfRef !== 'PersistentVolumeClaim') {
    report.say(`${path}.dataSourceRef`, 'must name a PersistentVolumeClaim where there is no apiGroup');
  }
  if (dataSource === undefined) { return; }
  const { apiGroup = '', kind, name } = dataOf(dataSource);
  report.required(`${path}.dataSource.kind`, kind);
  report.required(`${path}.dataSource.name`, name);
  if (apiGroup !== '') { report.form(`${path}.dataSource.apiGroup`, apiGroup, dnsSubdomain); }
  if (apiGroup === '' && kind !== 'PersistentVolumeClaim') {
    report.say(`${path}.dataSource`, 'must name a PersistentVolumeClaim where there is no apiGroup');
  }
}

/** Who may use a volume at a time. */
export function checkAccessModes(report: Report, path: string, value: unknown): void {
  const modes = listOf(value);
  if (modes.length === 0) { report.say(path, 'must not be empty'); }
  if (modes.length > 1 && modes.includes('ReadWriteOncePod')) { report.say(path, 'must not have other modes beside ReadWriteOncePod'); }
}
