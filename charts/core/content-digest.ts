import { createHash } from 'node:crypto';
import { groupOf, type Manifest } from './manifest';
import { at, text } from './rendered-lab';

/** Before a digest in `spec.source.name` of an Application. */
const PREFIX = 'content-';
/** Hexadecimal digits of a digest: 64 bits, so two states never share one by chance. */
const DIGITS = 16;

/** The value of `spec.source.name` for what a text says. */
export function digestName(content: string): string {
  return `${PREFIX}${createHash('sha256').update(content).digest('hex').slice(0, DIGITS)}`;
}

/** Whether an object is an Application of Argo CD. */
export function isApplication(manifest: Manifest): boolean {
  return groupOf(manifest) === 'argoproj.io' && manifest.kind === 'Application';
}

/** An Application that names the digest of a text that says what it syncs. */
export function withDigest(application: Manifest, content: string): Manifest {
  return named(application, digestName(content));
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
