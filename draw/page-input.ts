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
  /** What the cross-layer rules say that does not stop the synth. */
  readonly verdict: PageVerdict;
}

/** The part of a verdict that a page shows. */
export interface PageVerdict {
  /** One line for each warning. */
  readonly warnings: readonly string[];
  /** One line for each broken rule that `allowUnsafe` allows. */
  readonly allowed: readonly string[];
  /** Lines of `allowUnsafe` that allow nothing. */
  readonly unused: readonly string[];
}
