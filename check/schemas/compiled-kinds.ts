import { readFileSync } from 'node:fs';
import { packaged } from '../../paths';
import { linkSchemas, METADATA, type CompiledSchema, type KindTable } from './compiled-schema';

/** A kind whose schema is pinned, ready to check objects with. */
export interface CompiledKind {
  /** True if the schema has rules in CEL. */
  readonly ruled: boolean;
  /** The schema of the whole object, except for its metadata. */
  readonly schema: CompiledSchema;
}

/** What `npm run build` makes of the pinned schemas, one line for each kind. */
const FILE = packaged('lib', 'kinds.jsonl');

/**
 * The kind of that name in the version that is pinned; undefined if there is none.
 *
 * @throws Error if the program was not built
 */
export function compiledKind(apiVersion: string, kind: string): CompiledKind | undefined {
  return find(`${apiVersion}/${kind}`);
}

/**
 * The schema of the metadata of every kind.
 *
 * @throws Error if the program was not built
 */
export function metadataSchema(): CompiledSchema {
  const found = find(METADATA);
  if (!found) { throw new Error(`${FILE} holds no ${METADATA}; build the program again`); }
  return found.schema;
}

const kinds = new Map<string, CompiledKind | undefined>();
let text: string | undefined;

function find(name: string): CompiledKind | undefined {
  if (kinds.has(name)) { return kinds.get(name); }
  text ??= read();
  // A lab has a third of all kinds: the lines of the others are never parsed.
  const start = text.indexOf(`{"name":${JSON.stringify(name)},`);
  const found = start < 0 ? undefined : link(text.slice(start, text.indexOf('\n', start)));
  kinds.set(name, found);
  return found;
}

function link(line: string): CompiledKind {
  const { ruled, schemas } = JSON.parse(line) as KindTable;
  return { ruled, schema: linkSchemas(schemas) };
}

function read(): string {
  try {
    return readFileSync(FILE, 'utf8');
  } catch (error) {
    throw new Error(`${FILE} cannot be read; npm run build makes it`, { cause: error });
  }
}
