import type { Manifest } from '../charts/core/manifest';
import { at, list, text } from '../charts/core/rendered-lab';
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
  // Where there were no pods before, or will be none, nobody's calls change.
  if (isNew(namespace, before, after) || goesWithAll(namespace, before, after)) { return []; }
  if (was === is) {
    return is ? [caution(`what pods of ${namespace} may call is another from now on`)] : [];
  }
  return is
    ? [caution(`pods of ${namespace} may call only what it names from now on`)]
    : [danger(`pods of ${namespace} may call everything from now on: other namespaces, the LAN, the internet`)];
}

/** Whether a lab gets a namespace. */
function isNew(namespace: string, before: Objects, after: Objects): boolean {
  const key = `/Namespace /${namespace}`;
  return after.has(key) && !before.has(key);
}

/** Whether a lab loses a namespace, along with every Application that has pods there; such as that of an add-on. */
function goesWithAll(namespace: string, before: Objects, after: Objects): boolean {
  const installers = (objects: Objects): Manifest[] => [...objects.values()].map(({ manifest }) => manifest)
    .filter((manifest) => manifest.kind === 'Application' && text(manifest, 'spec', 'destination', 'namespace') === namespace);
  const gone = installers(before);
  return isNew(namespace, after, before) && installers(after).length === 0
    && gone.length > 0 && gone.every((manifest) => list(manifest, 'metadata', 'finalizers').length > 0);
}

/** Whether some policy is about what all pods of a namespace call. */
function closes(namespace: string, objects: Objects): boolean {
  return [...objects.values()].some(({ manifest }) => manifest.metadata.namespace === namespace && isEgressPolicy(manifest)
    && [at(manifest, 'spec', 'podSelector'), at(manifest, 'spec', 'endpointSelector')].some(isEmpty));
}

function isEmpty(selector: unknown): boolean {
  return typeof selector === 'object' && selector !== null && Object.keys(selector).length === 0;
}
