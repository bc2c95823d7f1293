import { checkRules } from './cel-rules';
import { compiledKind } from '../schemas/compiled-kinds';
import { formatFieldPath, type Violation } from '../schemas/violation';

/** What the rules in an object's pinned definition object to; nothing for Kubernetes' own kinds, whose rules are code. */
export function checkDefinitionRules(object: { readonly apiVersion: string; readonly kind: string }): Violation[] {
  const kind = compiledKind(object.apiVersion, object.kind);
  if (kind?.ruled !== true) { return []; }
  return checkRules(kind.schema, object).map(({ path, message }) => ({ path: formatFieldPath(path), message }));
}
