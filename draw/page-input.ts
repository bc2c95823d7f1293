import type { Homelab } from '../charts/homelab';
import type { Manifest } from '../charts/core/manifest';

/** A finished lab, as far as its pages and the summary of a synth show it. */
export interface PageInput {
  /** The layers. */
  readonly lab: Homelab;
  /** The files of the manifests: path below `dist/`, with "/", and text. */
  readonly files: ReadonlyMap<string, string>;
  /** Every object, by the folder of `dist/` it is written to. */
  readonly manifests: ReadonlyMap<string, readonly Manifest[]>;
  /** What `allowUnsafe` lets pass. */
  readonly verdict: PageVerdict;
  /** A line for each thing that is wrong and stops nothing. */
  readonly warnings: readonly string[];
}

/** The part of a verdict that a page shows. */
export interface PageVerdict {
  /** One line for each broken rule that `allowUnsafe` allows. */
  readonly allowed: readonly string[];
}
