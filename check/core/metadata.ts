import { groupOf, type Manifest } from '../../charts/core/manifest';
import { nameFormOf } from './name-forms';
import { dnsLabel, labelValue, qualifiedName } from './names';
import { below, dataOf, itemsOf, keyed, listOf, type Data, type Report } from './report';

/** All annotations of an object together, in bytes: TotalAnnotationSizeLimitB of k8s.io/apimachinery. */
const ANNOTATIONS = 256 * 1024;

/** Names, labels and annotations of a whole object. */
export function checkMetadata(report: Report, object: Manifest): void {
  const metadata = object.metadata as unknown as Data;
  if (metadata['name'] === undefined || metadata['name'] === '') {
    report.say('metadata', 'lacks a name, without which nothing can be applied');
  } else {
    report.form('metadata.name', metadata['name'], nameFormOf(groupOf(object), object.kind));
  }
  report.form('metadata.namespace', metadata['namespace'], dnsLabel);
  checkLabelsAndAnnotations(report, 'metadata', metadata);
  listOf(metadata['finalizers']).forEach((each, index) => { report.form(`metadata.finalizers[${index}]`, each, qualifiedName); });
  itemsOf(metadata['ownerReferences']).forEach((owner, index) => {
    for (const field of ['apiVersion', 'kind', 'name', 'uid']) {
      report.required(`metadata.ownerReferences[${index}].${field}`, owner[field]);
    }
  });
}

/** What templates have of metadata: they need no name. */
export function checkLabelsAndAnnotations(report: Report, path: string, metadata: Data): void {
  if (metadata['labels'] !== undefined) { checkLabels(report, below(path, 'labels'), metadata['labels']); }
  if (metadata['annotations'] === undefined) { return; }
  let size = 0;
  for (const [key, value] of Object.entries(dataOf(metadata['annotations']))) {
    // Capitals in the prefix are taken here, unlike in labels.
    report.form(keyed(below(path, 'annotations'), key), key.toLowerCase(), qualifiedName);
    size += key.length + String(value).length;
  }
  if (size <= ANNOTATIONS / 4) { return; }
  const bytes = Buffer.byteLength(Object.entries(dataOf(metadata['annotations'])).flat().join(''));
  if (bytes > ANNOTATIONS) { report.say(below(path, 'annotations'), `must have ${ANNOTATIONS} bytes together at most, and have ${bytes}`); }
}

/** Labels, or what is matched against them. */
export function checkLabels(report: Report, path: string, labels: unknown): void {
  for (const [key, value] of Object.entries(dataOf(labels))) {
    report.form(keyed(path, key), key, qualifiedName);
    report.form(keyed(path, key), value, labelValue);
  }
}
