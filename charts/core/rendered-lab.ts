import type { HelmValues, JsonValue } from './helm-values';
import type { ChartName, HomelabConfig } from '../../config/schema';
import { formatPlace, type CodePlace } from './code-place';
import { groupOf, type Manifest } from './manifest';
import type { Origin } from './origin';
import { at, list, text } from './plain-data';
import { sourceOf } from './pinned-kinds';
import { platformRelease } from './platform-release';
import { readValuesText } from './values-text';

export { at, list, text };

/** Which construct made an object, and why. */
export interface ObjectSource {
  /** Path of the construct, such as `homelab/routes/route-my-app.shop`. */
  readonly construct: string;
  /** What asked for it. @default - every lab has it */
  readonly origin?: Origin | undefined;
  /** The line of a lab's own code that patched it. @default - none did */
  readonly patch?: CodePlace | undefined;
}

/** Values of a release, and the HelmChart or Application that installs it. */
export interface OwnedValues {
  /** What installs it. */
  readonly owner: Manifest;
  /** Its values, overrides included. */
  readonly values: HelmValues;
  /** Which of several sources of the Application has them. @default - it has one */
  readonly source?: number;
}

/** What rules look at beside the objects of `dist/`. */
export interface RenderedLabParts {
  /** What the lab's machines are set up with: path below `scripts/`, and text. @default - nothing */
  readonly host?: ReadonlyMap<string, string>;
  /** Which construct made an object. @default - nobody knows */
  readonly sourceOf?: (object: Manifest) => ObjectSource | undefined;
  /** The folder that places in a lab's own code are shown from. @default - the current one */
  readonly codeFolder?: string;
  /** True to check what the platform makes as closely as what a lab's own code makes, which takes longer. @default false */
  readonly thorough?: boolean;
  /**
   * The Application that brings the definitions of a repository, `owner/name`; undefined where K3s brings them before there is an Argo CD.
   *
   * @default - nobody brings any
   */
  readonly definitionsBy?: ReadonlyMap<string, string | undefined>;
}

/** The finished lab as rules see it: its configuration, and every object by folder. */
export class RenderedLab {
  /** Every object. */
  public readonly manifests: readonly Manifest[];
  /** What the lab's machines are set up with: path below `scripts/`, and text. */
  public readonly host: ReadonlyMap<string, string>;

  private readonly folderOf: ReadonlyMap<Manifest, string>;
  private readonly kinds = new Map<string, Manifest[]>();
  private readonly values: OwnedValues[] = [];
  private readonly platform = new Map<ChartName, HelmValues>();

  /**
   * @param config - what the lab was made from
   * @param folders - every object, by the folder of `dist/` it is written to
   * @param parts - what else is known of the lab
   */
  constructor(
    public readonly config: HomelabConfig, folders: ReadonlyMap<string, readonly Manifest[]>, private readonly parts: RenderedLabParts = {},
  ) {
    this.host = parts.host ?? new Map();
    this.manifests = [...folders.values()].flat();
    this.folderOf = new Map([...folders].flatMap(([folder, manifests]) => manifests.map((manifest) => [manifest, folder])));
    for (const manifest of this.manifests) {
      const kind = `${groupOf(manifest)}/${manifest.kind}`;
      const alike = this.kinds.get(kind);
      if (alike) { alike.push(manifest); } else { this.kinds.set(kind, [manifest]); }
      this.values.push(...valuesOfSeveral(manifest));
      const release = valuesOf(manifest);
      if (!release) { continue; }
      this.values.push({ owner: manifest, values: release });
      const name = platformRelease(manifest, this.folder(manifest));
      if (name !== undefined && !this.platform.has(name)) { this.platform.set(name, release); }
    }
  }

  /** Every object of a kind; the group keeps Gateways of the Gateway API apart from others of that name. */
  public ofKind(group: string, kind: string): readonly Manifest[] { return this.kinds.get(`${group}/${kind}`) ?? []; }

  /** The folder below `dist/` an object is written to. */
  public folder(manifest: Manifest): string { return this.folderOf.get(manifest) ?? ''; }

  /** True if the platform's own objects are to be checked as closely as those of a lab's own code. */
  public get thorough(): boolean { return this.parts.thorough ?? false; }

  /** A place in the lab's own code as messages show it, such as `homelab.ts:8:3`. */
  public showPlace(place: CodePlace): string { return formatPlace(place, this.parts.codeFolder ?? '.'); }

  /** Which construct made an object; undefined where nobody knows. */
  public source(manifest: Manifest): ObjectSource | undefined { return this.parts.sourceOf?.(manifest); }

  /**
   * The Application that brings the definition of a kind.
   *
   * @returns undefined for a kind that needs none, whose definition is not pinned, or that K3s brings; no `application` if the lab
   * lacks the one that brings it
   */
  public providerOf(group: string, kind: string): { readonly repository: string; readonly application: string | undefined } | undefined {
    const repository = sourceOf(group, kind);
    if (repository === undefined) { return undefined; }
    const providers = this.parts.definitionsBy ?? new Map<string, string | undefined>();
    const application = providers.get(repository);
    return application === undefined && providers.has(repository) ? undefined : { repository, application };
  }

  /** Whether an Application brings definitions of custom kinds. */
  public bringsDefinitions(application: string): boolean { return [...this.parts.definitionsBy?.values() ?? []].includes(application); }

  /**
   * The Helm values a release of the platform gets in the end, overrides included; undefined if the lab has no such release. One of
   * somebody's own with the same name is none: neither does it hide the platform's, nor do rules about the platform hold for it.
   */
  public helmValues(release: ChartName): HelmValues | undefined { return this.platform.get(release); }

  /** Every Helm release with its values, whose ever it is. */
  public get releases(): readonly OwnedValues[] { return this.values; }

  /** Labels of a namespace the lab declares. */
  public namespaceLabels(name: string): Readonly<Record<string, string>> {
    return this.ofKind('', 'Namespace').find(({ metadata }) => metadata.name === name)?.metadata.labels ?? {};
  }

  /** True for a namespace whose pods are in the mesh unless they opt out. */
  public isAmbient(namespace: string): boolean { return this.namespaceLabels(namespace)['istio.io/dataplane-mode'] === 'ambient'; }
}

/** The Helm values that a HelmChart or an Application gives its release; undefined for one without, and for any other object. */
export function valuesOf(manifest: Manifest): HelmValues | undefined {
  if (manifest.kind === 'HelmChart') { return asValues(readValuesText(text(manifest, 'spec', 'valuesContent')).data); }
  return manifest.kind === 'Application' ? valuesIn(at(manifest, 'spec', 'source', 'helm')) : undefined;
}

/** The Helm values of every source of an Application that has several. */
function valuesOfSeveral(owner: Manifest): OwnedValues[] {
  return owner.kind !== 'Application' ? [] : list(owner, 'spec', 'sources').flatMap((each, source): OwnedValues[] => {
    const values = valuesIn(at(each, 'helm'));
    return values === undefined ? [] : [{ owner, values, source }];
  });
}

function valuesIn(helm: unknown): HelmValues | undefined {
  if (helm === undefined) { return undefined; }
  const inline = at(helm, 'values');
  return typeof inline === 'string' ? asValues(readValuesText(inline).data) : asValues(at(helm, 'valuesObject'));
}

function asValues(data: unknown): HelmValues {
  return data !== null && typeof data === 'object' && !Array.isArray(data) ? data as Record<string, JsonValue> : {};
}
