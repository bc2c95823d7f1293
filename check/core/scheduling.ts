import { checkLabels } from './metadata';
import { dnsLabel, labelValue, qualifiedName } from './names';
import { dataOf, itemsOf, listOf, type Data, type Report } from './report';
import { checkNodeSelector, checkNodeTerm, checkSelector } from './selectors';

/** Where a pod may run. */
export function checkScheduling(report: Report, path: string, spec: Data): void {
  checkLabels(report, `${path}.nodeSelector`, spec['nodeSelector']);
  itemsOf(spec['tolerations']).forEach((each, index) => { checkToleration(report, `${path}.tolerations[${index}]`, each); });
  if (spec['affinity'] !== undefined) { checkAffinity(report, `${path}.affinity`, dataOf(spec['affinity'])); }
  itemsOf(spec['topologySpreadConstraints']).forEach((each, index) => {
    const here = `${path}.topologySpreadConstraints[${index}]`;
    report.range(`${here}.maxSkew`, each['maxSkew'], 1);
    report.range(`${here}.minDomains`, each['minDomains'], 1);
    report.required(`${here}.topologyKey`, each['topologyKey']);
    checkSelector(report, `${here}.labelSelector`, each['labelSelector']);
    report.forms(`${here}.matchLabelKeys`, each['matchLabelKeys'], qualifiedName);
    if (listOf(each['matchLabelKeys']).length > 0 && each['labelSelector'] === undefined) {
      report.say(`${here}.matchLabelKeys`, 'goes with labelSelector');
    }
    if (each['minDomains'] !== undefined && each['whenUnsatisfiable'] !== 'DoNotSchedule') {
      report.say(`${here}.minDomains`, 'goes with DoNotSchedule');
    }
  });
}

/** What a pod bears of a node. */
export function checkToleration(report: Report, path: string, toleration: Data): void {
  const { key = '', operator = 'Equal', value = '', effect, tolerationSeconds } = toleration;
  if (key !== '') { report.form(`${path}.key`, key, qualifiedName); }
  if (key === '' && operator !== 'Exists') { report.say(`${path}.operator`, 'must be Exists where there is no key'); }
  if (operator === 'Exists' && value !== '') { report.say(`${path}.value`, 'must be empty with Exists'); }
  if (operator === 'Equal') { report.form(`${path}.value`, value, labelValue); }
  if (tolerationSeconds !== undefined && effect !== 'NoExecute') { report.say(`${path}.tolerationSeconds`, 'goes with NoExecute'); }
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

function checkAffinity(report: Report, path: string, { nodeAffinity, podAffinity, podAntiAffinity }: Data): void {
  const nodes = `${path}.nodeAffinity`;
  const required = dataOf(nodeAffinity)[REQUIRED];
  if (required !== undefined) { checkNodeSelector(report, `${nodes}.${REQUIRED}`, dataOf(required)); }
  itemsOf(dataOf(nodeAffinity)[PREFERRED]).forEach(({ weight, preference }, index) => {
    const here = `${nodes}.${PREFERRED}[${index}]`;
    report.range(`${here}.weight`, weight, 1, 100);
    checkNodeTerm(report, `${here}.preference`, dataOf(preference));
  });
  for (const [field, affinity] of [['podAffinity', podAffinity], ['podAntiAffinity', podAntiAffinity]] as const) {
    const pods = `${path}.${field}`;
    itemsOf(dataOf(affinity)[REQUIRED]).forEach((term, index) => { checkPodTerm(report, `${pods}.${REQUIRED}[${index}]`, term); });
    itemsOf(dataOf(affinity)[PREFERRED]).forEach(({ weight, podAffinityTerm }, index) => {
      const here = `${pods}.${PREFERRED}[${index}]`;
      report.range(`${here}.weight`, weight, 1, 100);
      checkPodTerm(report, `${here}.podAffinityTerm`, dataOf(podAffinityTerm));
    });
  }
}

function checkPodTerm(report: Report, path: string, term: Data): void {
  checkTopologyKey(report, path, term);
  checkSelector(report, `${path}.labelSelector`, term['labelSelector']);
  checkSelector(report, `${path}.namespaceSelector`, term['namespaceSelector']);
  for (const field of ['matchLabelKeys', 'mismatchLabelKeys']) {
    report.forms(`${path}.${field}`, listOf(term[field]), qualifiedName);
    if (listOf(term[field]).length > 0 && term['labelSelector'] === undefined) {
      report.say(`${path}.${field}`, 'goes with labelSelector');
    }
  }
  report.forms(`${path}.namespaces`, term['namespaces'], dnsLabel);
}

function checkTopologyKey(report: Report, path: string, { topologyKey }: Data): void {
  report.required(`${path}.topologyKey`, topologyKey);
  if (topologyKey !== '') { report.form(`${path}.topologyKey`, topologyKey, qualifiedName); }
}
