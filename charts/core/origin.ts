import type { IConstruct } from 'constructs';
import type { ConfigPath } from '../../config/problem';
import { codePlace, type CodePlace } from './code-place';

/** What an object was made for: a key of homelab.yaml, or a line of a lab's own code. */
export type Origin = { readonly key: ConfigPath } | { readonly place: CodePlace };

/** Type of the construct metadata that holds an origin. */
const METADATA = 'homelab-synth/origin';
/** Type of the metadata that holds where an object was patched. */
const PATCH = 'homelab-synth/patch';

/**
 * Notes where a construct comes from. What is made below it inherits that, unless it has an origin of its own.
 *
 * @param origin - nothing is noted if it is undefined
 * @returns the construct itself
 */
export function noteOrigin<T extends IConstruct>(construct: T, origin: Origin | undefined): T {
  if (origin) { construct.node.addMetadata(METADATA, origin); }
  return construct;
}

/** Where a construct comes from, by its own note or the nearest above it; undefined for what only the platform's code is the reason for. */
export function originOf(construct: IConstruct): Origin | undefined {
  for (const host of [...construct.node.scopes].reverse()) {
    const { node } = host;
    const noted = node.metadata.find(({ type }) => type === METADATA);
    if (noted) { return noted.data as Origin; }
    const origin = traced.get(host);
    if (origin) { return origin; }
  }
  return undefined;
}

/** Origins of what was put into a construct by `traceChildren`. */
const traced = new WeakMap<IConstruct, Origin>();

/**
 * From now on, what a lab's own code puts straight into a construct has the line that makes it as its origin.
 *
 * constructs has no hook for that but `addChild`, which is private there: a new construct calls it before it has a node to note it on.
 */
export function traceChildren(parent: IConstruct): void {
  const node = parent.node as unknown as { addChild: (child: IConstruct, id: string) => void };
  const addChild = node.addChild.bind(node);
  node.addChild = (child, id) => {
    const origin = originFor(undefined);
    if (origin) { traced.set(child, origin); }
    addChild(child, id);
  };
}

/** Notes the line of a lab's own code that patches an object; nothing is noted if there is none. */
export function notePatch(object: IConstruct, place: CodePlace | undefined): void {
  if (place) { object.node.addMetadata(PATCH, place); }
}

/** The line of a lab's own code that patched an object last; undefined if none did. */
export function patchOf(object: IConstruct): CodePlace | undefined {
  const noted = object.node.metadata.filter(({ type }) => type === PATCH).at(-1);
  return noted?.data as CodePlace | undefined;
}

/**
 * The origin of something that a caller asks for.
 *
 * @param key - the key of homelab.yaml that the caller names
 * @param place - where there is no key: the line of a lab's own code @default - the one that is being run
 * @returns undefined if neither is known
 */
export function originFor(key: ConfigPath | undefined, place: CodePlace | undefined = codePlace()): Origin | undefined {
  if (key) { return { key }; }
  return place && { place };
}
