import type { Manifest } from '../charts/core/manifest';
import { checkDefinitionRules } from './cel/definition-rules';
import type { Finding, Rule } from '../charts/core/rule';

/** Custom kinds carry rules that a schema cannot express, in CEL; the API server refuses what breaks one, and Argo CD's sync stops there. */
const definitionRulesKept: Rule = {
  name: 'definition-rules-kept',
  severity: 'error',
  check: (tree) => tree.manifests.flatMap((object: Manifest): Finding[] => checkDefinitionRules(object).map(({ path, message }) => ({
    object,
    what: `would be refused by the API server: ${path === '' ? '' : `${path}: `}${message.replace(/\.$/, '')}`,
    fix: 'change what this object is made from',
  }))),
};

export const DEFINITION_RULES: readonly Rule[] = [definitionRulesKept];
