import type { Parameters } from 'fast-check';
import { readConfig } from '../../charts/load-config';
import { synthesise, type Synthesis } from '../../synth/synthesise';

/**
 * How often a property is tried. A run has a fixed seed, so that it fails only for a change that somebody made;
 * PROPERTY_RUNS=20 tries twenty times as many cases from a new seed, which fast-check prints with a counterexample.
 */
export function runs<T>(normal: number): Parameters<T> {
  const more = Number(process.env['PROPERTY_RUNS'] ?? '1');
  const parameters: Parameters<T> = more > 1 ? { numRuns: normal * more } : { numRuns: normal, seed: 20261123, endOnFailure: true };
  process.stderr.write(`property: ${parameters.numRuns ?? 0} cases, seed ${parameters.seed ?? 'random'}\n`);
  return parameters;
}

/** From the text of a configuration to everything made from it. */
export function synthesiseText(text: string): Synthesis {
  return synthesise(readConfig(text, 'homelab.yaml'));
}
