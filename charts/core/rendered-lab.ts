import { load } from 'js-yaml';
import type { HelmValues, JsonValue } from './helm-values';
import type { HomelabConfig } from '../../config/schema';
import { groupOf, type Manifest } from './manifest';

/** Where the parts of a lab come from, as messages show it. Places are lines of a lab's own code, such as `homelab.ts:8:3`. */
export interface Places {
  /** Where a layer was made, by its folder. */
  readonly folders: ReadonlyMap<string, string>;
  /** Where a layer was made, by the names of its Applications. */
  readonly applications: ReadonlyMap<string, string>;
  /** Where an object was patched last. */
  readonly patches: ReadonlyMap<Manifest, string>;
  /** The path of the construct that made an object; undefined if no construct did. */
  readonly construct: (object: Manifest) => string | undefined;
}

const NO_PLACES: Places = { folders: new Map(), applications: new Map(), patches: new Map(), construct: () => undefined };

/** The finished lab as rules see it: its configuration, and every object by folder. */
export class Tree {
  public readonly manifests: readonly Manifest[];
  private readonly folderOf: ReadonlyMap<Manifest, string>;
  private readonly values = new Map<string, HelmValues>();
  private readonly byKind = new Map<string, Manifest[]>();

  /**
   * @param config - what the lab was made from
   * @param folders - every object, by the folder of `dist/` it is written to
   * @param host - what the lab's machines are set up with: path below `scripts/`, and text
   * @param places - where its parts come from
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
      const kind = `${groupOf(manifest)}/${manifest.kind}`;
      const others = this.byKind.get(kind);
      if (others) { others.push(manifest); } else { this.byKind.set(kind, [manifest]); }
      const release = helmRelease(manifest);
      if (release) { this.values.set(manifest.metadata.name, release); }
    }
  }

  /** Every object of a kind; the group keeps Gateways of the Gateway API apart from others of that name. */
  public ofKind(group: string, kind: string): readonly Manifest[] { return this.byKind.get(`${group}/${kind}`) ?? []; }

  /** The folder below `dist/` an object is written to. */
  public folder(manifest: Manifest): string { return this.folderOf.get(manifest) ?? ''; }

  /** Where a lab's own code made the layer of an object or an Application, such as `homelab.ts:8:3`; undefined for the platform's. */
  public place(manifest: Manifest): string | undefined {
    const { folders, applications } = this.places;
    return folders.get(this.folder(manifest)) ?? (manifest.kind === 'Application' ? applications.get(manifest.metadata.name) : undefined);
  }

  /** True for an object of a layer that a lab's own code made. */
  public isOwn(manifest: Manifest): boolean { return this.places.folders.has(this.folder(manifest)); }

  /** Where a lab's own code patched an object; undefined if it did not. */
  public patchPlace(manifest: Manifest): string | undefined { return this.places.patches.get(manifest); }

  /** The path of the construct that made an object, such as `homelab/gateway/main`. */
  public construct(manifest: Manifest): string | undefined { return this.places.construct(manifest); }

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
