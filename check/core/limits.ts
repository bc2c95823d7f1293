import { dnsSubdomain, qualifiedName } from './names';
import { checkAmount, quantityOf } from './quantities';
import { dataOf, itemsOf, keyed, listOf, type Data, type Report } from './report';
import { checkShare } from './rollout';
import { checkSelector } from './selectors';

/** What a ResourceQuota can count, without a prefix. */
const COUNTED = new Set([
  'cpu', 'memory', 'ephemeral-storage', 'storage', 'requests.cpu', 'requests.memory', 'requests.storage', 'requests.ephemeral-storage',
  'limits.cpu', 'limits.memory', 'limits.ephemeral-storage', 'pods', 'services', 'replicationcontrollers', 'resourcequotas', 'secrets',
  'configmaps', 'persistentvolumeclaims', 'services.nodeports', 'services.loadbalancers',
]);
/** Amounts of these are parts of something; all others are numbers of objects. */
const MEASURED = /cpu$|memory$|storage$/;

/** A ResourceQuota. */
export function checkQuota(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  for (const [name, amount] of Object.entries(dataOf(spec['hard']))) {
    const path = keyed('spec.hard', name);
    if (!COUNTED.has(name) && !name.includes('hugepages-') && !name.includes('/')) {
      report.say(path, 'is nothing that a quota can count');
    }
    checkAmount(report, path, name, amount);
    const number = quantityOf(amount);
    if (number !== undefined && COUNTED.has(name) && !MEASURED.test(name) && !Number.isInteger(number)) {
      report.say(path, 'must be a whole number');
    }
  }
}

/** Amounts that must not be above others, by the fields of a LimitRange they stand in. */
const ORDER = [
  ['min', 'max'], ['default', 'max'], ['defaultRequest', 'max'],
  ['min', 'default'], ['min', 'defaultRequest'], ['defaultRequest', 'default'],
] as const;

/** A LimitRange. */
export function checkLimitRange(report: Report, object: Data): void {
  itemsOf(dataOf(object['spec'])['limits']).forEach((limit, index) => {
    const path = `spec.limits[${index}]`;
    for (const [lower, upper] of ORDER) {
      for (const [name, amount] of Object.entries(dataOf(limit[lower]))) {
        const [low, high] = [quantityOf(amount), quantityOf(dataOf(limit[upper])[name])];
        if (low !== undefined && high !== undefined && low > high) {
          report.say(keyed(`${path}.${lower}`, name), `must not be above ${upper}`);
        }
      }
    }
    for (const field of ['default', 'defaultRequest']) {
      if (limit['type'] === 'Pod' && limit[field] !== undefined) { report.say(`${path}.${field}`, 'goes with Container'); }
    }
    for (const [name, ratio] of Object.entries(dataOf(limit['maxLimitRequestRatio']))) {
      if ((quantityOf(ratio) ?? 1) < 1) { report.say(keyed(`${path}.maxLimitRequestRatio`, name), 'must be 1 or more'); }
    }
  });
}

/** A PersistentVolumeClaim. */
export function checkClaim(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  const modes = listOf(spec['accessModes']);
  if (modes.length === 0) { report.say('spec.accessModes', 'must not be empty'); }
  if (modes.length > 1 && modes.includes('ReadWriteOncePod')) {
    report.say('spec.accessModes', 'must not have other modes beside ReadWriteOncePod');
  }
  const { storage } = dataOf(dataOf(spec['resources'])['requests']);
  report.required('spec.resources.requests.storage', storage);
  if ((quantityOf(storage) ?? 1) <= 0) { report.say('spec.resources.requests.storage', 'must be above 0'); }
  if (spec['storageClassName'] !== '') { report.form('spec.storageClassName', spec['storageClassName'], dnsSubdomain); }
  checkSelector(report, 'spec.selector', spec['selector']);
}

/** Values above it are for the cluster's own pods. */
const HIGHEST_PRIORITY = 1_000_000_000;

/** A PriorityClass. */
export function checkPriorityClass(report: Report, object: Data): void {
  report.range('value', object['value'], -Infinity, HIGHEST_PRIORITY);
}

/** A StorageClass. */
export function checkStorageClass(report: Report, object: Data): void {
  report.required('provisioner', object['provisioner']);
  // Capitals are taken here.
  const { provisioner } = object;
  if (typeof provisioner === 'string' && provisioner !== '') { report.form('provisioner', provisioner.toLowerCase(), qualifiedName); }
  report.among('reclaimPolicy', object['reclaimPolicy'], ['Delete', 'Retain']);
}

/** A PodDisruptionBudget. */
export function checkBudget(report: Report, object: Data): void {
  const { minAvailable, maxUnavailable, selector } = dataOf(object['spec']);
  if (minAvailable !== undefined && maxUnavailable !== undefined) { report.say('spec', 'must have either minAvailable or maxUnavailable'); }
  checkShare(report, 'spec.minAvailable', minAvailable);
  checkShare(report, 'spec.maxUnavailable', maxUnavailable);
  checkSelector(report, 'spec.selector', selector);
}

/** The field that goes with a type of metric. */
const METRICS: Readonly<Record<string, string | undefined>> = {
  ContainerResource: 'containerResource', External: 'external', Object: 'object', Pods: 'pods', Resource: 'resource',
};

/** A HorizontalPodAutoscaler. */
export function checkAutoscaler(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  report.range('spec.maxReplicas', spec['maxReplicas'], 1);
  report.range('spec.minReplicas', spec['minReplicas'], 1);
  if (Number(spec['minReplicas'] ?? 1) > Number(spec['maxReplicas'])) { report.say('spec.maxReplicas', 'must not be below minReplicas'); }
  for (const field of ['kind', 'name']) { report.required(`spec.scaleTargetRef.${field}`, dataOf(spec['scaleTargetRef'])[field]); }
  itemsOf(spec['metrics']).forEach((metric, index) => {
    const path = `spec.metrics[${index}]`;
    report.among(`${path}.type`, metric['type'], Object.keys(METRICS));
    const field = METRICS[String(metric['type'])];
    if (field === undefined) { return; }
    const { averageUtilization, averageValue, value } = dataOf(dataOf(metric[field])['target']);
    if (averageUtilization === undefined && averageValue === undefined && value === undefined) {
      report.say(`${path}.${field}.target`, 'must have a value');
    }
  });
}
