import type { Manifest } from '../charts/core/manifest';
import type { RenderedCharts } from './rendered-charts';

/** One thing that a judge objects to. */
export interface Objection {
  /** The object that is wrong, of a chart or of the lab. */
  readonly object: Manifest;
  /** What is wrong and what would happen. No full stop at the end. */
  readonly what: string;
  /** What to do about it. */
  readonly fix: string;
  /** Set where the entry of homelab.yaml that asks for the chart is to change, and not the chart's values. @default false */
  readonly ofOwner?: boolean;
  /** Key of the chart's values to change, below `values.CHART`, where it is known. @default - the values as a whole */
  readonly value?: readonly string[];
}

/** A rule about what charts make, and about what it means for the lab's own objects. */
export interface Judge {
  /** Stable name: a section of docs/render.md, and what `allowUnsafe` names. */
  readonly name: string;
  /** Errors make `homelab render` fail; warnings are printed. */
  readonly severity: 'error' | 'warning';
  /** What it objects to. */
  readonly check: (charts: RenderedCharts) => readonly Objection[];
}
