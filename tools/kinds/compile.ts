import { METADATA, type KindTable, type TableSchema } from '../../check/schemas/compiled-schema';
import { formats } from '../../check/schemas/formats';
import type { MapKey } from '../../check/schemas/list-map';
import type { JsonSchema } from '../../charts/core/pinned-kinds';
import { closeSchema, toStrictSchema } from './strict-schema';

/** A kind as `schemas/` has it. */
export interface SourceKind {
  /** Empty for the core group. */
  readonly group: string;
  /** Version of the API, such as `v1`. */
  readonly version: string;
  /** Such as `Pod`. */
  readonly kind: string;
  /** In the dialect of CustomResourceDefinitions. */
  readonly schema: JsonSchema;
}

/**
 * The text of `lib/kinds.jsonl`: what a synth has to know to say what an API server would refuse (check/schemas/). Everything that can be
 * found out ahead of time is: which fields are closed, which types stand behind Kubernetes' own words, where references lead, which fields
 * tell items apart. A schema that occurs twice in a kind is there once, which is what makes the file small.
 *
 * @throws Error for a keyword or a format that nothing would check
 */
export function compileKinds(kinds: readonly SourceKind[]): string {
  const namespace = kinds.find(({ group, kind }) => group === '' && kind === 'Namespace')?.schema;
  const metadata = (namespace?.['properties'] as Readonly<Record<string, JsonSchema>> | undefined)?.['metadata'];
  if (!namespace || !metadata) { throw new Error('there is no schema of Namespace, whose metadata stands for that of every kind'); }
  return [
    compile(METADATA, { ...closeSchema({ ...metadata, definitions: namespace['definitions'] }) }),
    ...kinds.map((kind) => compile(nameOf(kind), toStrictSchema(kind.schema))),
  ].map((table) => `${JSON.stringify(table)}\n`).join('');
}

/** `apiVersion/kind`. */
function nameOf({ group, version, kind }: SourceKind): string {
  return `${group === '' ? '' : `${group}/`}${version}/${kind}`;
}

function compile(name: string, schema: JsonSchema): KindTable {
  // A list of rules, not the field of that name that definitions themselves have.
  const ruled = JSON.stringify(schema).includes(`"${RULES}":[`);
  const table = new Table(schema, ruled, name);
  table.add(schema);
  return { name, ruled, schemas: table.schemas };
}

const RULES = 'x-kubernetes-validations';
const MAP_KEYS = 'x-kubernetes-list-map-keys';

/** Keywords that are taken over as they are. */
const PLAIN = new Set([
  'type', 'format', 'pattern', 'enum', 'required', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf',
  'minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties', 'uniqueItems',
]);
/** Keywords that rules in CEL look at; only defaults matter without rules too. */
const FOR_RULES = new Set([RULES, 'default', 'nullable']);
/** Keywords that say nothing about a single object, or that `closeSchema` has put into others. */
const SPENT = new Set([
  'definitions', 'description', 'x-kubernetes-int-or-string', 'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource',
  'x-kubernetes-list-type', 'x-kubernetes-map-type', 'x-kubernetes-group-version-kind',
]);

/** The schemas of one kind, each once. */
class Table {
  public readonly schemas: TableSchema[] = [];
  private readonly byText = new Map<string, number>();
  private readonly byReference = new Map<string, number>();

  /** @param name - of the kind, for messages */
  constructor(private readonly root: JsonSchema, private readonly ruled: boolean, private readonly name: string) {}

  /** The number of a schema. */
  public add(schema: JsonSchema): number {
    const { $ref, ...beside } = schema;
    if (typeof $ref === 'string' && Object.keys(beside).length === 0) { return this.addReference($ref); }
    const compiled = this.compile(typeof $ref === 'string' ? { ...this.resolve($ref), ...beside } : schema);
    const text = JSON.stringify(compiled);
    const known = this.byText.get(text);
    // The last one is that of the whole object, so it has to be added even if another is the same.
    if (known !== undefined && schema !== this.root) { return known; }
    this.byText.set(text, this.schemas.length);
    return this.schemas.push(compiled) - 1;
  }

  /** A definition can contain itself, so its number is known before it is compiled. */
  private addReference(reference: string): number {
    const known = this.byReference.get(reference);
    if (known !== undefined) { return known; }
    const at = this.schemas.push({}) - 1;
    this.byReference.set(reference, at);
    this.schemas[at] = this.compile(this.resolve(reference));
    return at;
  }

  private resolve(reference: string): JsonSchema {
    const definitions = this.root['definitions'] as Readonly<Record<string, JsonSchema>> | undefined;
    const found = definitions?.[reference.slice('#/definitions/'.length)];
    if (!found) { throw new Error(`the schema of ${this.name} refers to ${reference}, which it does not hold`); }
    return found;
  }

  private compile(schema: JsonSchema): TableSchema {
    const compiled: Record<string, unknown> = {};
    for (const [keyword, value] of Object.entries(schema)) {
      const said = value === undefined ? undefined : this.compileKeyword(keyword, value, schema);
      if (said) { compiled[said[0]] = said[1]; }
    }
    // What is called string or boolean in JavaScript as well.
    if (Object.keys(compiled).length === 1 && ['string', 'boolean'].includes(String(compiled['type']))) { compiled['plain'] = true; }
    return compiled;
  }

  /** What a keyword becomes; undefined for one that says nothing. */
  private compileKeyword(keyword: string, value: unknown, schema: JsonSchema): readonly [name: string, value: unknown] | undefined {
    if (keyword === 'format' && !Object.hasOwn(formats, String(value))) {
      throw new Error(`the schema of ${this.name} has the format ${String(value)}; add it to check/schemas/formats.ts`);
    }
    if (PLAIN.has(keyword)) { return [keyword, value]; }
    // The server fills in defaults before it looks at anything.
    if (FOR_RULES.has(keyword)) { return this.ruled || keyword === 'default' ? [keyword, value] : undefined; }
    if (SPENT.has(keyword)) { return undefined; }
    switch (keyword) {
      case 'properties':
        return [keyword, Object.fromEntries(Object.entries(value as Readonly<Record<string, JsonSchema>>)
          .map(([key, child]) => [key, this.add(child)]))];
      case 'additionalProperties': return [keyword, typeof value === 'boolean' ? value : this.add(value as JsonSchema)];
      case 'items': case 'not': return [keyword, this.add(value as JsonSchema)];
      case 'allOf': case 'anyOf': case 'oneOf': return [keyword, (value as JsonSchema[]).map((each) => this.add(each))];
      case MAP_KEYS: return ['keys', this.mapKeys(value as readonly string[], schema)];
      default: throw new Error(`the schema of ${this.name} has the keyword ${keyword}; teach tools/kinds/compile.ts what it means`);
    }
  }

  /** The fields that tell items apart, with the defaults that count where they are absent. */
  private mapKeys(keys: readonly string[], schema: JsonSchema): MapKey[] {
    const items = (schema['items'] ?? {}) as JsonSchema;
    const { properties = {} } = (typeof items['$ref'] === 'string' ? this.resolve(items['$ref']) : items) as
      { readonly properties?: Readonly<Record<string, { readonly default?: unknown } | undefined>> };
    return keys.map((key) => {
      const value = properties[key]?.default;
      return { key, ...value === undefined ? {} : { default: value } };
    });
  }
}
