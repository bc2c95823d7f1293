import { scheduleProblem } from '../../config/cron';
import { checkLabelsAndAnnotations } from './metadata';
import { checkTemplate } from './pods';
import { dataOf, type Data, type Report } from './report';
import { isTimeZone } from '../../config/time-zone';

/** A Job. */
export function checkJob(report: Report, object: Data): void {
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
  const { metadata, spec: job } = dataOf(spec['jobTemplate']);
  checkLabelsAndAnnotations(report, 'spec.jobTemplate.metadata', dataOf(metadata));
  checkJobSpec(report, 'spec.jobTemplate.spec', dataOf(job));
}

function checkJobSpec(report: Report, path: string, spec: Data): void {
  report.notNegative(path, spec, 'parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'backoffLimitPerIndex',
    'maxFailedIndexes', 'ttlSecondsAfterFinished');
  if (spec['completionMode'] === 'Indexed') { report.required(`${path}.completions`, spec['completions']); }
  if (spec['selector'] !== undefined && spec['manualSelector'] !== true) {
    report.say(`${path}.selector`, 'must not be there: Kubernetes makes it');
  }
  checkTemplate(report, `${path}.template`, spec['template']);
  const policy = dataOf(dataOf(spec['template'])['spec'])['restartPolicy'];
  if (policy !== 'Never' && policy !== 'OnFailure') { report.say(`${path}.template.spec.restartPolicy`, 'must be Never or OnFailure'); }
}
