import { readFileSync } from 'node:fs';
import { packaged } from '../../paths';
import type { ChartName } from '../../config/schema';

/** What a chart takes as one of its values. */
export interface ValueNode {
  /** JSON types that the chart takes. @default - any */
  readonly types?: readonly ValueType[];
  /** True where the chart's own value is true or false, which templates ask as such. @default false */
  readonly flag?: boolean;
  /** Keys of a mapping that the chart knows. @default - none */
  readonly keys?: Readonly<Record<string, ValueNode>>;
  /** True if the chart hands on a mapping as it is, so that it may have other keys too. @default - true where there are no `keys` */
  readonly open?: boolean;
  /** True if helm refuses to render the chart where a mapping has another key: its schema says so. @default false */
  readonly closed?: boolean;
}

/** JSON's types, as JSON Schema calls them. */
export type ValueType = 'array' | 'boolean' | 'number' | 'object' | 'string';

/** What is known of a pinned chart without helm: `npm run import` reads it off the chart's archive. */
export interface ChartData {
  /** Name of the chart in its repository. */
  readonly chart: string;
  /** The version that was read. */
  readonly version: string;
  /** Its values. */
  readonly values: ValueNode;
}

/**
 * The data of a chart.
 *
 * @param name - name of the release, as in versions.ts
 * @throws Error if the package lacks the file
 */
export function chartData(name: ChartName): ChartData {
  const known = read.get(name);
  if (known) { return known; }
  const data = JSON.parse(readFileSync(packaged('schemas', 'charts', `${name}.json`), 'utf8')) as ChartData;
  read.set(name, data);
  return data;
}

const read = new Map<ChartName, ChartData>();
