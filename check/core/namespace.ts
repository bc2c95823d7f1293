import { qualifiedName } from './names';
import { dataOf, keyed, listOf, textOf, type Data, type Report } from './report';

const PREFIX = 'pod-security.kubernetes.io/';
const MODES = ['enforce', 'audit', 'warn'];
const VERSION = /^(latest|v1\.(0|[1-9]\d*))$/;

/** Levels and versions of Pod Security, which the API server's admission reads from labels. */
export function checkNamespace(report: Report, object: Data): void {
  listOf(dataOf(object['spec'])['finalizers']).forEach((each, index) => {
    const known = each === 'kubernetes' || (textOf(each).includes('/') && qualifiedName(textOf(each)) === undefined);
    if (!known) { report.say(`spec.finalizers[${index}]`, 'must be kubernetes, or a name with a prefix'); }
  });
  const labels = dataOf(dataOf(object['metadata'])['labels']);
  for (const mode of MODES) {
    const [level, version] = [`${PREFIX}${mode}`, `${PREFIX}${mode}-version`];
    report.among(keyed('metadata.labels', level), labels[level], ['privileged', 'baseline', 'restricted']);
    if (labels[version] !== undefined && !VERSION.test(textOf(labels[version]))) {
      report.say(keyed('metadata.labels', version), 'must be latest or a version such as v1.36');
    }
  }
}
