import type { ApiObject, JsonPatch } from 'cdk8s';
import { codePlace, type CodePlace } from './code-place';
import { notePatch } from './origin';

/** Names one object of a lab. */
export interface ObjectSelector {
  /** Such as `Gateway`. */
  readonly kind: string;
  /** `metadata.name`. */
  readonly name: string;
  /** `metadata.namespace`. @default - whichever namespace the only object of that kind and name is in */
  readonly namespace?: string;
}

interface Patch {
  readonly selector: ObjectSelector;
  readonly operations: readonly JsonPatch[];
  /** Where the lab's own code asked for it. */
  readonly place: CodePlace | undefined;
}

/** Changes to single objects, kept until every object exists. */
export class Patches {
  private readonly list: Patch[] = [];

  /** Keeps a change for later. */
  public add(selector: ObjectSelector, operations: readonly JsonPatch[]): void {
    this.list.push({ selector, operations, place: codePlace() });
  }

  /** @throws PatchError for the first patch that selects none or several objects, or that does not fit its object */
  public apply(objects: readonly ApiObject[]): void {
    for (const { selector, operations, place } of this.list) {
      const found = objects.filter((object) => matches(object, selector));
      const [object] = found;
      if (!object || found.length > 1) { throw new PatchError(`${say(selector)} ${missing(found, objects, selector)}`, place); }
      object.addJsonPatch(...operations);
      notePatch(object, place);
      try {
        object.toJson();
      } catch (error) {
        throw new PatchError(`${say(selector)} cannot be patched so: ${cause(error)}`, place);
      }
    }
  }
}

/** A patch of a lab's own code that does not fit the lab; the message is ready to print. */
export class PatchError extends Error {
  constructor(message: string, public readonly place: CodePlace | undefined) {
    super(message);
    this.name = 'PatchError';
  }
}

function matches(object: ApiObject, { kind, name, namespace }: ObjectSelector): boolean {
  return object.kind === kind && object.name === name && (namespace === undefined || object.metadata.namespace === namespace);
}

function say({ kind, name, namespace }: ObjectSelector): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

function missing(found: readonly ApiObject[], objects: readonly ApiObject[], { kind }: ObjectSelector): string {
  if (found.length > 1) {
    return `is in the namespaces ${found.map(({ metadata }) => metadata.namespace ?? '(none)').join(', ')}; say which with namespace`;
  }
  const others = objects.filter((object) => object.kind === kind).map(({ name }) => name);
  return `is not an object of this lab; ${others.length > 0 ? `of that kind there are ${others.join(', ')}` : 'none has that kind'}`;
}

/** cdk8s reports what stopped a manifest with the construct's path before it and the cause behind it. */
function cause(error: unknown): string {
  const [first = ''] = (error as Error).message.split('\n');
  return first.replace(/^Failed serializing construct .*? with name '[^']*': /, '').replace(/^\w*Error: /, '');
}
