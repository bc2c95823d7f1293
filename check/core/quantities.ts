import { below, dataOf, keyed, type Report } from './report';

const SUFFIXES: Readonly<Record<string, number>> = {
  '': 1, n: 1e-9, u: 1e-6, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18,
  Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60,
};

/** The number that a quantity stands for; undefined for a text that is none, which its schema refuses. */
export function quantityOf(value: unknown): number | undefined {
  if (typeof value === 'number') { return value; }
  const [, number, exponent, suffix] = typeof value === 'string' ? /^([+-]?[\d.]+)(?:[eE]([+-]?\d+)|([A-Za-z]*))$/.exec(value) ?? [] : [];
  const factor = exponent === undefined ? SUFFIXES[suffix ?? ''] : 10 ** Number(exponent);
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}

/** Resources that a container can have without a prefix. */
const OF_CONTAINERS = new Set(['cpu', 'memory', 'ephemeral-storage']);

/** What a container asks for, and what it may have. */
export function checkResources(report: Report, path: string, resources: unknown): void {
  const { requests, limits } = dataOf(resources);
  for (const [field, amounts] of [['requests', dataOf(requests)], ['limits', dataOf(limits)]] as const) {
    for (const [name, amount] of Object.entries(amounts)) {
      const here = keyed(below(path, field), name);
      if (!OF_CONTAINERS.has(name) && !name.startsWith('hugepages-') && !name.includes('/')) {
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
  }
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
