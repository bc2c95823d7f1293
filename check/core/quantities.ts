import { qualifiedName } from './names';
import { below, dataOf, keyed, type Report } from './report';

const SUFFIXES = new Map(Object.entries({
  '': 1, n: 1e-9, u: 1e-6, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18,
  Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60,
}));

const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d+)|([A-Za-z]*))$/;

/** The number that a quantity stands for; undefined for a text that is none, which its schema refuses. */
export function quantityOf(value: unknown): number | undefined {
  if (typeof value === 'number') { return value; }
  const [, number, exponent, suffix] = typeof value === 'string' ? QUANTITY.exec(value.trim()) ?? [] : [];
  const factor = exponent === undefined ? SUFFIXES.get(suffix ?? '') : 10 ** Number(exponent);
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}

/** Resources that a container can have without a prefix. */
const OF_CONTAINERS = new Set(['cpu', 'memory', 'ephemeral-storage']);

/** Resources of Kubernetes that an object can count: standardResources of k8s.io/kubernetes/pkg/apis/core/helper. */
const STANDARD = new Set([
  ...OF_CONTAINERS, 'storage', 'requests.cpu', 'requests.memory', 'requests.ephemeral-storage', 'limits.cpu', 'limits.memory',
  'limits.ephemeral-storage', 'pods', 'resourcequotas', 'services', 'replicationcontrollers', 'secrets', 'configmaps',
  'persistentvolumeclaims', 'requests.storage', 'services.nodeports', 'services.loadbalancers',
]);

/** True for a resource of Kubernetes, and for one of somebody else, which has a prefix. */
export function isResourceName(name: string): boolean {
  return qualifiedName(name) === undefined && (name.includes('/') || STANDARD.has(name) || name.startsWith('hugepages-'));
}

/** True for what a container can ask for. */
export function isContainerResource(name: string): boolean {
  return qualifiedName(name) === undefined && (name.includes('/') || OF_CONTAINERS.has(name) || name.startsWith('hugepages-'));
}

/** What a pod needs beside its containers. */
export function checkOverhead(report: Report, path: string, overhead: unknown): void {
  for (const [name, amount] of Object.entries(dataOf(overhead))) {
    if (!isContainerResource(name)) { report.say(keyed(path, name), 'is no resource of Kubernetes; one of somebody else has a prefix'); }
    checkAmount(report, keyed(path, name), name, amount);
  }
}

/** What a whole pod asks for: less than its containers can. */
export function checkPodResources(report: Report, path: string, resources: unknown): void {
  const { requests, limits, claims } = dataOf(resources);
  if (claims !== undefined) { report.say(`${path}.claims`, 'goes with a container'); }
  for (const [field, amounts] of [['requests', dataOf(requests)], ['limits', dataOf(limits)]] as const) {
    for (const name of Object.keys(amounts)) {
      if (name !== 'cpu' && name !== 'memory' && !name.startsWith('hugepages-')) {
        report.say(keyed(below(path, field), name), 'must be cpu, memory or huge pages');
      }
    }
  }
  checkResources(report, path, { requests, limits });
}

/** What a container asks for, and what it may have. */
export function checkResources(report: Report, path: string, resources: unknown): void {
  const { requests, limits } = dataOf(resources);
  for (const [field, amounts] of [['requests', dataOf(requests)], ['limits', dataOf(limits)]] as const) {
    for (const [name, amount] of Object.entries(amounts)) {
      const here = keyed(below(path, field), name);
      if (!isContainerResource(name)) {
        report.say(here, 'is no resource of Kubernetes; one of somebody else has a prefix');
      }
      checkAmount(report, here, name, amount);
    }
  }
  for (const [name, amount] of Object.entries(dataOf(requests))) {
    const [request, limit] = [quantityOf(amount), quantityOf(dataOf(limits)[name])];
    if (request !== undefined && limit !== undefined && request > limit) {
      report.say(keyed(below(path, 'requests'), name), `must not be above the limit of ${String(dataOf(limits)[name])}`);
    }
    if (!isOwn(name)) { continue; }
    if (limit === undefined) { report.say(keyed(below(path, 'limits'), name), 'must be there where requests has it: it is not shared'); }
    if (limit !== undefined && request !== undefined && request < limit) {
      report.say(keyed(below(path, 'requests'), name), 'must be the limit: it is not shared');
    }
  }
}

/** True for huge pages and devices, of which a container has as many as it asks for. */
function isOwn(name: string): boolean {
  return name.startsWith('hugepages-') || (name.includes('/') && !/(^|\.)kubernetes\.io\//.test(name));
}

/** An amount is not negative; devices and the like are whole, and huge pages are multiples of their size. */
export function checkAmount(report: Report, path: string, name: string, amount: unknown): void {
  const number = quantityOf(amount);
  if (number === undefined) { return; }
  if (number < 0) { report.say(path, 'must not be negative'); }
  if (name.includes('/') && !Number.isInteger(number)) { report.say(path, 'must be a whole number'); }
  const page = name.startsWith('hugepages-') ? quantityOf(name.slice('hugepages-'.length)) : undefined;
  if (page !== undefined && page > 0 && !Number.isInteger(number / page)) {
    report.say(path, 'must be a multiple of the size of its pages');
  }
}
