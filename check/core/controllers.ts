import { checkClaimSpec, checkSourceOfTemplate } from './claims';
import { dnsLabel } from './names';
import { checkTemplate } from './pods';
import { dataOf, itemsOf, type Data, type Report } from './report';
import { checkRollout } from './rollout';
import { checkSelector, selects } from './selectors';

/** A Deployment or a ReplicaSet. */
export function checkDeployment(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  checkCommon(report, spec);
  const { type, rollingUpdate } = dataOf(spec['strategy']);
  if (type === 'Recreate' && rollingUpdate !== undefined) { report.say('spec.strategy.rollingUpdate', 'goes with RollingUpdate'); }
  checkRollout(report, 'spec.strategy.rollingUpdate', dataOf(rollingUpdate), { surge: true });
  const { minReadySeconds = 0, progressDeadlineSeconds } = spec;
  if (typeof progressDeadlineSeconds === 'number' && progressDeadlineSeconds <= Number(minReadySeconds)) {
    report.say('spec.progressDeadlineSeconds', 'must be longer than minReadySeconds');
  }
}

/** A StatefulSet. */
export function checkStatefulSet(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  const claims = itemsOf(spec['volumeClaimTemplates']).map(({ metadata }) => String(dataOf(metadata)['name']));
  checkCommon(report, spec, new Set(claims), true);
  const { type = 'RollingUpdate', rollingUpdate } = dataOf(spec['updateStrategy']);
  if (type !== '') { report.among('spec.updateStrategy.type', type, ['RollingUpdate', 'OnDelete']); }
  if (type === 'OnDelete' && rollingUpdate !== undefined) { report.say('spec.updateStrategy.rollingUpdate', 'goes with RollingUpdate'); }
  report.range('spec.updateStrategy.rollingUpdate.partition', dataOf(rollingUpdate)['partition'], 0);
  report.among('spec.podManagementPolicy', spec['podManagementPolicy'], ['OrderedReady', 'Parallel']);
  itemsOf(spec['volumeClaimTemplates']).forEach((claim, index) => {
    report.form(`spec.volumeClaimTemplates[${index}].metadata.name`, dataOf(claim['metadata'])['name'] ?? '', dnsLabel);
    checkClaimSpec(report, `spec.volumeClaimTemplates[${index}].spec`, dataOf(claim['spec']));
    checkSourceOfTemplate(report, `spec.volumeClaimTemplates[${index}].spec`, dataOf(claim['spec']));
  });
  if (spec['serviceName'] !== '') { report.form('spec.serviceName', spec['serviceName'], dnsLabel); }
  const kept = dataOf(spec['persistentVolumeClaimRetentionPolicy']);
  for (const field of ['whenDeleted', 'whenScaled']) {
    if (kept[field] !== '') { report.among(`spec.persistentVolumeClaimRetentionPolicy.${field}`, kept[field], ['Delete', 'Retain']); }
  }
  report.range('spec.ordinals.start', dataOf(spec['ordinals'])['start'], 0);
}

/** A DaemonSet. */
export function checkDaemonSet(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  checkCommon(report, spec);
  const { type, rollingUpdate } = dataOf(spec['updateStrategy']);
  if (type !== 'OnDelete') { checkRollout(report, 'spec.updateStrategy.rollingUpdate', dataOf(rollingUpdate), { surge: false }); }
}

function checkCommon(report: Report, spec: Data, claims?: ReadonlySet<string>, ownNames = false): void {
  report.notNegative('spec', spec, 'replicas', 'minReadySeconds', 'revisionHistoryLimit');
  const selector = dataOf(spec['selector']);
  checkSelector(report, 'spec.selector', selector);
  const labels = dataOf(dataOf(spec['template'])['metadata'])['labels'];
  if (Object.keys(dataOf(selector['matchLabels'])).length === 0 && itemsOf(selector['matchExpressions']).length === 0) {
    report.say('spec.selector', 'must not be empty: it would take every pod of the namespace');
  } else if (!selects(selector, labels)) {
    report.say('spec.template.metadata.labels', 'must be labels that spec.selector finds');
  }
  checkTemplate(report, 'spec.template', spec['template'], claims, ownNames);
  const pod = dataOf(dataOf(spec['template'])['spec']);
  report.among('spec.template.spec.restartPolicy', pod['restartPolicy'], ['Always']);
  if (pod['activeDeadlineSeconds'] !== undefined) { report.say('spec.template.spec.activeDeadlineSeconds', 'goes with a Job'); }
}
