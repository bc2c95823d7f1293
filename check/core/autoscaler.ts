import { ownOf } from '../../config/kinds';
import { dnsLabel, pathSegment } from './names';
import { isResourceName, quantityOf } from './quantities';
import { dataOf, itemsOf, listOf, type Data, type Report } from './report';

/** The field that goes with a type of metric. */
const METRICS: Readonly<Record<string, string | undefined>> = {
  ContainerResource: 'containerResource', External: 'external', Object: 'object', Pods: 'pods', Resource: 'resource',
};
/** Longest periods of a policy, in seconds: MaxPeriodSeconds and MaxStabilizationWindowSeconds of the validation. */
const LONGEST = { period: 1800, window: 3600 } as const;

/** A HorizontalPodAutoscaler: k8s.io/kubernetes/pkg/apis/autoscaling/validation. */
export function checkAutoscaler(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  report.range('spec.maxReplicas', spec['maxReplicas'], 1);
  report.range('spec.minReplicas', spec['minReplicas'], 1);
  if (Number(spec['minReplicas'] ?? 1) > Number(spec['maxReplicas'])) { report.say('spec.maxReplicas', 'must not be below minReplicas'); }
  checkTargetOf(report, 'spec.scaleTargetRef', dataOf(spec['scaleTargetRef']), true);
  itemsOf(spec['metrics']).forEach((metric, index) => { checkMetric(report, `spec.metrics[${index}]`, metric); });
  for (const side of ['scaleUp', 'scaleDown']) {
    const rules = dataOf(spec['behavior'])[side];
    if (rules !== undefined) { checkBehavior(report, `spec.behavior.${side}`, dataOf(rules)); }
  }
}

function checkTargetOf(report: Report, path: string, { apiVersion = '', kind, name }: Data, grouped: boolean): void {
  for (const [field, value] of [['kind', kind], ['name', name]] as const) {
    report.required(`${path}.${field}`, value);
    if (value !== '') { report.form(`${path}.${field}`, value, pathSegment); }
  }
  const [group, version, ...rest] = String(apiVersion).split('/');
  if (rest.length > 0 || (grouped && (version === undefined || group === ''))) {
    report.say(`${path}.apiVersion`, 'must be a group and a version, such as apps/v1');
  }
}

function checkMetric(report: Report, path: string, metric: Data): void {
  report.among(`${path}.type`, metric['type'], Object.keys(METRICS));
  const type = String(metric['type']);
  const field = ownOf(METRICS, type);
  if (field === undefined) { return; }
  for (const other of Object.values(METRICS)) {
    if (other !== undefined && other !== field && metric[other] !== undefined) {
      report.say(`${path}.${other}`, `must not be there with the type ${String(metric['type'])}`);
    }
  }
  if (metric[field] === undefined) { report.say(`${path}.${field}`, `must be there with the type ${String(metric['type'])}`); return; }
  const source = dataOf(metric[field]);
  checkSource(report, `${path}.${field}`, field, source);
  checkTarget(report, `${path}.${field}.target`, field, source['target']);
}

function checkSource(report: Report, path: string, field: string, source: Data): void {
  if (field === 'resource' || field === 'containerResource') {
    report.required(`${path}.name`, source['name']);
    if (field === 'containerResource') {
      report.required(`${path}.container`, source['container']);
      if (source['container'] !== '') { report.form(`${path}.container`, source['container'], dnsLabel); }
      const { name } = source;
      if (typeof name === 'string' && name !== '' && !isResourceName(name)) {
        report.say(`${path}.name`, 'is no resource of Kubernetes; one of somebody else has a prefix');
      }
    }
    return;
  }
  const { name } = dataOf(source['metric']);
  report.required(`${path}.metric.name`, name);
  if (name !== '') { report.form(`${path}.metric.name`, name, pathSegment); }
  if (field === 'object') { checkTargetOf(report, `${path}.describedObject`, dataOf(source['describedObject']), false); }
}

function checkTarget(report: Report, path: string, field: string, target: unknown): void {
  const { type = '', averageUtilization, averageValue, value } = dataOf(target);
  report.required(`${path}.type`, type);
  report.among(`${path}.type`, type, ['Utilization', 'Value', 'AverageValue']);
  report.range(`${path}.averageUtilization`, averageUtilization, 1);
  for (const [name, amount] of [['averageValue', averageValue], ['value', value]] as const) {
    if (amount !== undefined && (quantityOf(amount) ?? 1) <= 0) { report.say(`${path}.${name}`, 'must be above 0'); }
  }
  if (field === 'resource' || field === 'containerResource') {
    if (averageUtilization !== undefined && averageValue !== undefined) {
      report.say(`${path}.averageValue`, 'must not stand beside averageUtilization');
    }
    if (averageUtilization === undefined && averageValue === undefined) {
      report.say(path, 'must have averageUtilization or averageValue');
    }
    return;
  }
  if (averageValue === undefined && (field === 'pods' || value === undefined)) {
    report.say(path, field === 'pods' ? 'must have averageValue' : 'must have value or averageValue');
  }
  if (field === 'external' && value !== undefined && averageValue !== undefined) {
    report.say(`${path}.value`, 'must not stand beside averageValue');
  }
}

function checkBehavior(report: Report, path: string, rules: Data): void {
  report.range(`${path}.stabilizationWindowSeconds`, rules['stabilizationWindowSeconds'], 0, LONGEST.window);
  report.among(`${path}.selectPolicy`, rules['selectPolicy'], ['Max', 'Min', 'Disabled']);
  if ((quantityOf(rules['tolerance']) ?? 0) < 0) { report.say(`${path}.tolerance`, 'must not be negative'); }
  // Only rules that say nothing at all get Kubernetes' own policies.
  if (rules['policies'] !== undefined && listOf(rules['policies']).length === 0) { report.say(`${path}.policies`, 'must not be empty'); }
  itemsOf(rules['policies']).forEach((policy, index) => {
    const here = `${path}.policies[${index}]`;
    report.among(`${here}.type`, policy['type'] ?? '', ['Pods', 'Percent']);
    report.range(`${here}.value`, policy['value'], 1);
    report.range(`${here}.periodSeconds`, policy['periodSeconds'], 1, LONGEST.period);
  });
}
