import type { Manifest } from '../charts/core/manifest';
import type { RenderedLab } from '../charts/core/rendered-lab';
import type { Finding, Rule } from '../charts/core/rule';
import { checkDefinitionRules } from './cel/definition-rules';
import { checkControllers } from './controllers/controller-check';
import { checkCore } from './core/core-check';
import { compiledKind } from './schemas/compiled-kinds';
import { checkMetadata, checkSchema } from './schemas/schema-check';
import { prometheusFeatures } from './promql/features';
import type { Violation } from './schemas/violation';
import { checkWebhooks } from './webhooks/webhook-check';

/** The API server refuses an object with an unknown field or a wrong value, and Argo CD's sync stops there. */
const schemaKept: Rule = {
  name: 'schema-kept',
  severity: 'error',
  check: (lab) => lab.manifests.flatMap((object): Finding[] => {
    const violations = checkSchema(object);
    if (violations) { return violations.map((violation) => refusal(lab, object, said(violation))); }
    const inMetadata = checkMetadata(object).map((violation) => refusal(lab, object, said(violation)));
    return isOwn(lab, object) ? inMetadata : [{
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
  check: (lab) => {
    const kinds = new Map<string, Manifest>();
    for (const object of lab.manifests) {
      const kind = `${object.apiVersion} ${object.kind}`;
      if (!kinds.has(kind) && !compiledKind(object.apiVersion, object.kind) && isOwn(lab, object)) { kinds.set(kind, object); }
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
  check: (lab) => lab.manifests.flatMap((object) => checkDefinitionRules(object)
    .map(({ path, message }) => refusal(lab, object, `${path === '' ? '' : `${path}: `}${message.replace(/\.$/, '')}`))),
};

/** Kubernetes checks in code what a schema cannot say: names, labels, numbers, and which fields go together. */
const validationKept: Rule = {
  name: 'validation-kept',
  severity: 'error',
  check: (lab) => wellFormed(lab).flatMap((object) => checkCore(object).map((violation) => refusal(lab, object, said(violation)))),
};

/** Charts bring admission webhooks, which refuse what their definitions let through. */
const webhooksPassed: Rule = {
  name: 'webhooks-passed',
  severity: 'error',
  check: (lab) => wellFormed(lab).flatMap((object) => checkWebhooks(object)
    .map((denial) => refusal(lab, object, said(denial), `would be refused by the webhook of ${denial.of}`))),
};

/** What the API server takes and a controller cannot use is found out late, and often by nobody. */
const controllersUnderstand: Rule = {
  name: 'controllers-understand',
  severity: 'error',
  check: (lab) => {
    const features = prometheusFeatures(lab);
    return wellFormed(lab).flatMap((object) => checkControllers(object, {
      features,
      // The platform's own expressions are held to PromQL by `homelab verify` and by tests: parsing them takes a sixth of a whole synth.
      expressions: lab.thorough || isOwn(lab, object) || lab.source(object)?.patch !== undefined,
    })
      .map((violation) => refusal(lab, object, said(violation), `is nothing that ${violation.by} can use, which ${violation.does}`)));
  },
};

/** What only the definitions of kinds know, object by object. */
export const DEFINITION_RULES: readonly Rule[] = [
  schemaKept, schemaPinned, definitionRulesKept, validationKept, webhooksPassed, controllersUnderstand,
];

/** Objects that their schemas allow: what looks closer need not expect a number in place of a text. */
function wellFormed(lab: RenderedLab): readonly Manifest[] {
  return lab.manifests.filter((object) => (checkSchema(object) ?? checkMetadata(object)).length === 0);
}

/** True for an object that a lab's own code asked for. */
function isOwn(lab: RenderedLab, object: Manifest): boolean {
  const origin = lab.source(object)?.origin;
  return origin !== undefined && 'place' in origin;
}

function said({ path, message }: Violation): string {
  return path === '' ? message : `${path} ${message}`;
}

function refusal(lab: RenderedLab, object: Manifest, why: string, what = 'would be refused by the API server'): Finding {
  // What homelab.yaml makes is valid as long as nobody patches it.
  const patch = lab.source(object)?.patch;
  return {
    object,
    ...patch ? { origin: { place: patch } } : {},
    what: `${what}: ${why}`,
    fix: patch ? 'correct this patch' : 'change what this object is made from',
  };
}
