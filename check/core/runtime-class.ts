import { dnsLabel } from './names';
import { checkOverhead } from './quantities';
import { checkLabels } from './metadata';
import { dataOf, itemsOf, type Data, type Report } from './report';
import { checkToleration } from './scheduling';

/** A RuntimeClass. */
export function checkRuntimeClass(report: Report, object: Data): void {
  report.form('handler', object['handler'] ?? '', dnsLabel);
  checkOverhead(report, 'overhead.podFixed', dataOf(object['overhead'])['podFixed']);
  const { nodeSelector, tolerations } = dataOf(object['scheduling']);
  checkLabels(report, 'scheduling.nodeSelector', nodeSelector);
  const list = itemsOf(tolerations);
  const seen = new Set<string>();
  list.forEach((each, index) => {
    const path = `scheduling.tolerations[${index}]`;
    checkToleration(report, path, each);
    report.among(`${path}.operator`, each['operator'], ['Equal', 'Exists']);
    const text = JSON.stringify(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
    if (seen.has(text)) { report.say(path, 'is there twice'); }
    seen.add(text);
  });
}

/** A Lease. */
export function checkLease(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  report.range('spec.leaseDurationSeconds', spec['leaseDurationSeconds'], 1);
  report.range('spec.leaseTransitions', spec['leaseTransitions'], 0);
}
