import { App, Testing } from 'cdk8s';
import { Component, type ComponentSource } from './charts/core/component';
import type { Contributions, Layer } from './charts/core/layer';
import type { Manifest } from './charts/core/manifest';
import { Homelab } from './charts/homelab';
import { checkLab } from './check/run';
import { parseConfig } from './charts/load-config';
import { formatPath } from './config/problem';
import type { LabCode } from './synth/own-code';
import { renderedLab, toManifests } from './synth/render';
import { validateLab } from './synth/validate';

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

/** An Application of a layer, with what others see of it. */
export interface ApplicationSketch {
  /** Name of the Application. */
  readonly name: string;
  /** Namespace of what it syncs. */
  readonly namespace: string;
  /** What it syncs: a chart, a folder upstream, or a folder of `dist/`. */
  readonly source: ComponentSource['kind'];
  /** Names of the Applications that come before it. */
  readonly dependsOn: readonly string[];
  /** The root Application that brings it, by what follows `root-` in its name. @default - `root` itself */
  readonly root?: string;
}

/** The Applications of a layer, in the order they were added. What else there is of one is in its `props`. */
export function applicationsOf(layer: Layer): ApplicationSketch[] {
  return layer.components.map(({ name, dependsOn, props: { namespace, source, root } }) => ({
    name, namespace, source: source.kind, dependsOn: dependsOn.map((each) => each.name), ...root === undefined ? {} : { root },
  }));
}

/** What a layer asks of others, by name; kinds of which it asks for none are left out. The whole of it is in its `contributions`. */
export function contributionsOf({ contributions: asked }: Layer): Partial<Record<keyof Contributions, string[]>> {
  const names: Record<keyof Contributions, string[]> = {
    namespaces: asked.namespaces.map(({ name }) => name),
    releases: asked.releases.map(({ name }) => name),
    alerts: asked.alerts.map(({ name }) => name),
    scrapeTargets: asked.scrapeTargets.map(({ name }) => name),
    dashboards: asked.dashboards.map(({ name }) => name),
    downloads: asked.downloads.map(({ folder }) => folder),
    dataSources: asked.dataSources.map(({ name }) => name as string),
  };
  return Object.fromEntries(Object.entries(names).filter(([, each]) => each.length > 0));
}

/** An Application that stands for one of another layer, to depend on. */
export function dependency(name: string): Component {
  return new Component({ name, namespace: name, source: { kind: 'own', folder: name } });
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
  const { errors, mistakes, faults } = checkLab(renderedLab(lab, toManifests(lab)));
  return [...errors.map(({ path, what, fix }) => `${formatPath(path)}: ${what}; ${fix}`), ...mistakes, ...faults];
}
