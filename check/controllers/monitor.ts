import { dataOf, itemsOf, listOf, type Data, type Report } from '../core/report';
import { prometheusRegexProblem } from '../core/regex';
import { checkSelector } from '../core/selectors';

/** What the Prometheus operator refuses in a ServiceMonitor or PodMonitor: it leaves the whole object out, so that nothing is read. */
export function checkMonitor(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  checkSelector(report, 'spec.selector', spec['selector']);
  for (const field of ['endpoints', 'podMetricsEndpoints']) {
    itemsOf(spec[field]).forEach((endpoint, index) => {
      for (const list of ['relabelings', 'metricRelabelings']) {
        itemsOf(endpoint[list]).forEach((each, at) => { checkRelabeling(report, `spec.${field}[${index}].${list}[${at}]`, each); });
      }
    });
  }
}

/** Actions that put something into a label. */
const TARGETED = ['replace', 'hashmod', 'lowercase', 'uppercase', 'keepequal', 'dropequal'];
/** What a replacement may refer to: https://pkg.go.dev/regexp#Regexp.Expand. */
const BROKEN_REFERENCE = /\$\{(?![A-Za-z0-9_]+\})/;

function checkRelabeling(report: Report, path: string, relabeling: Data): void {
  const { action = 'replace', regex, targetLabel = '', replacement = '', modulus = 0, sourceLabels } = relabeling;
  const name = String(action).toLowerCase();
  if (typeof regex === 'string') {
    const problem = prometheusRegexProblem(regex);
    if (problem !== undefined) { report.say(`${path}.regex`, `must be a regular expression of RE2 (${problem})`); }
  }
  if (TARGETED.includes(name) && targetLabel === '') { report.say(`${path}.targetLabel`, `must be there with ${name}`); }
  if (name === 'hashmod' && modulus === 0) { report.say(`${path}.modulus`, 'must not be 0 with hashmod'); }
  if (BROKEN_REFERENCE.test(String(replacement))) { report.say(`${path}.replacement`, 'must refer to a group as $1 or ${1}'); }
  if ((name === 'keepequal' || name === 'dropequal') && listOf(sourceLabels).length === 0) {
    report.say(`${path}.sourceLabels`, `must be there with ${name}`);
  }
}
