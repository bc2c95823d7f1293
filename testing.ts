import { App, Testing } from 'cdk8s';
import { Homelab } from './charts/homelab';
import type { Layer } from './charts/core/layer';
import { parseConfig } from './config/load';
import type { LabCode } from './synth/own-code';
import type { Manifest } from './charts/core/manifest';

/**
 * A lab for tests of layers and patches, without any file.
 *
 * @param yaml - the text of a homelab.yaml. @default - every default
 * @param code - layers and patches, as homelab.ts has them
 * @throws ConfigError if the text is not valid
 * @throws Error if the code fails
 */
export function testLab(yaml = '', code?: LabCode): Homelab {
  const lab = new Homelab(new App(), 'homelab', parseConfig(yaml));
  code?.(lab);
  return lab;
}

/**
 * The objects of one layer as data, in the order in which they were made.
 *
 * @throws Error if a construct of the layer is not valid
 */
export function manifestsOf(layer: Layer): Manifest[] {
  return Testing.synth(layer) as Manifest[];
}
