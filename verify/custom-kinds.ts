import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import { CustomSchemas, type JsonSchema } from './custom-schemas';
import { explain } from './explain';
import { formats } from './formats';
import { goRegExp } from './go-regexp';
import { duplicateItems } from './list-map';
import { pruneSchema } from './prune-schema';
import { toStrictSchema } from './strict-schema';
import type { Violation } from './violation';

/**
 * Checks objects of one custom kind against the definition that is pinned; undefined for a kind that is not. The objects come together because only those
 * parts of the schema are compiled that one of them uses: the whole of Argo CD's Application takes longer than a synth.
 */
export function checkCustomKind(apiVersion: string, kind: string, objects: readonly unknown[]): Violation[][] | undefined {
  const found = schemas.find(apiVersion, kind);
  if (!found) { return undefined; }
  const validate = compile(pruneSchema(toStrictSchema(found.schema), objects));
  return objects.map((object) => validate(object) ? [] : (validate.errors ?? []).map(explain));
}

/** A function that checks values against a schema written by `toStrictSchema`. */
export function compile(schema: JsonSchema): ValidateFunction {
  ajv ??= createAjv();
  return ajv.compile(schema);
}

const schemas = new CustomSchemas();
let ajv: Ajv | undefined;

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
    // The schemas are pinned, and a test compiles each in full; checking them again at every synth takes longer than all else.
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
