import { readFileSync } from 'node:fs';
import { packaged } from '../../paths';
import path from 'node:path';

/** A JSON Schema, in the dialect of CustomResourceDefinitions. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Whether objects of a kind live in a namespace. */
export type Scope = 'Namespaced' | 'Cluster';

/** An entry of an index that `npm run import` writes (docs/imports.md). */
interface IndexEntry {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: Scope;
  /** `owner/name@revision` of the repository that the definition is from. */
  readonly source: string;
  readonly file: string;
}

/** A kind with a pinned schema. */
export interface PinnedKind extends Omit<IndexEntry, 'file'> {
  /** False for Kubernetes' own kinds. */
  readonly custom: boolean;
  /** Read from its file when it is first asked for. */
  readonly schema: JsonSchema;
}

/** The one place that says where the schemas are. */
const SCHEMAS = packaged('schemas');
const CUSTOM = 'crds';
const CORE = 'core';

/** The kind of that name in the version that is pinned; undefined if there is none. */
export function findKind(apiVersion: string, kind: string): PinnedKind | undefined {
  return pinned().byName.get(`${apiVersion}/${kind}`);
}

/** The custom kinds that are pinned. */
export function customKinds(): readonly PinnedKind[] {
  return pinned().all.filter(({ custom }) => custom);
}

/** The scope of a kind, in whatever version; undefined for a kind that is not pinned. */
export function scopeOf(group: string, kind: string): Scope | undefined {
  return pinned().scopes.get(`${group}/${kind}`);
}

/**
 * Repository, as `owner/name`, that the definition of a custom kind is from; undefined for Kubernetes' own, and for one that is not pinned.
 */
export function sourceOf(group: string, kind: string): string | undefined {
  return pinned().sources.get(`${group}/${kind}`);
}

interface Pinned {
  readonly all: readonly PinnedKind[];
  readonly byName: ReadonlyMap<string, PinnedKind>;
  readonly scopes: ReadonlyMap<string, Scope>;
  readonly sources: ReadonlyMap<string, string>;
}

let index: Pinned | undefined;

function pinned(): Pinned {
  index ??= readIndexes();
  return index;
}

function readIndexes(): Pinned {
  const all = [CORE, CUSTOM].flatMap((folder) => (read(folder, 'index.json') as IndexEntry[]).map((entry) => pin(entry, folder)));
  return {
    all,
    byName: new Map(all.map((each) => [`${each.group === '' ? '' : `${each.group}/`}${each.version}/${each.kind}`, each])),
    scopes: new Map(all.map(({ group, kind, scope }) => [`${group}/${kind}`, scope])),
    sources: new Map(all.filter(({ custom }) => custom).map(({ group, kind, source }) => [`${group}/${kind}`, source.split('@')[0] ?? ''])),
  };
}

function pin({ file, ...entry }: IndexEntry, folder: string): PinnedKind {
  let schema: JsonSchema | undefined;
  return { ...entry, custom: folder === CUSTOM, get schema() { schema ??= read(folder, file) as JsonSchema; return schema; } };
}

function read(folder: string, file: string): unknown {
  return JSON.parse(readFileSync(path.join(SCHEMAS, folder, file), 'utf8'));
}
