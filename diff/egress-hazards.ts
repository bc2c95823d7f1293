import type { Manifest } from '../charts/core/manifest';
import { at, list } from '../charts/core/rendered-lab';
import { caution, danger, type Hazard } from './hazard';
import type { Objects } from './objects';

/** Kinds of policies that say what pods may call. */
const KINDS = ['NetworkPolicy', 'CiliumNetworkPolicy'];

/** Whether an object is a policy about what pods call. */
export function isEgressPolicy(manifest: Manifest): boolean {
  if (!KINDS.includes(manifest.kind)) { return false; }
  return list(manifest, 'spec', 'policyTypes').includes('Egress') || at(manifest, 'spec', 'egress') !== undefined;
}

/**
 * What a policy about calls that comes, goes or changes does: policies add up, so the first of a namespace closes it, and the last one that
 * goes opens it.
 *
 * @param manifest - it, before or after
 * @param before - every object before the change
 * @param after - every object after the change
 */
export function hazardsOfEgress(manifest: Manifest, before: Objects, after: Objects): Hazard[] {
  const { namespace = '' } = manifest.metadata;
  const [was, is] = [before, after].map((objects) => closes(namespace, objects));
  if (was === is) {
    return is ? [caution(`what pods of ${namespace} may call is another from now on`)] : [];
  }
  return is
    ? [caution(`pods of ${namespace} may call only what it names from now on`)]
    : [danger(`pods of ${namespace} may call everything from now on: other namespaces, the LAN, the internet`)];
}

/** Whether some policy is about what all pods of a namespace call. */
function closes(namespace: string, objects: Objects): boolean {
  return [...objects.values()].some(({ manifest }) => manifest.metadata.namespace === namespace && isEgressPolicy(manifest)
    && [at(manifest, 'spec', 'podSelector'), at(manifest, 'spec', 'endpointSelector')].some(isEmpty));
}

function isEmpty(selector: unknown): boolean {
  return typeof selector === 'object' && selector !== null && Object.keys(selector).length === 0;
}
