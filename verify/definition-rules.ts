import { checkRules } from './cel-rules';
import { CustomSchemas, type CustomKind } from './custom-schemas';
import { formatPointer, type Violation } from './violation';

/** What the rules in an object's pinned definition object to; nothing for Kubernetes' own kinds, whose rules are code. */
export function checkDefinitionRules(object: { readonly apiVersion: string; readonly kind: string }): Violation[] {
  const schema = definition(object.apiVersion, object.kind)?.schema;
  return schema ? checkRules(schema, object).map(({ path, message }) => ({ path: formatPointer(path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')), message })) : [];
}

const schemas = new CustomSchemas();
const known = new Map<string, CustomKind | undefined>();

function definition(apiVersion: string, kind: string): CustomKind | undefined {
  const name = `${apiVersion}/${kind}`;
  if (!known.has(name)) { known.set(name, schemas.find(apiVersion, kind)); }
  return known.get(name);
}
