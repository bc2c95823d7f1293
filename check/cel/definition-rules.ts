import { checkRules } from './cel-rules';
import { findKind } from '../../charts/core/pinned-kinds';
import { formatPointer, type Violation } from '../schemas/violation';

/** What the rules in an object's pinned definition object to; nothing for Kubernetes' own kinds, whose rules are code. */
export function checkDefinitionRules(object: { readonly apiVersion: string; readonly kind: string }): Violation[] {
  const kind = findKind(object.apiVersion, object.kind);
  if (!kind?.custom) { return []; }
  return checkRules(kind.schema, object).map(({ path, message }) => ({ path: formatPointer(toPointer(path)), message }));
}

function toPointer(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
