import { scheduleProblem } from '../../config/cron';
import { dnsLabel, prefixedPath, qualifiedName } from './names';
import { checkTemplate } from './pods';
import { dataOf, itemsOf, listOf, textOf, type Data, type Report } from './report';
import { checkSelector, selects } from './selectors';
import { isTimeZone } from '../../config/time-zone';

/** A Job. */
export function checkJob(report: Report, object: Data): void {
  const { completionMode, completions } = dataOf(object['spec']);
  const name = textOf(dataOf(object['metadata'])['name']);
  const indexed = completionMode === 'Indexed' && typeof completions === 'number' && completions > 0;
  if (indexed && dnsLabel(`${name}-${completions - 1}`) !== undefined) {
    report.say('metadata.name', `must be a label of DNS with "-${completions - 1}" behind it: so is the last pod called`);
  }
  checkJobSpec(report, 'spec', dataOf(object['spec']));
}

/** A CronJob. */
export function checkCronJob(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  const schedule = String(spec['schedule']);
  const problem = scheduleProblem(schedule);
  if (problem !== undefined) { report.say('spec.schedule', `${problem} (${schedule})`); }
  const { timeZone } = spec;
  if (typeof timeZone === 'string' && !isTimeZone(timeZone)) {
    report.say('spec.timeZone', `must be a time zone, such as Europe/London (${timeZone})`);
  }
  report.notNegative('spec', spec, 'startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit');
  const { spec: job } = dataOf(spec['jobTemplate']);
  for (const field of ['selector', 'manualSelector']) {
    if (dataOf(job)[field] !== undefined && dataOf(job)[field] !== false) {
      report.say(`spec.jobTemplate.spec.${field}`, 'must not be there: Kubernetes makes it');
    }
  }
  checkJobSpec(report, 'spec.jobTemplate.spec', dataOf(job));
}

function checkJobSpec(report: Report, path: string, spec: Data): void {
  report.notNegative(path, spec, 'parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'backoffLimitPerIndex',
    'maxFailedIndexes', 'ttlSecondsAfterFinished');
  if (spec['completionMode'] === 'Indexed') { report.required(`${path}.completions`, spec['completions']); }
  if (spec['manualSelector'] === true) {
    checkOwnSelector(report, path, spec);
  } else if (Object.keys(dataOf(spec['selector'])).length > 0) {
    report.say(`${path}.selector`, 'must not be there: Kubernetes makes it');
  }
  checkTemplate(report, `${path}.template`, spec['template']);
  checkIndexes(report, path, spec);
  checkFailurePolicy(report, path, spec);
  const { managedBy } = spec;
  if (managedBy !== undefined) { report.form(`${path}.managedBy`, managedBy, prefixedPath); }
  const policy = dataOf(dataOf(spec['template'])['spec'])['restartPolicy'];
  if (policy !== 'Never' && policy !== 'OnFailure') { report.say(`${path}.template.spec.restartPolicy`, 'must be Never or OnFailure'); }
}

/** A Job that finds its pods itself. */
function checkOwnSelector(report: Report, path: string, { selector, template }: Data): void {
  if (selector === undefined) { report.say(`${path}.selector`, 'must be there with manualSelector'); return; }
  checkSelector(report, `${path}.selector`, selector);
  if (!selects(selector, dataOf(dataOf(template)['metadata'])['labels'])) {
    report.say(`${path}.template.metadata.labels`, `must be labels that ${path}.selector finds`);
  }
}

/** What only a Job can say that counts its pods. */
function checkIndexes(report: Report, path: string, spec: Data): void {
  const { completionMode, completions, backoffLimitPerIndex, maxFailedIndexes, successPolicy } = spec;
  const fields = { backoffLimitPerIndex, maxFailedIndexes, successPolicy };
  for (const [field, value] of Object.entries(fields)) {
    if (value !== undefined && completionMode !== 'Indexed') { report.say(`${path}.${field}`, 'goes with completionMode Indexed'); }
  }
  if (maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined) {
    report.say(`${path}.backoffLimitPerIndex`, 'must be there beside maxFailedIndexes');
  }
  if (typeof completions === 'number' && typeof maxFailedIndexes === 'number' && maxFailedIndexes > completions) {
    report.say(`${path}.maxFailedIndexes`, 'must not be above completions');
  }
  if (completionMode !== 'Indexed' || successPolicy === undefined) { return; }
  const rules = itemsOf(dataOf(successPolicy)['rules']);
  if (rules.length === 0) { report.say(`${path}.successPolicy.rules`, 'must not be empty'); }
  rules.forEach(({ succeededIndexes, succeededCount }, index) => {
    const here = `${path}.successPolicy.rules[${index}]`;
    if (succeededIndexes === undefined && succeededCount === undefined) {
      report.say(here, 'must have succeededIndexes or succeededCount');
      return;
    }
    const count = succeededIndexes === undefined ? Number(completions) : indexCount(textOf(succeededIndexes), Number(completions));
    if (typeof count === 'string') { report.say(`${here}.succeededIndexes`, count); return; }
    report.range(`${here}.succeededCount`, succeededCount, 0, count);
  });
}

/** How many indexes a list such as `0-2,5` has, or what is wrong with it. */
function indexCount(text: string, completions: number): number | string {
  let last = -1;
  let count = 0;
  for (const part of text.split(',')) {
    const [, first, end = first] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    if (first === undefined) { return 'must be numbers and ranges, such as 0-2,5'; }
    if (Number(first) <= last || (end !== first && Number(end) <= Number(first))) { return 'must be in order, and have no number twice'; }
    if (Number(end) >= completions) { return 'must be below completions'; }
    last = Number(end);
    count += last - Number(first) + 1;
  }
  return count;
}

/** What becomes of a Job whose pods fail. */
function checkFailurePolicy(report: Report, path: string, spec: Data): void {
  const { podFailurePolicy, podReplacementPolicy, backoffLimitPerIndex, template } = spec;
  if (podFailurePolicy === undefined) { return; }
  const pod = dataOf(dataOf(template)['spec']);
  if (pod['restartPolicy'] !== 'Never') { report.say(`${path}.template.spec.restartPolicy`, 'must be Never with podFailurePolicy'); }
  if (podReplacementPolicy !== undefined && podReplacementPolicy !== 'Failed') {
    report.say(`${path}.podReplacementPolicy`, 'must be Failed with podFailurePolicy');
  }
  const names = new Set([...itemsOf(pod['containers']), ...itemsOf(pod['initContainers'])].map(({ name }) => name));
  itemsOf(dataOf(podFailurePolicy)['rules']).forEach((rule, index) => {
    const here = `${path}.podFailurePolicy.rules[${index}]`;
    const { action, onExitCodes, onPodConditions } = rule;
    report.among(`${here}.action`, action, ['FailJob', 'FailIndex', 'Ignore', 'Count']);
    if (action === 'FailIndex' && backoffLimitPerIndex === undefined) {
      report.say(`${here}.action`, 'must have backoffLimitPerIndex for FailIndex');
    }
    const conditions = itemsOf(onPodConditions);
    if ((onExitCodes === undefined) === (conditions.length === 0)) { report.say(here, 'must have either onExitCodes or onPodConditions'); }
    if (onExitCodes !== undefined) { checkExitCodes(report, `${here}.onExitCodes`, dataOf(onExitCodes), names); }
    conditions.forEach(({ type, status = 'True' }, at) => {
      report.form(`${here}.onPodConditions[${at}].type`, type ?? '', qualifiedName);
      report.among(`${here}.onPodConditions[${at}].status`, status === '' ? 'True' : status, ['True', 'False', 'Unknown']);
    });
  });
}

function checkExitCodes(report: Report, path: string, { operator, values, containerName }: Data, names: ReadonlySet<unknown>): void {
  report.among(`${path}.operator`, operator, ['In', 'NotIn']);
  const list = listOf(values).map(Number);
  if (list.length === 0) { report.say(`${path}.values`, 'must not be empty'); }
  if (list.length > 255) { report.say(`${path}.values`, 'must be 255 at most'); }
  if (list.some((value, at) => at > 0 && value <= list[at - 1]!)) {
    report.say(`${path}.values`, 'must be in order, and have no number twice');
  }
  if (operator === 'In' && list.includes(0)) { report.say(`${path}.values`, 'must not have 0, which is no failure'); }
  if (containerName !== undefined && !names.has(containerName)) { report.say(`${path}.containerName`, 'must be the name of a container'); }
}
