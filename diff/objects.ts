import { load } from 'js-yaml';
import { groupOf, type Manifest } from '../charts/core/manifest';
import { isMapping } from '../config/kinds';
import { text } from '../charts/core/rendered-lab';

/** Annotation with options for Argo CD: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/ */
export const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/** Folder of what K3s applies; its only Application is the root of all others. */
const BOOTSTRAP = 'bootstrap';

/** A file of `dist/` as data. */
export interface LabObject {
  /** The object; Helm values and dashboards in it are parsed. */
  readonly manifest: Manifest;
  /** The Application it is shown under: itself, or the one that syncs its folder; the folder if there is none. */
  readonly application: string;
  /** The Application that syncs its folder; undefined if there is none. */
  readonly owner: string | undefined;
}

/** Thrown for a generated file that somebody has damaged, such as by a merge; the message names it. */
export class UnreadableManifest extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnreadableManifest';
  }
}

/** Every object of `dist/` by its identity, `group/kind namespace/name`. The version of the API is not a part of it. */
export type Objects = ReadonlyMap<string, LabObject>;

/**
 * Reads manifests.
 *
 * @param files - path below `dist/`, and text
 * @throws UnreadableManifest if a file holds no Kubernetes object
 */
export function readObjects(files: ReadonlyMap<string, string>): Objects {
  const manifests = [...files].filter(([file]) => file.endsWith('.yaml')).map(([file, content]) => {
    const manifest = loaded(file, content) as Partial<Manifest> | undefined;
    if (!manifest?.kind || !manifest.metadata?.name) { throw new UnreadableManifest(`${file} holds no Kubernetes object`); }
    return { folder: file.split('/')[0] ?? '', manifest: withData(manifest as Manifest) };
  });
  const root = manifests.find(({ folder, manifest }) => folder === BOOTSTRAP && manifest.kind === 'Application')?.manifest;
  const syncedBy = new Map(manifests.flatMap(({ manifest }): [string, string][] => {
    const { kind, metadata: { name } } = manifest;
    if (kind === 'HelmChart') { return [[chartFolder(name), name]]; }
    if (kind !== 'Application') { return []; }
    const path = text(manifest, 'spec', 'source', 'path');
    if (path === '') { return [[chartFolder(text(manifest, 'spec', 'source', 'helm', 'releaseName') || name), name]]; }
    return root === undefined || isBeside(manifest, root) ? [[path.split('/').pop() ?? '', name]] : [];
  }));
  return new Map(manifests.map(({ folder, manifest }) => {
    const { kind, metadata: { name, namespace = '' } } = manifest;
    const owner = syncedBy.get(folder);
    // What a chart makes is shown apart from the Application itself.
    const shown = folder.startsWith(chartFolder('')) ? folder : owner ?? folder;
    const application = kind === 'Application' ? name : shown;
    return [`${groupOf(manifest)}/${kind} ${namespace}/${name}`, { manifest, owner, application }];
  }));
}

/** @throws Error with the name of the file for a text that is no YAML */
function loaded(file: string, content: string): unknown {
  try {
    return load(content);
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n');
    throw new UnreadableManifest(`${file} cannot be read (${reason})`);
  }
}

/** Whether an Application reads a folder beside that of the root: a folder in another repository may have the same name. */
function isBeside(application: Manifest, root: Manifest): boolean {
  const [source, other] = [application, root].map((each) => (field: string) => text(each, 'spec', 'source', field));
  const parent = (path = ''): string => path.slice(0, path.lastIndexOf('/') + 1);
  return source?.('repoURL') === other?.('repoURL') && parent(source?.('path')) === parent(other?.('path'));
}

/** The folder of what a Helm release makes; only rendered charts have one (render/compare.ts). */
function chartFolder(release: string): string {
  return `chart ${release}`;
}

/** The Application with a name, in any namespace; undefined if there is none. */
export function findApplication(objects: Objects, name: string): Manifest | undefined {
  return [...objects.values()].find(({ manifest }) => manifest.kind === 'Application' && manifest.metadata.name === name)?.manifest;
}

/** The object with every text that holds data parsed: Helm values, dashboards. */
function withData(manifest: Manifest): Manifest {
  const copy = structuredClone(manifest) as unknown as Record<string, unknown>;
  const spec = isMapping(copy['spec']) ? copy['spec'] as Record<string, unknown> : undefined;
  if (spec && typeof spec['valuesContent'] === 'string') { spec['valuesContent'] = parsed(spec['valuesContent']); }
  const source = isMapping(spec?.['source']) ? spec['source'] as Record<string, unknown> : undefined;
  const helm = isMapping(source?.['helm']) ? source['helm'] as Record<string, unknown> : undefined;
  if (helm) {
    // Both fields give the chart the same values; if both are set, Argo CD uses valuesObject.
    const values = helm['valuesObject'] ?? (typeof helm['values'] === 'string' ? parsed(helm['values']) : undefined);
    delete helm['valuesObject'];
    if (values !== undefined) { helm['values'] = values; }
  }
  if (manifest.kind === 'ConfigMap' && isMapping(copy['data'])) {
    copy['data'] = Object.fromEntries(Object.entries(copy['data']).map(([key, value]) =>
      [key, typeof value === 'string' && /\.(json|ya?ml)$/.test(key) ? parsed(value) : value]));
  }
  return copy as unknown as Manifest;
}

function parsed(text: string): unknown {
  try {
    const value = load(text);
    return isMapping(value) ? value : text;
  } catch {
    return text;
  }
}
