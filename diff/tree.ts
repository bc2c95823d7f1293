import { load } from 'js-yaml';
import { groupOf, type Manifest } from '../charts/core/manifest';
import { isMapping } from './change';

/** Annotation with which an object tells Argo CD how to treat it. */
export const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/** A file of `dist/` as data. */
export interface TreeObject {
  readonly manifest: Manifest;
  /** The Application whose doing it is: the one it is, or the one that syncs its folder; the folder where none does. */
  readonly application: string;
  /** The Application that syncs its folder; undefined where none does. */
  readonly owner: string | undefined;
}

/** Every object of a tree by what it is, `group/kind namespace/name`. Versions of an API are one and the same object. */
export type Objects = ReadonlyMap<string, TreeObject>;

/**
 * Reads a tree of manifests.
 *
 * @param files - path below `dist/`, and text
 * @throws Error if a file holds no object
 */
export function readObjects(files: ReadonlyMap<string, string>): Objects {
  const manifests = [...files].filter(([file]) => file.endsWith('.yaml')).map(([file, text]) => {
    const manifest = load(text) as Partial<Manifest> | undefined;
    if (!manifest?.kind || !manifest.metadata?.name) { throw new Error(`${file} holds no Kubernetes object`); }
    return { folder: file.split('/')[0] ?? '', manifest: withData(manifest as Manifest) };
  });
  const syncedBy = new Map(manifests.flatMap(({ manifest }): [string, string][] => {
    const { source } = (manifest['spec'] ?? {}) as { source?: { path?: string } };
    if (manifest.kind !== 'Application' || source?.path === undefined) { return []; }
    return [[source.path.split('/').pop() ?? '', manifest.metadata.name]];
  }));
  return new Map(manifests.map(({ folder, manifest }) => {
    const { kind, metadata: { name, namespace = '' } } = manifest;
    const owner = syncedBy.get(folder);
    const application = kind === 'Application' ? name : owner ?? folder;
    return [`${groupOf(manifest)}/${kind} ${namespace}/${name}`, { manifest, owner, application }];
  }));
}

/** The Application of a name, in whatever namespace. */
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
    // The chart sees the same, whichever of the two carries it; valuesObject wins.
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
