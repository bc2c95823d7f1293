import type { ApiObject } from 'cdk8s';
import type { Layer } from '../charts/core/layer';
import { toYaml } from '../charts/core/yaml';
import { CONFIG_FILE } from '../config/location';
import type { Manifest } from '../charts/core/manifest';
import { noticeLine } from '../output/generated-notice';

/**
 * Every object of the layers as data, by the folder of `dist/` it is written to.
 *
 * @throws Error if the validation of a construct fails
 */
export function toManifests(layers: readonly Layer[]): Map<string, Manifest[]> {
  validate(layers);
  return new Map(layers.map((layer) => [layer.node.id, layer.objects.map(toManifest)]));
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

function validate(layers: readonly Layer[]): void {
  const constructs = layers.flatMap((layer) => layer.node.findAll());
  const errors = constructs.flatMap(({ node }) => node.validate().map((message) => `[${node.path}] ${message}`));
  if (errors.length > 0) { throw new Error(`the lab is not valid:\n${errors.map((error) => `  ${error}`).join('\n')}`); }
}
