import { qualifiedName } from './names';
import { checkAmount, isContainerResource, isResourceName, quantityOf } from './quantities';
import { dataOf, itemsOf, keyed, listOf, textOf, type Data, type Report } from './report';
import { checkShare } from './rollout';
import { checkSelector } from './selectors';

/** What a ResourceQuota can count, without a prefix. */
const COUNTED = new Set([
  'cpu', 'memory', 'ephemeral-storage', 'requests.cpu', 'requests.memory', 'requests.storage', 'requests.ephemeral-storage',
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
    if (!(COUNTED.has(name) || name.includes('hugepages-') || name.includes('/')) || qualifiedName(name) !== undefined) {
      report.say(path, 'is nothing that a quota can count');
    }
    // What a quota has of huge pages need not be whole pages.
    if (!name.includes('hugepages-')) { checkAmount(report, path, name, amount); }
    const number = quantityOf(amount);
    if (number !== undefined && COUNTED.has(name) && !MEASURED.test(name) && !Number.isInteger(number)) {
      report.say(path, 'must be a whole number');
    }
  }
  checkScopes(report, spec);
}

/** What is counted with a scope: validateResourceQuotaScopes of k8s.io/kubernetes/pkg/apis/core/validation. */
const OF_PODS = new Set(['pods', 'cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']);
/** Scopes that cannot both hold. */
const CONFLICTS = [['BestEffort', 'NotBestEffort'], ['Terminating', 'NotTerminating']] as const;
/** Scopes of which a value can be asked. */
const VALUED = new Set(['PriorityClass', 'VolumeAttributesClass']);

function checkScopes(report: Report, spec: Data): void {
  const scopes = listOf(spec['scopes']).map(textOf);
  const counted = Object.keys(dataOf(spec['hard']));
  checkScope(report, 'spec.scopes', scopes, counted);
  const expressions = itemsOf(dataOf(spec['scopeSelector'])['matchExpressions']);
  const path = 'spec.scopeSelector.matchExpressions';
  checkScope(report, path, expressions.map(({ scopeName }) => textOf(scopeName)), counted);
  expressions.forEach(({ scopeName, operator, values }, index) => {
    const here = `${path}[${index}]`;
    const wants = operator === 'In' || operator === 'NotIn';
    if (!VALUED.has(textOf(scopeName)) && operator !== 'Exists') {
      report.say(`${here}.operator`, `must be Exists for ${textOf(scopeName)}`);
    }
    if (wants && listOf(values).length === 0) { report.say(`${here}.values`, `must not be empty with ${operator}`); }
    if (!wants && listOf(values).length > 0) { report.say(`${here}.values`, 'goes with In and NotIn'); }
  });
}

function checkScope(report: Report, path: string, scopes: readonly string[], counted: readonly string[]): void {
  for (const [one, other] of CONFLICTS) {
    if (scopes.includes(one) && scopes.includes(other)) { report.say(path, `must not have both ${one} and ${other}`); }
  }
  for (const scope of scopes) {
    const foreign = counted.filter((name) => COUNTED.has(name) && !isCountedIn(scope, name));
    if (foreign.length > 0) { report.say(path, `must not have ${scope} where ${foreign.join(' and ')} is counted`); }
  }
}

function isCountedIn(scope: string, name: string): boolean {
  if (scope === 'BestEffort') { return name === 'pods'; }
  if (scope === 'VolumeAttributesClass') { return name === 'persistentvolumeclaims' || name.endsWith('requests.storage'); }
  return OF_PODS.has(name);
}

/** Amounts that must not be above others, by the fields of a LimitRange they stand in. */
const ORDER = [
  ['min', 'max'], ['default', 'max'], ['defaultRequest', 'max'],
  ['min', 'default'], ['min', 'defaultRequest'], ['defaultRequest', 'default'],
] as const;

/** A LimitRange. */
export function checkLimitRange(report: Report, object: Data): void {
  const limits = itemsOf(dataOf(object['spec'])['limits']);
  report.unique('spec.limits', limits.map(({ type }) => type), 'type');
  limits.forEach((limit, index) => {
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
      if (limit['type'] === 'Pod' && Object.keys(dataOf(limit[field])).length > 0) {
        report.say(`${path}.${field}`, 'goes with Container');
      }
    }
    checkLimitNames(report, path, limit);
    for (const [name, ratio] of Object.entries(dataOf(limit['maxLimitRequestRatio']))) {
      if ((quantityOf(ratio) ?? 1) < 1) { report.say(keyed(`${path}.maxLimitRequestRatio`, name), 'must be 1 or more'); }
    }
  });
}

/** What limits can be set for, without a prefix. */
const LIMITED = ['Pod', 'Container', 'PersistentVolumeClaim'];
/** Fields of a limit that name resources. */
const AMOUNTS = ['min', 'max', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

function checkLimitNames(report: Report, path: string, limit: Data): void {
  const type = textOf(limit['type']);
  if (!LIMITED.includes(type) && (!type.includes('/') || qualifiedName(type) !== undefined)) {
    report.say(`${path}.type`, `must be one of ${LIMITED.join(', ')}, or have a prefix`);
  }
  for (const field of AMOUNTS) {
    for (const [name, amount] of Object.entries(dataOf(limit[field]))) {
      const here = keyed(`${path}.${field}`, name);
      if (!(type === 'Container' || type === 'Pod' ? isContainerResource(name) : isResourceName(name))) {
        report.say(here, 'is no resource of Kubernetes; one of somebody else has a prefix');
      }
      const number = quantityOf(amount);
      if (number !== undefined && name.includes('/') && !Number.isInteger(number)) { report.say(here, 'must be a whole number'); }
    }
  }
  const of = (field: string, name: string): number | undefined => quantityOf(dataOf(limit[field])[name]);
  if (type === 'PersistentVolumeClaim' && of('min', 'storage') === undefined && of('max', 'storage') === undefined) {
    report.say(`${path}.min`, 'must have storage, here or in max');
  }
  for (const name of Object.keys(dataOf(limit['maxLimitRequestRatio']))) {
    const [ratio, least, most] = [of('maxLimitRequestRatio', name), of('min', name), of('max', name)];
    if (ratio !== undefined && least !== undefined && most !== undefined && least > 0 && ratio > most / least) {
      report.say(keyed(`${path}.maxLimitRequestRatio`, name), 'must not be above max divided by min');
    }
  }
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
  if (object['reclaimPolicy'] !== '') { report.among('reclaimPolicy', object['reclaimPolicy'], ['Delete', 'Retain']); }
  itemsOf(object['allowedTopologies']).forEach(({ matchLabelExpressions }, index) => {
    const path = `allowedTopologies[${index}].matchLabelExpressions`;
    const expressions = itemsOf(matchLabelExpressions);
    if (expressions.length === 0) { report.say(path, 'must not be empty'); }
    expressions.forEach(({ key, values }, at) => {
      report.form(`${path}[${at}].key`, key, qualifiedName);
      if (listOf(values).length === 0) { report.say(`${path}[${at}].values`, 'must not be empty'); }
      if (new Set(listOf(values)).size < listOf(values).length) { report.say(`${path}[${at}].values`, 'must have no value twice'); }
    });
    report.unique(path, expressions.map(({ key }) => key), 'key');
  });
  const all = listOf(object['allowedTopologies']).map((each) => JSON.stringify(each));
  if (new Set(all).size < all.length) { report.say('allowedTopologies', 'must have no term twice'); }
}

/** A PodDisruptionBudget. */
export function checkBudget(report: Report, object: Data): void {
  const { minAvailable, maxUnavailable, selector } = dataOf(object['spec']);
  if (minAvailable !== undefined && maxUnavailable !== undefined) { report.say('spec', 'must have either minAvailable or maxUnavailable'); }
  checkShare(report, 'spec.minAvailable', minAvailable);
  checkShare(report, 'spec.maxUnavailable', maxUnavailable);
  checkSelector(report, 'spec.selector', selector);
}
