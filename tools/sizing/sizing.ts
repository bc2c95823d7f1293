import { load } from 'js-yaml';
import type { Homelab } from '../../charts/homelab';
import { toManifest } from '../../synth/render';

/** What one kind of pod asks of a node. */
export interface Demand {
  /** Application or release, and place in its values. */
  readonly component: string;
  /** Thousandths of a CPU. */
  readonly milliCpu: number;
  /** Memory. */
  readonly mebibytes: number;
  /** How many of it run on a lab of one node. */
  readonly count: number;
}

/** What K3s itself brings, from the manifests of its release: https://github.com/k3s-io/k3s/tree/v1.36.4%2Bk3s1/manifests. */
const K3S: readonly Demand[] = [
  { component: 'k3s: coredns', milliCpu: 100, mebibytes: 70, count: 1 },
  { component: 'k3s: metrics-server', milliCpu: 100, mebibytes: 70, count: 1 },
];

/** Values that stand for other than exactly one container, by chart and path. */
const COUNTS: Readonly<Record<string, number>> = {
  // Defaults for gateways and waypoints; the gateway has its own row, and there is no waypoint until a namespace asks for one.
  'istiod: global.proxy': 0,
  'istiod: global.waypoint': 0,
  // Beside Prometheus and beside Alertmanager; for dashboards and for data sources.
  'kube-prometheus-stack: prometheusOperator.prometheusConfigReloader': 2,
  'kube-prometheus-stack: grafana.sidecar': 2,
};

/** Everything a lab asks for, read off the values and manifests that are synthesised. */
export function demands(lab: Homelab): Demand[] {
  const found = lab.objects.map(toManifest).flatMap((manifest) => {
    const { name } = manifest.metadata;
    switch (manifest.kind) {
      case 'HelmChart':
        return requestsIn(load((manifest['spec'] as { valuesContent: string }).valuesContent), name);
      case 'Application': {
        const { helm } = (manifest['spec'] as { source: { helm?: { values?: string; valuesObject?: unknown } } }).source;
        return requestsIn(helm?.values === undefined ? helm?.valuesObject : load(helm.values), name);
      }
      // What istiod lays over the Deployment it makes for a Gateway.
      case 'ConfigMap':
        return Object.entries((manifest['data'] ?? {}) as Record<string, string>)
          .filter(([key]) => key === 'deployment')
          .flatMap(([, text]) => requestsIn(load(text), name));
      default:
        return [];
    }
  });
  return [...found, ...K3S].filter(({ count }) => count > 0).sort((a, b) => (a.component < b.component ? -1 : 1));
}

/** The sum of it all. */
export function total(all: readonly Demand[]): { readonly milliCpu: number; readonly mebibytes: number } {
  return {
    milliCpu: sum(all.map(({ milliCpu, count }) => milliCpu * count)),
    mebibytes: sum(all.map(({ mebibytes, count }) => mebibytes * count)),
  };
}

function requestsIn(value: unknown, chart: string, path: readonly string[] = []): Demand[] {
  if (typeof value !== 'object' || value === null) { return []; }
  const { requests } = value as { requests?: unknown };
  if (isDemand(requests)) {
    const where = path.filter((part) => part !== 'resources' && !/^\d+$/.test(part)).join('.');
    const component = where === '' ? chart : `${chart}: ${where}`;
    return [{ component, milliCpu: milliCpu(requests.cpu), mebibytes: mebibytes(requests.memory), count: COUNTS[component] ?? 1 }];
  }
  return Object.entries(value).flatMap(([key, below]) => requestsIn(below, chart, [...path, key]));
}

function isDemand(value: unknown): value is { readonly cpu: string; readonly memory: string } {
  return typeof value === 'object' && value !== null && 'cpu' in value && 'memory' in value;
}

function milliCpu(quantity: string): number {
  return quantity.endsWith('m') ? Number(quantity.slice(0, -1)) : Number(quantity) * 1000;
}

function mebibytes(quantity: string): number {
  const [, amount, unit] = /^(\d+)(Mi|Gi)$/.exec(quantity) ?? [];
  if (amount === undefined) { throw new Error(`"${quantity}" is not an amount of memory this table can add up`); }
  return Number(amount) * (unit === 'Gi' ? 1024 : 1);
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
