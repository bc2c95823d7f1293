import type { ApiObject } from 'cdk8s';
import type { Layer } from '../charts/core/layer';
import { originOf, patchOf } from '../charts/core/origin';
import { RenderedLab, type ObjectSource } from '../charts/core/rendered-lab';
import { toYaml } from '../charts/core/yaml';
import { withContentDigests } from '../charts/gitops/content-digest';
import type { Homelab } from '../charts/homelab';
import { CONFIG_FILE } from '../config/location';
import type { Manifest } from '../charts/core/manifest';
import { noticeLine } from '../output/generated-notice';

/** Every object of a lab as data, by the folder of `dist/` it is written to. Applications say what their folders hold. */
export function toManifests({ layers, config }: Homelab): Map<string, Manifest[]> {
  return withContentDigests(new Map(layers.map((layer) => [layer.node.id, layer.objects.map(toManifest)])), config.gitops.path);
}

/** What cross-layer rules read beside the manifests. */
export interface Surroundings {
  /** Files from which the machines of the lab are set up: path below `scripts/`, and text. @default - none */
  readonly host?: ReadonlyMap<string, string>;
  /** The folder that paths of the lab's own code are shown relative to. @default - the current folder */
  readonly codeFolder?: string;
  /** True to check the platform's own objects as closely as those of a lab's own code. @default false */
  readonly thorough?: boolean;
}

/**
 * The lab in the form that cross-layer rules read.
 *
 * @param folders - its objects as data, as `toManifests` returns them
 * @param surroundings - what is not in the lab itself
 */
export function renderedLab(lab: Homelab, folders: ReadonlyMap<string, readonly Manifest[]>, surroundings: Surroundings = {}): RenderedLab {
  return new RenderedLab(lab.config, folders, {
    ...surroundings, sourceOf: sourcesOf(lab.layers, folders), definitionsBy: definitionsBy(lab),
  });
}

/** Finds which construct has made an object, and which key of homelab.yaml asked for it. */
function sourcesOf(
  layers: readonly Layer[], folders: ReadonlyMap<string, readonly Manifest[]>,
): (manifest: Manifest) => ObjectSource | undefined {
  const made = new Map(layers.flatMap((layer) => {
    const { objects } = layer;
    return (folders.get(layer.node.id) ?? []).map((manifest, index) => [manifest, objects[index]] as const);
  }));
  return (manifest) => {
    const object = made.get(manifest);
    return object && { construct: object.node.path, origin: originOf(object), patch: patchOf(object) };
  };
}

/** The repository with the kinds of K3s' own helm-controller. */
const K3S_DEFINITIONS = 'k3s-io/helm-controller';

/** The Application that installs the definitions of a repository; undefined for definitions that K3s installs. */
function definitionsBy({ waves, layers }: Homelab): Map<string, string | undefined> {
  const releases = layers.flatMap(({ contributions }) => contributions.releases);
  const early = [K3S_DEFINITIONS, ...releases.flatMap(({ definitionsOf }) => definitionsOf ?? [])];
  return new Map([
    ...early.map((repository): [string, undefined] => [repository, undefined]),
    ...[...waves.keys()].flatMap(({ name, props: { definitionsOf } }): [string, string][] => {
      return definitionsOf === undefined ? [] : [[definitionsOf, name]];
    }),
  ]);
}

/**
 * The manifests as files: path below `dist/`, with "/" on every system, and text.
 *
 * @param source - name of the configuration file, which each file names as its source
 * @throws Error if two objects would be written to the same file
 */
export function renderFiles(folders: ReadonlyMap<string, readonly Manifest[]>, source = CONFIG_FILE): Map<string, string> {
  const head = noticeLine(source);
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

/** An object as data; its keys are sorted. */
export function toManifest(object: ApiObject): Manifest {
  return object.toJson() as Manifest;
}

/**
 * `<name>.<namespace>.<kind>.k8s.yaml`. With the names of cdk8s, `<Kind>.<name>`, objects with the same name in two namespaces would
 * overwrite each other. K3s names an add-on after the part before the first dot, in lower case.
 */
function fileName({ kind, metadata: { name, namespace } }: Manifest): string {
  return `${[name, namespace, kind.toLowerCase()].filter((part) => part !== undefined).join('.')}.k8s.yaml`;
}
