import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import { explain } from './explain';
import { formats } from './formats';
import { goRegExp } from './go-regexp';
import { duplicateItems } from './list-map';
import { findKind, type JsonSchema } from '../../charts/core/pinned-kinds';
import { pruneSchema } from './prune-schema';
import { closeSchema, toStrictSchema } from './strict-schema';
import type { Violation } from './violation';

/**
 * Checks objects of one kind against its pinned schema; undefined for a kind that has none. The objects come together because only those
 * parts of the schema are compiled that one of them uses: the whole of Argo CD's Application takes longer than a synth.
 */
export function checkKind(apiVersion: string, kind: string, objects: readonly unknown[]): Violation[][] | undefined {
  const found = findKind(apiVersion, kind);
  return found && check(toStrictSchema(pruneSchema(found.schema, objects)), objects);
}

/** Checks the metadata of objects of any kind. Definitions of custom kinds leave it to the API server, which treats all kinds alike. */
export function checkMetadata(objects: readonly { readonly metadata?: unknown }[]): Violation[][] {
  const namespace = findKind('v1', 'Namespace')?.schema ?? {};
  const { metadata } = (namespace['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  if (!metadata) { throw new Error('schemas/core holds no Namespace, whose metadata stands for that of every kind; run npm run import'); }
  const samples = objects.map((object) => ({ metadata: object.metadata }));
  return check(closeSchema(pruneSchema({ type: 'object', properties: { metadata } }, samples, namespace)), samples);
}

/** A function that checks values against a schema written by `toStrictSchema`; whoever checks many labs meets most schemas again. */
export function compile(schema: JsonSchema): ValidateFunction {
  const text = JSON.stringify(schema);
  const known = compiled.get(text);
  if (known) { return known; }
  ajv ??= createAjv();
  const validate = ajv.compile(schema);
  compiled.set(text, validate);
  return validate;
}

const compiled = new Map<string, ValidateFunction>();
let ajv: Ajv | undefined;

function check(schema: JsonSchema, values: readonly unknown[]): Violation[][] {
  const validate = compile(schema);
  return values.map((value) => validate(value) ? [] : (validate.errors ?? []).map(explain));
}

function createAjv(): Ajv {
  const created = new Ajv({
    allErrors: true,
    ownProperties: true,
    formats: { ...formats },
    allowUnionTypes: true,
    // Strict: a keyword or format that ajv does not know stops it. Two of its style rules are not ours to keep, because the schemas are upstream's.
    strict: true,
    strictTypes: false,
    strictRequired: false,
    // The schemas are pinned, and a test compiles each in full; checking them again at every run takes longer than all else.
    validateSchema: false,
    code: { optimize: false, regExp: Object.assign(goRegExp, { code: 'goRegExp' }) },
  });
  created.addVocabulary([
    'x-kubernetes-int-or-string', 'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource', 'x-kubernetes-list-type',
    'x-kubernetes-map-type', 'x-kubernetes-group-version-kind', 'x-kubernetes-validations',
  ]);
  created.addKeyword({ keyword: 'x-kubernetes-list-map-keys', type: 'array', schemaType: 'array', errors: true, validate: uniqueByKeys });
  return created;
}

function uniqueByKeys(keys: string[], list: unknown[], parent?: JsonSchema): boolean {
  const properties = (parent?.['items'] as { properties?: Record<string, { default?: unknown } | undefined> } | undefined)?.properties ?? {};
  const messages = duplicateItems(list, keys.map((key) => ({ key, default: properties[key]?.default })));
  (uniqueByKeys as { errors?: Partial<ErrorObject>[] }).errors = messages.map((message) => ({ keyword: 'x-kubernetes-list-map-keys', message, params: {} }));
  return messages.length === 0;
}
