import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packaged } from '../paths';

/** A JSON Schema, as a CustomResourceDefinition writes it down. */
export type JsonSchema = Readonly<Record<string, unknown>>;

interface IndexEntry {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly file: string;
}

/** The schema of a custom kind at the version that is pinned. */
export interface CustomKind {
  readonly scope: 'Namespaced' | 'Cluster';
  readonly schema: JsonSchema;
}

const FOLDER = packaged('schemas', 'crds');

/** The custom kinds whose definitions `npm run import` has brought in; each schema is read when it is first asked for. */
export class CustomSchemas {
  private index?: ReadonlyMap<string, IndexEntry>;

  /** The pinned definition of `apiVersion` and `kind`, if there is one. */
  public find(apiVersion: string, kind: string): CustomKind | undefined {
    this.index ??= new Map((read('index.json') as IndexEntry[]).map((entry) => [`${entry.group}/${entry.version}/${entry.kind}`, entry]));
    const entry = this.index.get(`${apiVersion}/${kind}`);
    return entry && { scope: entry.scope, schema: read(entry.file) as JsonSchema };
  }
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8'));
}
