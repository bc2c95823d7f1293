import { dnsSubdomain, pathSegment } from './names';
import { dataOf, itemsOf, listOf, type Data, type Report } from './report';
import { checkSelector } from './selectors';

const GROUP = 'rbac.authorization.k8s.io';

/** What a Role allows. */
export function checkRole(report: Report, object: Data): void { checkRules(report, object, false); }

/** What a ClusterRole allows. */
export function checkClusterRole(report: Report, object: Data): void {
  checkRules(report, object, true);
  if (object['aggregationRule'] === undefined) { return; }
  const selectors = listOf(dataOf(object['aggregationRule'])['clusterRoleSelectors']);
  if (selectors.length === 0) { report.say('aggregationRule.clusterRoleSelectors', 'must not be empty'); }
  selectors.forEach((each, index) => { checkSelector(report, `aggregationRule.clusterRoleSelectors[${index}]`, each); });
}

/** A ServiceAccount. Its lists are told apart by name, so that an entry without one cannot be applied. */
export function checkServiceAccount(report: Report, object: Data): void {
  itemsOf(object['secrets']).forEach(({ name }, index) => {
    if (name === undefined) { report.say(`secrets[${index}].name`, 'must be there'); }
  });
}

/** Who gets a role. */
export function checkRoleBinding(report: Report, object: Data): void { checkBinding(report, object, ['Role', 'ClusterRole']); }

/** Who gets a ClusterRole everywhere. */
export function checkClusterRoleBinding(report: Report, object: Data): void { checkBinding(report, object, ['ClusterRole']); }

function checkRules(report: Report, object: Data, cluster: boolean): void {
  itemsOf(object['rules']).forEach((rule, index) => {
    const path = `rules[${index}]`;
    if (listOf(rule['verbs']).length === 0) { report.say(`${path}.verbs`, 'must not be empty'); }
    const paths = listOf(rule['nonResourceURLs']).length > 0;
    if (paths && !cluster) { report.say(`${path}.nonResourceURLs`, 'goes with a ClusterRole'); return; }
    if (paths) {
      const both = [rule['apiGroups'], rule['resources'], rule['resourceNames']].some((each) => listOf(each).length > 0);
      if (both) { report.say(`${path}.nonResourceURLs`, 'must not stand beside resources'); }
      return;
    }
    for (const field of ['apiGroups', 'resources']) {
      if (listOf(rule[field]).length === 0) { report.say(`${path}.${field}`, 'must not be empty'); }
    }
  });
}

/** The API group of a kind of subject. */
const SUBJECTS: Readonly<Record<string, string>> = { ServiceAccount: '', User: GROUP, Group: GROUP };

function checkBinding(report: Report, object: Data, roles: readonly string[]): void {
  const { apiGroup, kind, name } = dataOf(object['roleRef']);
  if (apiGroup !== '') { report.among('roleRef.apiGroup', apiGroup, [GROUP]); }
  report.among('roleRef.kind', kind, roles);
  report.required('roleRef.name', name);
  report.form('roleRef.name', name, pathSegment);
  itemsOf(object['subjects']).forEach((subject, index) => {
    const path = `subjects[${index}]`;
    const kindOf = String(subject['kind']);
    report.required(`${path}.name`, subject['name']);
    if (!Object.hasOwn(SUBJECTS, kindOf)) { report.among(`${path}.kind`, kindOf, Object.keys(SUBJECTS)); return; }
    // Nothing stands for the right one.
    const group = subject['apiGroup'];
    if (group !== undefined && group !== '' && group !== SUBJECTS[kindOf]) {
      report.say(`${path}.apiGroup`, `must be ${SUBJECTS[kindOf] === '' ? 'empty' : GROUP} for a ${kindOf}`);
    }
    if (kindOf !== 'ServiceAccount') { return; }
    if (subject['name'] !== '') { report.form(`${path}.name`, subject['name'], dnsSubdomain); }
    // A RoleBinding means its own namespace.
    if (roles.length === 1) { report.required(`${path}.namespace`, subject['namespace']); }
  });
}
