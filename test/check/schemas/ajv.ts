import Ajv, { type ErrorObject } from 'ajv';
import type { JsonSchema } from '../../../charts/core/pinned-kinds';
import { formats } from '../../../check/schemas/formats';
import { goRegExp } from '../../../check/schemas/go-regexp';
import { duplicateItems } from '../../../check/schemas/list-map';
import { formatFieldPath, type Violation } from '../../../check/schemas/violation';

/* The same schemas in ajv, which is what our own checker is compared with. */

/**
 * Checks values against a strict schema with ajv, and words its errors as the checker does. @throws Error for a schema ajv does not know
 */
export function checkWithAjv(schema: JsonSchema): (value: unknown) => Violation[] {
  const validate = createAjv(schema).compile(schema);
  return (value) => validate(value) ? [] : (validate.errors ?? []).map(explain);
}

function createAjv(root: JsonSchema): Ajv {
  const created = new Ajv({
    allErrors: true,
    ownProperties: true,
    formats: { ...formats },
    allowUnionTypes: true,
    // Strict: a keyword or format that ajv does not know stops it. Two of its style rules are not ours to keep, because the schemas are
    // upstream's.
    strict: true,
    strictTypes: false,
    strictRequired: false,
    validateSchema: false,
    code: { optimize: false, regExp: Object.assign(goRegExp, { code: 'goRegExp' }) },
  });
  created.addVocabulary([
    'x-kubernetes-int-or-string', 'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource', 'x-kubernetes-list-type',
    'x-kubernetes-map-type', 'x-kubernetes-group-version-kind', 'x-kubernetes-validations',
  ]);
  created.addKeyword({
    keyword: 'x-kubernetes-list-map-keys',
    type: 'array',
    schemaType: 'array',
    errors: true,
    validate: keysCheck(root),
  });
  return created;
}

type KeysCheck = ((keys: string[], list: unknown[], parent?: JsonSchema) => boolean) & { errors?: Partial<ErrorObject>[] };

function keysCheck(root: JsonSchema): KeysCheck {
  const definitions = (root['definitions'] ?? {}) as Readonly<Record<string, JsonSchema | undefined>>;
  const check: KeysCheck = (keys, list, parent) => {
    const items = (parent?.['items'] ?? {}) as JsonSchema;
    const { $ref = '' } = items as { readonly $ref?: string };
    const { properties = {} } = (definitions[$ref.slice('#/definitions/'.length)] ?? items) as
      { properties?: Record<string, { default?: unknown } | undefined> };
    const messages = duplicateItems(list, keys.map((key) => ({ key, default: properties[key]?.default })));
    check.errors = messages.map((message) => ({ keyword: 'x-kubernetes-list-map-keys', message, params: {} }));
    return messages.length === 0;
  };
  return check;
}

function explain({ instancePath, keyword, params, message }: ErrorObject): Violation {
  const way = instancePath.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const path = formatFieldPath(way);
  switch (keyword) {
    case 'additionalProperties':
      return { path: formatFieldPath([...way, String(params['additionalProperty'])]), message: 'is a field this kind does not have' };
    case 'required': return { path, message: `lacks the field ${String(params['missingProperty'])}` };
    case 'type': return { path, message: `must be of type ${[params['type']].flat().join(' or ')}` };
    case 'enum': return { path, message: `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}` };
    default: return { path, message: message ?? `breaks the rule "${keyword}"` };
  }
}
