import type { Manifest } from '../charts/core/manifest';
import { findKind } from '../charts/core/pinned-kinds';
import { poolObjections } from '../charts/metallb/pools';
import { listOf } from './core/report';
import { checkDefinitionRules } from './cel/definition-rules';
import { checkControllers } from './controllers/controller-check';
import { checkCore } from './core/core-check';
import { checkMetadata, checkSchema } from './schemas/schema-check';
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
 */
export function checkObject(given: Manifest): Objection[] {
  const object = withoutNothing(given);
  const shape = checkSchema(object) ?? checkMetadata(object);
  if (shape.length > 0) { return shape.map((each) => ({ ...each, who: SERVER })); }
  return [
    ...[...checkDefinitionRules(object), ...checkCore(object)].map((each) => ({ ...each, who: SERVER })),
    ...checkWebhooks(object).map(({ of, ...each }) => ({ ...each, who: `the webhook of ${of} refuses it` })),
    ...checkControllers(object).map(({ by, does, ...each }) => ({ ...each, who: `${by} cannot use it, and ${does}` })),
  ];
}

/**
 * Without fields of which the value is null: of Kubernetes' own kinds, and of the metadata of all, these are as good as absent. Templates
 * of charts leave many.
 */
function withoutNothing(object: Manifest): Manifest {
  return findKind(object.apiVersion, object.kind)?.custom === false ? prune(object) as Manifest
    : { ...object, metadata: prune(object.metadata) as Manifest['metadata'] };
}

function prune(value: unknown): unknown {
  if (Array.isArray(value)) { return value.map(prune); }
  if (typeof value !== 'object' || value === null) { return value; }
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null).map(([key, each]) => [key, prune(each)]));
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
