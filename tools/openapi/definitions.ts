import { z } from 'zod';
import type { ChosenKind, Definition } from '../crds/definition';
import type { Kind } from '../crds/kinds';
import type { Json, JsonObject } from '../crds/prose';
import type { Enumerations } from './enumerations';

const GVK = 'x-kubernetes-group-version-kind';
const kindSchema = z.object({ group: z.string(), version: z.string(), kind: z.string() });

/** What is read of an OpenAPI v3 document of Kubernetes, which holds one API group in one version. */
const documentSchema = z.object({
  openapi: z.string().startsWith('3.'),
  paths: z.record(z.string(), z.object({ get: z.object({ [GVK]: kindSchema.optional() }).optional() })),
  components: z.object({ schemas: z.record(z.string(), z.custom<JsonObject>(isObject)) }),
});

/** True for a document that `readOpenApi` takes. */
export function isOpenApi(document: unknown): boolean {
  return isObject(document) && 'openapi' in document;
}

/**
 * The kinds of an OpenAPI document as if each were a custom one, so that one checker does for both: types by reference are written out,
 * and Kubernetes' special types get the words that definitions of custom kinds have for them.
 *
 * @param enumerations - of fields, where the document itself leaves them out
 * @throws Error for a document that serves a kind it does not define, or refers to what it does not hold
 */
export function readOpenApi(document: unknown, origin: string, enumerations: Enumerations): Definition[] {
  const parsed = documentSchema.safeParse(document);
  if (!parsed.success) {
    throw new Error(`${origin} holds an OpenAPI document that this tool cannot read: ${z.prettifyError(parsed.error)}`);
  }
  const { paths, components: { schemas } } = parsed.data;
  const types = new Types(new Map(Object.entries(schemas).map(([name, schema]) => [name, withEnumerations(name, schema, enumerations)])));
  return Object.entries(paths).flatMap(([path, { get }]): Definition[] => {
    const [, namespaced, plural] = RESOURCE.exec(path) ?? [];
    const kind = get?.[GVK];
    if (plural === undefined || !kind) { return []; }
    return [{
      apiVersion: 'apiextensions.k8s.io/v1',
      spec: {
        group: kind.group,
        scope: namespaced === undefined ? 'Cluster' : 'Namespaced',
        names: { kind: kind.kind, plural },
        versions: [{ name: kind.version, served: true, schema: { openAPIV3Schema: types.writeOut(typeOf(kind, schemas, origin)) } }],
      },
    }];
  });
}

/** @throws Error if the kinds came without enumerations, which would let any text pass where only a few words may stand */
export function requireEnumerations(kinds: readonly ChosenKind[]): void {
  if (kinds.length > 0 && !kinds.some(({ schema }) => JSON.stringify(schema).includes('"enum":['))) {
    throw new Error(`${kinds[0]?.source ?? ''}: no field lists its values, so any text would pass; `
      + 'give the documents of a running API server, or pin zz_generated.openapi.go of the same release (docs/imports.md)');
  }
}

/** `/apis/apps/v1/namespaces/{namespace}/deployments/{name}`, without what lies below a resource. */
const RESOURCE = /^\/apis?\/(?:[^/]+\/)?v[^/]+(\/namespaces\/\{namespace\})?\/([^/{]+)\/\{name\}$/;

/** Written for clients that patch objects, or said by the index already. */
const UNUSED = new Set(['x-kubernetes-patch-strategy', 'x-kubernetes-patch-merge-key', 'x-kubernetes-unions', GVK]);
/** Go's zero values, which its generator states as defaults of every field that is not a pointer. */
const ZERO: readonly string[] = ['""', '0', 'false', '{}'];
const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';

/** The types of one document. */
class Types {
  constructor(private readonly schemas: ReadonlyMap<string, JsonObject>) {}

  /** A type with all it refers to in place. What it refers to more than once, or refers to itself, stands beside it under `definitions`. */
  public writeOut(name: string): JsonObject {
    const shared = this.sharedBelow(name);
    const definitions: JsonObject = {};
    const root = this.convert(this.get(name), shared, definitions);
    return Object.keys(definitions).length > 0 ? { ...root, definitions } : root;
  }

  private convert(schema: JsonObject, shared: ReadonlySet<string>, definitions: JsonObject): JsonObject {
    const { $ref, allOf, ...rest } = schema;
    // A reference with a default or a description beside it is wrapped into an allOf of one.
    const [wrapped] = Array.isArray(allOf) ? allOf : [];
    const inner = (each: JsonObject): JsonObject => this.convert(each, shared, definitions);
    const referred = isObject(wrapped) ? inner(wrapped) : {};
    const base = typeof $ref === 'string' ? this.resolve($ref.slice($ref.lastIndexOf('/') + 1), shared, definitions) : referred;
    const own = Object.fromEntries(Object.entries(rest)
      .filter(([keyword, value]) => !UNUSED.has(keyword) && !(keyword === 'default' && ZERO.includes(JSON.stringify(value))))
      .map(([keyword, value]): [string, Json] => {
        if (keyword === 'properties' && isObject(value)) { return [keyword, mapValues(value, inner)]; }
        return [keyword, (keyword === 'items' || keyword === 'additionalProperties') && isObject(value) ? inner(value) : value];
      }));
    return { ...base, ...own };
  }

  private resolve(name: string, shared: ReadonlySet<string>, definitions: JsonObject): JsonObject {
    if (!shared.has(name)) { return inWordsOfDefinitions(name, this.convert(this.get(name), shared, definitions)); }
    const short = shortName(name);
    if (!(short in definitions)) {
      // Entered before it is made, since it may refer to itself.
      definitions[short] = {};
      definitions[short] = this.convert(this.get(name), shared, definitions);
    }
    return { $ref: `#/definitions/${short}` };
  }

  /** The types with fields that are referred to more than once, counting from a root. Every circle of references has one. */
  private sharedBelow(root: string): ReadonlySet<string> {
    const references = new Map([[root, 1]]);
    const count = (name: string): void => {
      for (const [, next = ''] of JSON.stringify(this.get(name)).matchAll(/"\$ref":"[^"]*\/([^"/]+)"/g)) {
        const before = references.get(next) ?? 0;
        references.set(next, before + 1);
        if (before === 0) { count(next); }
      }
    };
    count(root);
    const isShared = (name: string, times: number): boolean => times > 1 && this.get(name)['properties'] !== undefined;
    return new Set([...references].flatMap(([name, times]) => isShared(name, times) ? [name] : []));
  }

  private get(name: string): JsonObject {
    const schema = this.schemas.get(name);
    if (!schema) { throw new Error(`the OpenAPI document refers to ${name}, which it does not hold`); }
    return schema;
  }
}

/** Special types, in the words of https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/. */
function inWordsOfDefinitions(name: string, schema: JsonObject): JsonObject {
  if (name === QUANTITY) { return { ...schema, format: 'quantity' }; }
  if (schema['format'] === 'int-or-string') { return { 'x-kubernetes-int-or-string': true }; }
  const isBare = schema['properties'] === undefined && schema['additionalProperties'] === undefined;
  const isOpen = isBare && (schema['type'] ?? 'object') === 'object' && schema['$ref'] === undefined;
  return isOpen ? { ...schema, 'x-kubernetes-preserve-unknown-fields': true } : schema;
}

/** The name of a kind's type. */
function typeOf({ group, version, kind }: Kind, schemas: Readonly<Record<string, JsonObject>>, origin: string): string {
  const isIt = (schema: JsonObject): boolean => (schema[GVK] as unknown as Kind[] | undefined)
    ?.some((each) => each.kind === kind && each.group === group && each.version === version) ?? false;
  const name = Object.keys(schemas).find((each) => isIt(schemas[each] ?? {}));
  if (name === undefined) { throw new Error(`${origin} serves ${kind} and does not define it`); }
  return name;
}

function withEnumerations(name: string, schema: JsonObject, enumerations: Enumerations): JsonObject {
  const found = enumerations.get(shortName(name)) ?? [];
  const properties = schema['properties'];
  if (found.length === 0 || !isObject(properties)) { return schema; }
  const enumerated = new Map(found.map((each) => [each.property, each]));
  return {
    ...schema,
    properties: Object.fromEntries(Object.entries(properties).map(([key, field]) => {
      const enumeration = enumerated.get(key);
      return [key, enumeration && isObject(field) ? withValues(field, enumeration.values, enumeration.ofItems) : field];
    })),
  };
}

function withValues(field: JsonObject, values: readonly Json[], ofItems: boolean): JsonObject {
  if (!ofItems) { return { ...field, enum: [...values] }; }
  const holder = isObject(field['items']) ? 'items' : 'additionalProperties';
  return { ...field, [holder]: { ...field[holder] as JsonObject, enum: [...values] } };
}

function mapValues(schemas: JsonObject, change: (schema: JsonObject) => JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schemas).map(([key, schema]) => [key, isObject(schema) ? change(schema) : schema]));
}

/** `core.v1.Container` for `io.k8s.api.core.v1.Container`. */
function shortName(name: string): string {
  return name.split('.').slice(-3).join('.');
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
