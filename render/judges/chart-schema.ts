import { checkDefinitionRules } from '../../check/cel/definition-rules';
import { checkMetadata, checkSchema } from '../../check/schemas/schema-check';
import type { Violation } from '../../check/schemas/violation';
import type { Manifest } from '../../charts/core/manifest';
import type { Judge } from '../judge';
import { withoutNulls } from '../without-nulls';

/** What an API server would refuse; Argo CD's sync stops at the first such object. Kinds without a pinned schema pass. */
export const chartSchema: Judge = {
  name: 'chart-schema',
  severity: 'error',
  check: (charts) => charts.objects.flatMap((object) => refusals(withoutNulls(object)).map(({ path, message }) => ({
    object,
    what: `would be refused by the API server: ${path === '' ? '' : `${path}: `}${message.replace(/\.$/, '')}`,
    fix: 'change the value that this field is made from',
  }))),
};

function refusals(object: Manifest): Violation[] {
  return [...checkSchema(object) ?? checkMetadata(object), ...checkDefinitionRules(object)];
}
