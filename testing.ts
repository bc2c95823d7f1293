import { App, Testing } from 'cdk8s';
import type { Contributions, Layer } from './charts/core/layer';
import type { Manifest } from './charts/core/manifest';
import { Homelab } from './charts/homelab';
import { checkLab } from './check/run';
import { parseConfig } from './config/load';
import { formatPath } from './config/problem';
import type { LabCode } from './synth/own-code';
import { renderedLab, toManifests } from './synth/render';
import { validateLab } from './synth/validate';

/**
 * A lab to try layers in, without any file.
 *
 * @param yaml - the text of a homelab.yaml. @default - every default
 * @param code - layers and patches, as homelab.ts has them
 * @throws ConfigError if the text is not valid
 */
export function testLab(yaml = '', code?: LabCode): Homelab {
  const lab = new Homelab(new App(), 'homelab', parseConfig(yaml));
  code?.(lab);
  return lab;
}

/** The objects of one layer as data, in the order they were made. @throws Error if a construct of the layer is not valid */
export function manifestsOf(layer: Layer): Manifest[] {
  return Testing.synth(layer) as Manifest[];
}

/** What other layers ask for, to hand to the `complete` of a layer that is tried without a lab. */
export function contributions(asked: Partial<Contributions> = {}): Contributions {
  return { namespaces: [], releases: [], alerts: [], scrapeTargets: [], dashboards: [], downloads: [], dataSources: [], ...asked };
}

/**
 * What the rules between layers (docs/rules.md) object to in a lab, one line each; the name of the rule stands in brackets. Rules about the
 * machines are not asked, as there are no scripts.
 *
 * @throws Error with what validations of constructs say (`node.addValidation`), as cdk8s words it
 */
export function brokenRules(lab: Homelab): string[] {
  validateLab(lab);
  const { errors, mistakes, faults } = checkLab(renderedLab(lab, toManifests(lab.layers)));
  return [...errors.map(({ path, what, fix }) => `${formatPath(path)}: ${what}; ${fix}`), ...mistakes, ...faults];
}
