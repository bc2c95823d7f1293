import { ownOf } from '../../config/kinds';
import { dnsSubdomain, labelValue, qualifiedName } from './names';
import { checkLabels } from './metadata';
import { dataOf, itemsOf, listOf, type Data, type Report } from './report';

/** What can be asked of a label, and whether values belong to it. */
const OPERATORS: Readonly<Record<string, boolean | undefined>> = { In: true, NotIn: true, Exists: false, DoesNotExist: false };

/** Labels and expressions that select objects. */
export function checkSelector(report: Report, path: string, selector: unknown): void {
  if (selector === undefined) { return; }
  const { matchLabels, matchExpressions } = dataOf(selector);
  checkLabels(report, `${path}.matchLabels`, matchLabels);
  checkExpressions(report, `${path}.matchExpressions`, matchExpressions, OPERATORS);
}

/** Which nodes are meant. */
export function checkNodeSelector(report: Report, path: string, { nodeSelectorTerms }: Data): void {
  const terms = itemsOf(nodeSelectorTerms);
  if (terms.length === 0) { report.say(`${path}.nodeSelectorTerms`, 'must not be empty'); }
  terms.forEach((term, index) => { checkNodeTerm(report, `${path}.nodeSelectorTerms[${index}]`, term); });
}

/** A term of such a selector: labels of nodes, and their names. */
export function checkNodeTerm(report: Report, path: string, { matchExpressions, matchFields }: Data): void {
  checkNodeExpressions(report, `${path}.matchExpressions`, matchExpressions);
  itemsOf(matchFields).forEach(({ key, operator, values }, index) => {
    const here = `${path}.matchFields[${index}]`;
    if (key !== 'metadata.name') { report.say(`${here}.key`, 'must be metadata.name'); }
    report.among(`${here}.operator`, operator, ['In', 'NotIn']);
    if (listOf(values).length !== 1) { report.say(`${here}.values`, 'must be one name'); }
    report.forms(`${here}.values`, values, dnsSubdomain);
  });
}

/** Expressions of a node's affinity, which can compare numbers as well. */
function checkNodeExpressions(report: Report, path: string, expressions: unknown): void {
  checkExpressions(report, path, expressions, { ...OPERATORS, Gt: true, Lt: true });
}

/** True if a selector of plain labels and expressions finds an object with some labels. */
export function selects(selector: unknown, labels: unknown): boolean {
  const { matchLabels, matchExpressions } = dataOf(selector);
  const found = dataOf(labels);
  return Object.entries(dataOf(matchLabels)).every(([key, value]) => Object.hasOwn(found, key) && found[key] === value)
    && itemsOf(matchExpressions).every(({ key, operator, values }) => {
      const value = ownOf(found, String(key));
      switch (operator) {
        case 'In': return listOf(values).includes(value);
        case 'NotIn': return !listOf(values).includes(value);
        case 'Exists': return value !== undefined;
        default: return value === undefined;
      }
    });
}

function checkExpressions(report: Report, path: string, expressions: unknown, operators: typeof OPERATORS): void {
  itemsOf(expressions).forEach(({ key, operator, values }, index) => {
    const here = `${path}[${index}]`;
    report.form(`${here}.key`, key, qualifiedName);
    report.forms(`${here}.values`, values, labelValue);
    report.among(`${here}.operator`, operator, Object.keys(operators));
    const wants = ownOf(operators, String(operator));
    if (wants === true && listOf(values).length === 0) { report.say(`${here}.values`, `must not be empty with ${String(operator)}`); }
    if (wants === false && listOf(values).length > 0) { report.say(`${here}.values`, `must not be there with ${String(operator)}`); }
    const compares = operator === 'Gt' || operator === 'Lt';
    if (compares && listOf(values).length > 1) { report.say(`${here}.values`, `must be one number with ${String(operator)}`); }
  });
}
