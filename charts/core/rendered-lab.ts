import { load } from 'js-yaml';
import type { HelmValues, JsonValue } from './helm-values';
import type { HomelabConfig } from '../../config/schema';
import { groupOf, type Manifest } from './manifest';

/** Where layers were made, by folder and by Application. */
export interface Places {
  readonly folders: ReadonlyMap<string, string>;
  readonly applications: ReadonlyMap<string, string>;
}

const NO_PLACES: Places = { folders: new Map(), applications: new Map() };

/** The finished lab as rules see it: its configuration, and every object by folder. */
export class Tree {
  public readonly manifests: readonly Manifest[];
  private readonly folderOf: ReadonlyMap<Manifest, string>;
  private readonly values = new Map<string, HelmValues>();

  /**
   * @param config - what the lab was made from
   * @param folders - every object, by the folder of `dist/` it is written to
   * @param host - what the lab's machines are set up with: path below `scripts/`, and text
   * @param places - where a lab's own code made a layer, as messages show it, by its folder and by the names of its Applications
   */
  constructor(
    public readonly config: HomelabConfig,
    folders: ReadonlyMap<string, readonly Manifest[]>,
    public readonly host: ReadonlyMap<string, string> = new Map(),
    private readonly places: Places = NO_PLACES,
  ) {
    this.manifests = [...folders.values()].flat();
    this.folderOf = new Map([...folders].flatMap(([folder, manifests]) => manifests.map((manifest) => [manifest, folder])));
    for (const manifest of this.manifests) {
      const release = helmRelease(manifest);
      if (release) { this.values.set(manifest.metadata.name, release); }
    }
  }

  /** Every object of a kind; the group keeps Gateways of the Gateway API apart from others of that name. */
  public ofKind(group: string, kind: string): Manifest[] {
    return this.manifests.filter((manifest) => manifest.kind === kind && groupOf(manifest) === group);
  }

  /** The folder below `dist/` an object is written to. */
  public folder(manifest: Manifest): string { return this.folderOf.get(manifest) ?? ''; }

  /** Where a lab's own code made the layer of an object or an Application, such as `homelab.ts:8:3`; undefined for the platform's. */
  public place(manifest: Manifest): string | undefined {
    const { folders, applications } = this.places;
    return folders.get(this.folder(manifest)) ?? (manifest.kind === 'Application' ? applications.get(manifest.metadata.name) : undefined);
  }

  /** The Helm values a release gets in the end, overrides included; undefined if the lab has no such release. */
  public helmValues(release: string): HelmValues | undefined { return this.values.get(release); }

  /** Every Helm release with its values. */
  public get releases(): ReadonlyMap<string, HelmValues> { return this.values; }

  /** Labels of a namespace the lab declares. */
  public namespaceLabels(name: string): Readonly<Record<string, string>> {
    return this.ofKind('', 'Namespace').find(({ metadata }) => metadata.name === name)?.metadata.labels ?? {};
  }

  /** True for a namespace whose pods are in the mesh unless they opt out. */
  public isAmbient(namespace: string): boolean { return this.namespaceLabels(namespace)['istio.io/dataplane-mode'] === 'ambient'; }
}

/** The value at a path inside a tree of plain data. */
export function at(data: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((here, part) => (here !== null && typeof here === 'object' ? (here as Record<string | number, unknown>)[part] : undefined), data);
}

/** The list at a path; empty if there is none. */
export function list(data: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(data, ...path);
  return Array.isArray(found) ? found : [];
}

/** The text at a path; empty if there is none. */
export function text(data: unknown, ...path: readonly (string | number)[]): string {
  const found = at(data, ...path);
  return typeof found === 'string' ? found : '';
}

function helmRelease(manifest: Manifest): HelmValues | undefined {
  if (manifest.kind === 'HelmChart') { return asValues(load(text(manifest, 'spec', 'valuesContent'))); }
  const helm = at(manifest, 'spec', 'source', 'helm');
  if (manifest.kind !== 'Application' || helm === undefined) { return undefined; }
  const inline = at(helm, 'values');
  return typeof inline === 'string' ? asValues(load(inline)) : asValues(at(helm, 'valuesObject'));
}

function asValues(data: unknown): HelmValues {
  return data !== null && typeof data === 'object' && !Array.isArray(data) ? data as Record<string, JsonValue> : {};
}
