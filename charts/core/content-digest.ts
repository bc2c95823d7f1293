import { groupOf, type Manifest } from './manifest';
import { at, text } from './rendered-lab';

/** Before a digest in `spec.source.name` of an Application. */
const PREFIX = 'content-';

/** Whether an object is an Application of Argo CD. */
export function isApplication(manifest: Manifest): boolean {
  return groupOf(manifest) === 'argoproj.io' && manifest.kind === 'Application';
}

/** An Application that names the digest of what it syncs. */
export function withDigest(application: Manifest, digest: string): Manifest {
  return named(application, `${PREFIX}${digest}`);
}

/** An object without the digest: what a person would call a change of it. */
export function withoutDigest(manifest: Manifest): Manifest {
  return isApplication(manifest) && text(manifest, 'spec', 'source', 'name').startsWith(PREFIX) ? named(manifest, undefined) : manifest;
}

function named(manifest: Manifest, name: string | undefined): Manifest {
  const others = Object.entries(at(manifest, 'spec', 'source') as Readonly<Record<string, unknown>>).filter(([key]) => key !== 'name');
  const entries: [string, unknown][] = name === undefined ? others : [...others, ['name', name]];
  // Among its neighbours, as keys are sorted.
  const sorted = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...manifest, spec: { ...manifest['spec'] as Readonly<Record<string, unknown>>, source: sorted } };
}
