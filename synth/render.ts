import type { ApiObject } from 'cdk8s';
import type { Component } from '../charts/core/component';
import type { Layer } from '../charts/core/layer';
import { originOf } from '../charts/core/origin';
import { RenderedLab, type ObjectSource } from '../charts/core/rendered-lab';
import { toYaml } from '../charts/core/yaml';
import type { Homelab } from '../charts/homelab';
import { CONFIG_FILE } from '../config/location';
import type { Manifest } from '../charts/core/manifest';
import { header } from '../output/mark';

/** Every object of the layers as data, by the folder of `dist/` it is written to. */
export function toManifests(layers: readonly Layer[]): Map<string, Manifest[]> {
  return new Map(layers.map((layer) => [layer.node.id, layer.objects.map(toManifest)]));
}

/** What rules look at beside the manifests. */
export interface Surroundings {
  /** What the lab's machines are set up with: path below `scripts/`, and text. @default - nothing */
  readonly host?: ReadonlyMap<string, string>;
  /** The folder that places in the lab's own code are shown from. @default - the current one */
  readonly codeFolder?: string;
}

/**
 * The lab as rules see it.
 *
 * @param lab - the lab
 * @param folders - its objects as data, as `toManifests` gives them
 * @param surroundings - what is not in the lab itself
 */
export function renderedLab(lab: Homelab, folders: ReadonlyMap<string, readonly Manifest[]>, surroundings: Surroundings = {}): RenderedLab {
  return new RenderedLab(lab.config, folders, {
    ...surroundings, sourceOf: sourcesOf(lab.layers, folders), definitionsBy: definitionsBy(lab.waves.keys()),
  });
}

/** Which construct made an object, and why. */
function sourcesOf(
  layers: readonly Layer[], folders: ReadonlyMap<string, readonly Manifest[]>,
): (manifest: Manifest) => ObjectSource | undefined {
  const made = new Map(layers.flatMap((layer) => {
    const { objects } = layer;
    return (folders.get(layer.node.id) ?? []).map((manifest, index) => [manifest, objects[index]] as const);
  }));
  return (manifest) => {
    const object = made.get(manifest);
    return object && { construct: object.node.path, origin: originOf(object) };
  };
}

/** Which Application brings the definitions of a repository. */
function definitionsBy(components: Iterable<Component>): Map<string, string> {
  return new Map([...components].flatMap(({ name, props: { definitionsOf } }) => definitionsOf === undefined ? [] : [[definitionsOf, name]]));
}

/**
 * The manifests as files: path below `dist/`, with "/" on every system, and text.
 *
 * @param source - name of the configuration they are generated from, which each file names
 * @throws Error if two objects would share a file
 */
export function renderFiles(folders: ReadonlyMap<string, readonly Manifest[]>, source = CONFIG_FILE): Map<string, string> {
  const head = header(source);
  const files = new Map<string, string>();
  for (const [folder, manifests] of folders) {
    for (const manifest of manifests) {
      const path = `${folder}/${fileName(manifest)}`;
      if (files.has(path)) { throw new Error(`two objects would be written to ${path}`); }
      files.set(path, `${head}${toYaml(manifest)}`);
    }
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The object as data, its keys sorted. */
export function toManifest(object: ApiObject): Manifest {
  return object.toJson() as Manifest;
}

/**
 * `<name>.<namespace>.<kind>.k8s.yaml`: cdk8s' own `<Kind>.<name>` lets objects of one name in two namespaces overwrite each other, and
 * K3s names an add-on after what stands before the first dot, in lower case.
 */
function fileName({ kind, metadata: { name, namespace } }: Manifest): string {
  return `${[name, namespace, kind.toLowerCase()].filter((part) => part !== undefined).join('.')}.k8s.yaml`;
}
