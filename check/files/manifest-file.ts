import {
  isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseAllDocuments,
  type Document, type Node, type ScalarTag, type YAMLError,
} from 'yaml';
import type { Manifest } from '../../charts/core/manifest';
import { parseFieldPath } from '../schemas/violation';

/** Where something stands in a file; both numbers start at 1. */
export interface FilePosition {
  /** Line in the file. */
  readonly line: number;
  /** Column in the line. */
  readonly column: number;
}

/** An object of a file. */
export interface FileObject {
  /** The object. It has apiVersion, kind and metadata, and of the rest nothing is known. */
  readonly object: Manifest;
  /** Where a field of it stands, or the nearest around it that is there: `spec.ports[0].port`. */
  readonly positionOf: (path: string) => FilePosition;
}

/** Something in a file that is no object of Kubernetes. */
export interface FileProblem extends FilePosition {
  /** What is wrong. */
  readonly what: string;
  /** True for what does not look like an object either, such as values of a chart: of a folder it is left out. @default false */
  readonly foreign?: boolean;
  /** True where the text itself is broken, whatever it should have been. @default false */
  readonly torn?: boolean;
}

/** What a file holds. */
export interface ManifestFile {
  /** Its objects, in their order; a `List` is taken apart. */
  readonly objects: readonly FileObject[];
  /** Why something in it is no object. */
  readonly problems: readonly FileProblem[];
}

/** A point without a digit is no number to Go's yaml.v2 (resolve.go), and it is the name of a folder. */
const POINT: ScalarTag = { tag: 'tag:yaml.org,2002:str', default: true, test: /^[-+]?\.$/, resolve: (text) => text };

/**
 * Reads YAML or JSON as kubectl does: several documents, YAML 1.1 (`yes` is true), but no dates and no numbers to the base of 60.
 *
 * @param text - content of the file
 */
export function readManifests(text: string): ManifestFile {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text.replace(/^\uFEFF/, ''), {
    lineCounter: lines,
    version: '1.1',
    prettyErrors: false,
    customTags: (tags) => [POINT, ...tags.filter((tag) => typeof tag === 'string' || !isForeign(tag))],
  });
  const at = (offset: number): FilePosition => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const objects: FileObject[] = [];
  const problems: FileProblem[] = [];
  for (const document of Array.isArray(documents) ? documents : []) {
    const [error] = document.errors;
    if (error) { problems.push({ ...at(error.pos[0]), what: `is not YAML: ${error.message}`, ...tornBy(error) }); continue; }
    const value = valueOf(document, (what) => { problems.push({ ...at(document.range[0]), what }); });
    if (value === undefined || value === null) { continue; }
    collect(value, document.contents, at, objects, problems);
  }
  return { objects, problems };
}

/** Go's reader lets the last of two equal keys win, where the text is not torn. */
function tornBy({ code }: YAMLError): Pick<FileProblem, 'torn'> {
  return code === 'DUPLICATE_KEY' ? {} : { torn: true };
}

/** What YAML 1.1 has and Go's reader has not. */
function isForeign({ tag, format }: { readonly tag?: string; readonly format?: string }): boolean {
  return format === 'TIME' || tag === 'tag:yaml.org,2002:timestamp';
}

function valueOf(document: Document, fail: (what: string) => void): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch (error) {
    fail(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function collect(
  value: unknown, node: Node | null, at: (offset: number) => FilePosition, objects: FileObject[], problems: FileProblem[],
): void {
  const place = at(node?.range?.[0] ?? 0);
  const fields = typeof value === 'object' && value !== null ? value as Partial<Manifest> & { readonly items?: unknown } : {};
  if (isList(fields)) {
    const items = isMap(node) ? node.get('items', true) : undefined;
    fields.items.forEach((item: unknown, index) => {
      collect(ofList(fields, item), isSeq(items) ? items.items[index] as Node : node, at, objects, problems);
    });
    return;
  }
  if (typeof fields.apiVersion !== 'string' || typeof fields.kind !== 'string') {
    const foreign = fields.apiVersion === undefined && fields.kind === undefined;
    problems.push({ ...place, what: 'is no object of Kubernetes: it lacks apiVersion or kind', foreign });
    return;
  }
  if (fields.apiVersion.startsWith('kustomize.config.k8s.io/')) {
    const what = 'is for kustomize, not for a cluster; run kubectl kustomize, then verify what comes out';
    problems.push({ ...place, what, foreign: true });
    return;
  }
  if (typeof fields.metadata !== 'object' || fields.metadata === null) {
    problems.push({ ...place, what: `${fields.kind} lacks metadata with a name` });
    return;
  }
  const begin = node?.range?.[0] ?? 0;
  objects.push({ object: value as Manifest, positionOf: (path) => at(offsetOf(node, parseFieldPath(path)) ?? begin) });
}

interface List {
  readonly apiVersion: string;
  readonly kind: string;
  readonly items: readonly unknown[];
}

/** True for a `List`, and for a list of one kind such as `PodList`: kubectl takes both apart. What has a name is an object. */
function isList(fields: Partial<Manifest> & { readonly items?: unknown }): fields is Partial<Manifest> & List {
  const { apiVersion, kind, items, metadata } = fields;
  return typeof apiVersion === 'string' && typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)
    && (metadata as Partial<Manifest['metadata']> | null | undefined)?.name === undefined;
}

/** Items of a list of one kind need not say what they are. */
function ofList({ apiVersion, kind }: List, item: unknown): unknown {
  if (kind === 'List' || typeof item !== 'object' || item === null || Array.isArray(item) || 'kind' in item) { return item; }
  return { apiVersion, kind: kind.slice(0, -'List'.length), ...item };
}

/** Where the last part of a way begins that is there: its key, or the item of a list. */
function offsetOf(node: unknown, path: readonly string[]): number | undefined {
  const [part, ...rest] = path;
  if (part === undefined) { return undefined; }
  if (isMap(node)) {
    const pair = node.items.find((each) => isPair(each) && isScalar(each.key) && String(each.key.value) === part);
    if (!pair || !isNode(pair.key)) { return undefined; }
    return offsetOf(pair.value, rest) ?? pair.key.range?.[0];
  }
  if (!isSeq(node)) { return undefined; }
  const item = node.items[Number(part)];
  return offsetOf(item, rest) ?? (isNode(item) ? item.range?.[0] : undefined);
}
