import type { Json } from '../crds/prose';

/** The values a field may have, and whether they are its own or those of its items. */
export interface Enumeration {
  /** Name of the field. */
  readonly property: string;
  /** True if the items of the field have them, or the values of its map. */
  readonly ofItems: boolean;
  /** The values. */
  readonly values: readonly Json[];
}

/** By the last three parts of a type's name in the OpenAPI documents, such as `core.v1.ServicePort`. */
export type Enumerations = ReadonlyMap<string, readonly Enumeration[]>;

/**
 * The enumerations of Kubernetes' types. Its API server publishes them, but the documents in api/openapi-spec are written with the feature
 * switched off (kubernetes/kubernetes#109177, hack/update-openapi-spec.sh). What they are written from is a generated Go file with one
 * function per type, which has them: that is what is read here, line by line.
 *
 * @param goText - pkg/generated/openapi/zz_generated.openapi.go
 */
export function readEnumerations(goText: string): Enumerations {
  const found = new Map<string, Enumeration[]>();
  let [type, property, ofItems] = ['', '', false];
  for (const line of goText.split('\n')) {
    const [, name] = /^func schema_(\w+)\(/.exec(line) ?? [];
    if (name !== undefined) { type = name.split('_').slice(-3).join('.'); continue; }
    const [, field] = FIELD.exec(line) ?? [];
    if (field !== undefined) { [property, ofItems] = [field, false]; continue; }
    if (/^\t+(Items|AdditionalProperties): /.test(line)) { ofItems = true; continue; }
    const [, values] = /^\t+Enum:\s+\[\]interface\{\}\{(.*)\},$/.exec(line) ?? [];
    if (values === undefined) { continue; }
    found.set(type, [...found.get(type) ?? [], { property, ofItems, values: JSON.parse(`[${values}]`) as Json[] }]);
  }
  return found;
}

/** A field of a type: gofmt indents it by five tabs. */
const FIELD = /^\t{5}"([^"]+)": \{$/;
