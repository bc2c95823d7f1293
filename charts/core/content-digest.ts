import { createHash } from 'node:crypto';
import { groupOf, type Manifest } from './manifest';
import { at, list, text } from './rendered-lab';

/** Before a digest in `spec.source.name` of an Application. */
const PREFIX = 'content-';
/** Hexadecimal digits of a digest: 64 bits, so two states never share one by chance. */
const DIGITS = 16;

/** The value of `spec.source.name` for what a text says. */
export function digestName(content: string): string {
  return `${PREFIX}${digestOf(content)}`;
}

/** A short text that is another one for each content. */
export function digestOf(content: string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, DIGITS);
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
  if (!isApplication(manifest)) { return manifest; }
  const hasDigest = (source: unknown): boolean => text(source, 'name').startsWith(PREFIX);
  const sources = list(manifest, 'spec', 'sources');
  if (sources.some(hasDigest)) {
    const spec = manifest['spec'] as Readonly<Record<string, unknown>>;
    return { ...manifest, spec: { ...spec, sources: sources.map((each) => hasDigest(each) ? nameless(each) : each) } };
  }
  return hasDigest(at(manifest, 'spec', 'source')) ? named(manifest, undefined) : manifest;
}

function nameless(source: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(source as Readonly<Record<string, unknown>>).filter(([key]) => key !== 'name'));
}

function named(manifest: Manifest, name: string | undefined): Manifest {
  const others = Object.entries(nameless(at(manifest, 'spec', 'source')));
  const entries: [string, unknown][] = name === undefined ? others : [...others, ['name', name]];
  // Among its neighbours, as keys are sorted.
  const sorted = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...manifest, spec: { ...manifest['spec'] as Readonly<Record<string, unknown>>, source: sorted } };
}
