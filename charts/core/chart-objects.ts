import { readFileSync } from 'node:fs';
import type { ChartName } from '../../config/schema';
import { packaged } from '../../paths';

/** What stands in a change for the value that somebody sets: `{}-server` becomes `shop-server`. */
export const VALUE = '{}';

/** A port of a Service. */
export interface ChartPort {
  /** Empty for a port without a name. */
  readonly name: string;
  /** Its number; `VALUE` in a change that a number makes. */
  readonly port: number | typeof VALUE;
}

/** What labels and names one object has. */
interface Named {
  /** Name of the object. */
  readonly name: string;
  /** Its namespace. @default - that of the release */
  readonly namespace?: string;
  /** Its labels, without those that repeat a version. */
  readonly labels: Readonly<Record<string, string>>;
}

/** A Service that a chart makes, or that a controller makes of what the chart makes. */
export interface ChartService extends Named {
  /** Its ports in their order. */
  readonly ports: readonly ChartPort[];
}

/** Pods of one workload, or those that a controller makes of one object. */
export interface ChartPods extends Named {
  /** Kind of what they are from, such as `Deployment`. */
  readonly kind: string;
  /** Names of their ports. */
  readonly ports: readonly string[];
  /** How many there are; for a DaemonSet, on each node. */
  readonly count: number;
  /** What one of them asks for, in thousandths of a CPU. */
  readonly milliCpu: number;
  /** What one of them asks for in memory, in MiB. */
  readonly mebibytes: number;
  /** Containers that run for long and ask for no CPU or no memory. @default - none */
  readonly unset?: readonly string[];
}

/** What becomes of an object: what differs, or null if it is gone. */
export type Change<T> = Partial<T> | null;

/** What a value of a chart changes when it is another than the lab has: each boolean was turned over, each name and port changed. */
export interface ValueChange {
  /** Way to the value in the chart's values. */
  readonly path: readonly string[];
  /** What the lab has there, the chart's own default included. @default - nothing */
  readonly from?: string | number | boolean;
  /** Services that change, by their names. @default - none */
  readonly services?: Readonly<Record<string, Change<ChartService>>>;
  /** Pods that change, by kind and name, such as `Deployment grafana`. @default - none */
  readonly pods?: Readonly<Record<string, Change<ChartPods>>>;
}

/** What a pinned chart makes with the lab's own values: `npm run import` renders it. */
export interface ChartObjects {
  /** Name of the chart in its repository. */
  readonly chart: string;
  /** The version that was rendered. */
  readonly version: string;
  /** Namespace of the release. */
  readonly namespace: string;
  /** Its Services. */
  readonly services: readonly ChartService[];
  /** Its pods. */
  readonly pods: readonly ChartPods[];
  /** Values that change one of these. */
  readonly changes: readonly ValueChange[];
}

/** Labels that say nothing but a version, see https://helm.sh/docs/chart_best_practices/labels/. */
export const VERSION_LABELS: readonly string[] = ['helm.sh/chart', 'app.kubernetes.io/version', 'chart'];

/**
 * What a chart makes.
 *
 * @param name - name of the release, as in versions.ts
 * @throws Error if the package lacks the file
 */
export function chartObjects(name: ChartName): ChartObjects {
  const known = read.get(name);
  if (known) { return known; }
  const objects = JSON.parse(readFileSync(fileOf(name), 'utf8')) as ChartObjects;
  read.set(name, objects);
  return objects;
}

/** How pods are called in a change. */
export function podsKey({ kind, name }: Pick<ChartPods, 'kind' | 'name'>): string { return `${kind} ${name}`; }

function fileOf(name: ChartName): string { return packaged('schemas', 'charts', 'objects', `${name}.json`); }

const read = new Map<ChartName, ChartObjects>();
