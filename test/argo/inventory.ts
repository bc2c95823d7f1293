import { list, text } from '../../charts/core/rendered-lab';
import type { Cluster } from './cluster';

/** Kinds that controllers make and unmake by themselves. */
const PASSING = new Set([
  'Event', 'Pod', 'ReplicaSet', 'ControllerRevision', 'Endpoints', 'EndpointSlice', 'Lease', 'Job', 'ComponentStatus', 'APIService',
]);

/** Every object of a cluster that somebody asked for: its uid by `Kind namespace/name`. */
export async function inventory(cluster: Cluster): Promise<Map<string, string>> {
  const groups = list(await cluster.send('GET', '/apis'), 'groups').map((each) => text(each, 'preferredVersion', 'groupVersion'));
  const found = new Map<string, string>();
  for (const version of ['/api/v1', ...groups.map((each) => `/apis/${each}`)]) {
    for (const resource of list(await cluster.send('GET', version), 'resources')) {
      const [kind, name] = [text(resource, 'kind'), text(resource, 'name')];
      if (name.includes('/') || PASSING.has(kind) || !list(resource, 'verbs').includes('list')) { continue; }
      for (const { metadata } of await cluster.list(`${version}/${name}`)) {
        found.set(`${kind} ${metadata.namespace ?? ''}/${metadata.name}`, text(metadata, 'uid'));
      }
    }
  }
  return found;
}

/** What was there and is not any more, or is another object of the same name. */
export function lost(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...before].filter(([name, uid]) => after.get(name) !== uid).map(([name]) => name).sort();
}
