import type { Manifest } from '../charts/core/manifest';
import { at, text } from '../charts/core/rendered-lab';
import { PLATFORM_NAMESPACES } from '../config/platform';
import type { FieldChange } from './change';
import { caution, danger, type Hazard } from './hazard';
import type { Objects } from './objects';

/** Class of the Gateways that are waypoints of ambient mode. */
const WAYPOINT = 'istio-waypoint';
const MESH_LABEL = 'istio.io/dataplane-mode';

/** Whether an object is a waypoint: a proxy inside the mesh, to which nobody comes from outside. */
export function isWaypoint({ kind, ...rest }: Manifest): boolean {
  return kind === 'Gateway' && text(rest, 'spec', 'gatewayClassName') === WAYPOINT;
}

/**
 * What a PeerAuthentication that comes, goes or changes does to the mTLS of the pods that it is about.
 *
 * @param manifest - it, before or after
 * @param before - every object before the change
 * @param after - every object after the change
 */
export function hazardsOfMtls(manifest: Manifest, before: Objects, after: Objects): Hazard[] {
  const { namespace = '' } = manifest.metadata;
  const isMesh = namespace === PLATFORM_NAMESPACES.istio;
  // With a selector it is about some pods alone, and says so itself.
  const mode = at(manifest, 'spec', 'selector') === undefined ? modeOf(namespace, before) : ownMode(find(manifest, before));
  const now = at(manifest, 'spec', 'selector') === undefined ? modeOf(namespace, after) : ownMode(find(manifest, after));
  if (mode === now) { return []; }
  const who = isMesh ? 'the mesh' : `pods of ${namespace} in the mesh`;
  if (now === 'STRICT') {
    return [caution(isMesh ? 'plain text from outside the mesh is refused from now on'
      : `${who} refuse plain text from outside it from now on`)];
  }
  return mode === 'STRICT' ? [danger(`${who} accept${isMesh ? 's' : ''} plain text from now on`)] : [];
}

/** The mode of a namespace without a look at selectors: its own, else that of the whole mesh, else Istio's default. */
function modeOf(namespace: string, objects: Objects): string {
  const inNamespace = (name: string): string | undefined => [...objects.values()]
    .filter(({ manifest }) => manifest.kind === 'PeerAuthentication' && (manifest.metadata.namespace ?? '') === name
      && at(manifest, 'spec', 'selector') === undefined)
    .map(({ manifest }) => ownMode(manifest)).find((mode) => mode !== undefined);
  return inNamespace(namespace) ?? inNamespace(PLATFORM_NAMESPACES.istio) ?? 'PERMISSIVE';
}

function ownMode(manifest: Manifest | undefined): string | undefined {
  const mode = text(manifest, 'spec', 'mtls', 'mode');
  return mode === '' || mode === 'UNSET' ? undefined : mode;
}

function find({ metadata }: Manifest, objects: Objects): Manifest | undefined {
  return [...objects.values()].find(({ manifest }) => manifest.kind === 'PeerAuthentication'
    && manifest.metadata.name === metadata.name && manifest.metadata.namespace === metadata.namespace)?.manifest;
}

/** A waypoint that comes or goes. */
export function hazardsOfWaypoint(kind: 'added' | 'removed'): Hazard[] {
  return kind === 'added'
    ? [caution('requests to the Services of its namespace pass it from now on, and wait while its pods start')]
    : [danger('what only a waypoint does ends: HTTP rules of policies, and routes inside the mesh; the namespace stays encrypted')];
}

/** Levels of the Pod Security Standards; what a namespace does not say is privileged. */
const LEVELS = ['privileged', 'baseline', 'restricted'];

/** A changed label of a namespace: its place in the mesh, its Pod Security level. */
export function hazardsOfNamespace({ path, before, after }: FieldChange): Hazard[] {
  switch (path.at(-1)) {
    case MESH_LABEL:
      if (before === 'ambient') {
        return [danger('its pods leave the mesh: their traffic is no longer encrypted, '
          + 'and pods in the mesh that require mTLS refuse it')];
      }
      return after === 'ambient' ? [caution('its pods join the mesh: plain text from outside is refused where mTLS is STRICT')] : [];
    case 'pod-security.kubernetes.io/enforce': {
      const [old, fresh] = [before, after].map((level) => typeof level === 'string' ? level : 'privileged');
      if (old === fresh) { return []; }
      const move = `Pod Security goes from ${old} to ${fresh}`;
      return LEVELS.indexOf(String(fresh)) < LEVELS.indexOf(String(old))
        ? [danger(`${move}: its pods may have rights on the node that were refused until now`)]
        : [caution(`${move}: pods that ask for more are refused when they are made the next time; those that run stay`)];
    }
    default: return [];
  }
}
