import type { ApiObject } from 'cdk8s';
import type { Layer } from '../charts/core/layer';
import { toYaml } from '../charts/core/yaml';
import { CONFIG_FILE } from '../config/location';
import type { Manifest } from '../charts/core/manifest';
import { noticeLine } from '../output/generated-notice';

/**
 * Every object of the layers as data, by the folder of `dist/` it is written to.
 *
 * @throws Error if a construct's own validation fails
 */
export function toManifests(layers: readonly Layer[]): Map<string, Manifest[]> {
  validate(layers);
  return new Map(layers.map((layer) => [layer.node.id, layer.objects.map(toManifest)]));
}

/**
 * The manifests as files: path below `dist/`, with "/" on every system, and text.
 *
 * @param source - name of the configuration they are generated from, which each file names
 * @throws Error if two objects would share a file
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

function validate(layers: readonly Layer[]): void {
  const errors = layers.flatMap((layer) => layer.node.findAll().flatMap((child) => child.node.validate().map((message) => `[${child.node.path}] ${message}`)));
  if (errors.length > 0) { throw new Error(`the lab is not valid:\n${errors.map((error) => `  ${error}`).join('\n')}`); }
}
