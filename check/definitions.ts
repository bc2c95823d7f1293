import type { Manifest } from '../charts/core/manifest';
import type { Finding, Rule } from '../charts/core/rule';
import type { Tree } from '../charts/core/rendered-lab';
import { checkDefinitionRules } from './cel/definition-rules';
import { compiledKind } from './schemas/compiled-kinds';
import { checkMetadata, checkSchema } from './schemas/schema-check';
import type { Violation } from './schemas/violation';

/** The API server refuses an object with an unknown field or a wrong value, and Argo CD's sync stops there. */
const schemaKept: Rule = {
  name: 'schema-kept',
  severity: 'error',
  check: (tree) => tree.manifests.flatMap((object): Finding[] => {
    const violations = checkSchema(object);
    if (violations) { return violations.map((violation) => refusal(tree, object, said(violation))); }
    const inMetadata = checkMetadata(object).map((violation) => refusal(tree, object, said(violation)));
    return tree.isOwn(object) ? inMetadata : [{
      object,
      what: `is not of a kind with a pinned schema (${object.apiVersion} ${object.kind})`,
      fix: "add a custom kind to tools/crds/kinds.ts, one of Kubernetes' own to tools/openapi/kinds.ts",
    }, ...inMetadata];
  }),
};

/** A lab may bring definitions of its own; what they say is not known here, and their objects are not checked. */
const schemaPinned: Rule = {
  name: 'schema-pinned',
  severity: 'warning',
  check: (tree) => {
    const kinds = new Map<string, Manifest>();
    for (const object of tree.manifests) {
      const kind = `${object.apiVersion} ${object.kind}`;
      if (tree.isOwn(object) && !kinds.has(kind) && !compiledKind(object.apiVersion, object.kind)) { kinds.set(kind, object); }
    }
    return [...kinds].map(([kind, object]): Finding => ({
      object,
      what: `is of a kind whose schema is not pinned (${kind}), so nothing checks the fields of its objects`,
      fix: 'ask a cluster that has its definition, with homelab verify --server',
    }));
  },
};

/** Custom kinds carry rules that a schema cannot express, in CEL; the API server refuses what breaks one as well. */
const definitionRulesKept: Rule = {
  name: 'definition-rules-kept',
  severity: 'error',
  check: (tree) => tree.manifests.flatMap((object) => checkDefinitionRules(object)
    .map(({ path, message }) => refusal(tree, object, `${path === '' ? '' : `${path}: `}${message.replace(/\.$/, '')}`))),
};

/** What only the definitions of kinds know, object by object. */
export const DEFINITION_RULES: readonly Rule[] = [schemaKept, schemaPinned, definitionRulesKept];

function said({ path, message }: Violation): string {
  return path === '' ? message : `${path} ${message}`;
}

function refusal(tree: Tree, object: Manifest, why: string): Finding {
  const construct = tree.construct(object);
  const made = construct === undefined ? '' : `(construct ${construct}) `;
  const patch = tree.patchPlace(object);
  return {
    object,
    // What homelab.yaml made is right as long as nobody patches it, and what a lab's own layer made is nothing of homelab.yaml's.
    place: patch ?? (tree.isOwn(object) ? tree.place(object) : undefined),
    what: `${made}would be refused by the API server: ${why}`,
    fix: patch === undefined ? 'change what this object is made from' : 'correct this patch',
  };
}
