import { checkValue } from './check-value';
import { findKind } from '../../charts/core/pinned-kinds';
import { compiledKind, metadataSchema } from './compiled-kinds';
import type { CompiledSchema } from './compiled-schema';
import { filled, isNotAskedFor } from './defaults';
import type { Violation } from './violation';

/** What every object of Kubernetes has. */
export interface KubernetesObject {
  /** Group and version, such as `apps/v1`. */
  readonly apiVersion: string;
  /** Such as `Deployment`. */
  readonly kind: string;
  /** Name, namespace, labels and the like. @default - none, which the API server refuses */
  readonly metadata?: unknown;
}

/**
 * Says what an API server with strict field validation would refuse about an object: unknown and missing fields, wrong types and values,
 * list items with the same key. Definitions of custom kinds leave the metadata to the API server, which treats all kinds alike.
 *
 * @returns undefined for a kind for which no schema is pinned (docs/imports.md)
 */
export function checkSchema(object: KubernetesObject): readonly Violation[] | undefined {
  const kind = compiledKind(object.apiVersion, object.kind);
  if (!kind) { return undefined; }
  const known = checked.get(object);
  if (known) { return known; }
  const found = [...checkFields(kind.schema, object), ...checkMetadata(object)];
  checked.set(object, found);
  return found;
}

/** Definitions have defaults, which the server fills in first. */
function checkFields(schema: CompiledSchema, object: KubernetesObject): Violation[] {
  return findKind(object.apiVersion, object.kind)?.custom === false
    ? checkValue(schema, object).filter((each) => !isNotAskedFor(object.kind, each))
    : checkValue(schema, filled(schema, object));
}

/** Several rules ask the same of an object, which nobody changes while they look. */
const checked = new WeakMap<KubernetesObject, readonly Violation[]>();

/** The same about the metadata alone, which is checked whatever the kind. */
export function checkMetadata({ metadata }: KubernetesObject): Violation[] {
  return metadata === undefined ? [] : checkValue(metadataSchema(), metadata)
    .map(({ path, message }) => ({ path: joinPaths('metadata', path), message }));
}

function joinPaths(first: string, rest: string): string {
  if (rest === '') { return first; }
  return rest.startsWith('[') ? `${first}${rest}` : `${first}.${rest}`;
}
