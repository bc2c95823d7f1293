import type { Manifest } from '../charts/core/manifest';
import { findKind } from '../charts/core/pinned-kinds';
import { poolObjections } from '../charts/metallb/pools';
import { listOf } from './core/report';
import { checkDefinitionRules } from './cel/definition-rules';
import { checkControllers } from './controllers/controller-check';
import { checkCore } from './core/core-check';
import { checkRemoved } from './core/removed-versions';
import { compiledKind, metadataSchema } from './schemas/compiled-kinds';
import { asGoReads } from './schemas/defaults';
import { checkMetadata, checkSchema } from './schemas/schema-check';
import type { RuleOptions } from './promql/problem';
import type { Violation } from './schemas/violation';
import { checkWebhooks } from './webhooks/webhook-check';

/** One thing that is wrong with an object, and who will say so. */
export interface Objection extends Violation {
  /** As the begin of a sentence: `the API server refuses it`. */
  readonly who: string;
}

const SERVER = 'the API server refuses it';

/**
 * Everything that speaks against an object by itself, without the lab around it: its schema and the rules in it, what Kubernetes checks in
 * code, the webhooks of the lab's charts, and the controllers that read it.
 *
 * @param given - anything that has apiVersion, kind and metadata
 * @param options - how rules of Prometheus are read
 */
export function checkObject(given: Manifest, options: RuleOptions = {}): Objection[] {
  const object = withoutNothing(given);
  const shape = checkSchema(object) ?? checkRemoved(object) ?? checkMetadata(object);
  if (shape.length > 0) { return shape.map((each) => ({ ...each, who: SERVER })); }
  return [
    ...[...checkDefinitionRules(object), ...checkCore(object)].map((each) => ({ ...each, who: SERVER })),
    ...checkWebhooks(object).map(({ of, ...each }) => ({ ...each, who: `the webhook of ${of} refuses it` })),
    ...checkControllers(object, options).map(({ by, does, ...each }) => ({ ...each, who: `${by} cannot use it, and ${does}` })),
  ];
}

/** What the server makes of nothing, of which templates of charts leave much. */
function withoutNothing(object: Manifest): Manifest {
  const metadata = asGoReads(metadataSchema(), object.metadata) as Manifest['metadata'];
  const own = findKind(object.apiVersion, object.kind)?.custom === false;
  const rest = own ? asGoReads(compiledKind(object.apiVersion, object.kind)?.schema, object) as Manifest : object;
  return { ...rest, metadata };
}

/** What speaks against pools of MetalLB beside each other; empty lists for objects that are no pools. */
export function checkPools(objects: readonly Manifest[]): Objection[][] {
  const pools = objects.filter((object) => object.kind === 'IPAddressPool' && object.apiVersion.startsWith('metallb.io/'));
  const found = poolObjections(pools.map(({ metadata: { name }, spec }) => ({ name, addresses: addressesOf(spec) })));
  return objects.map((object) => found
    .filter(({ index }) => pools[index] === object)
    .map(({ what }) => ({ path: 'spec.addresses', message: what, who: 'the webhook of MetalLB refuses it' })));
}

function addressesOf(spec: unknown): string[] {
  const { addresses } = (spec ?? {}) as { readonly addresses?: unknown };
  return listOf(addresses).map(String);
}
