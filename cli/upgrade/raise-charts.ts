import { isDeepStrictEqual } from 'node:util';
import { isMap, isNode, isPair, isScalar, parseDocument, type Document, type Pair, type YAMLMap } from 'yaml';
import { isMapping } from '../../config/kinds';
import { valueAt, type ConfigPath } from '../../config/problem';

/** A chart whose version is written anew. */
export interface Raise {
  /** Of the mapping that has `targetRevision`. */
  readonly path: ConfigPath;
  /** The version to write. */
  readonly version: string;
  /** The range to write as `versions`, where it stood in the place of the version. @default - `versions` is there already */
  readonly range?: string;
}

/** A replacement in a text. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Writes versions into the text of homelab.yaml. Not a letter of it changes beside them: comments, order and quotes stay.
 *
 * @returns undefined where the file cannot be changed without changing something else, as with a version that an anchor gives to several
 */
export function raiseCharts(text: string, raises: readonly Raise[]): string | undefined {
  const document = parseDocument(text, { version: '1.2', merge: false, logLevel: 'error' });
  const expected: unknown = document.toJS();
  const edits: Edit[] = [];
  for (const raise of raises) {
    const map = document.getIn(raise.path, true);
    const own = isMap(map) ? editsOf(text, map, raise) : undefined;
    const written = valueAt(expected, raise.path);
    if (own === undefined || !isMapping(written)) { return undefined; }
    edits.push(...own);
    Object.assign(written, {
      targetRevision: raise.version, ...raise.range === undefined ? {} : { versions: raise.range },
    });
  }
  const raised = [...edits].sort((a, b) => b.start - a.start)
    .reduce((whole, { start, end, text: piece }) => whole.slice(0, start) + piece + whole.slice(end), text);
  const result: Document = parseDocument(raised, { version: '1.2', merge: false, logLevel: 'error' });
  return result.errors.length === 0 && isDeepStrictEqual(result.toJS(), expected) ? raised : undefined;
}

function editsOf(text: string, map: YAMLMap, { version, range }: Raise): Edit[] | undefined {
  const pair = map.items.find((item): item is Pair => isPair(item) && isScalar(item.key) && item.key.value === 'targetRevision');
  if (pair === undefined || !isNode(pair.key) || !isScalar(pair.value) || !pair.key.range || !pair.value.range) { return undefined; }
  const [start, end] = pair.value.range;
  // A version of numbers, dots and letters needs no quotes; those that are there stay.
  const quote = /^["']/.exec(text.slice(start, end))?.[0] ?? '';
  const edits = [{ start, end, text: `${quote}${version}${quote}` }];
  if (range === undefined) { return edits; }
  const line = `versions: ${JSON.stringify(range)}`;
  if (map.flow === true) { return [...edits, { start: end, end, text: `, ${line}` }]; }
  // Below the line of the version, whatever comment it has, and as far to the right as its key.
  const newline = text.indexOf('\n', end);
  const after = newline === -1 ? text.length : newline;
  const lineEnd = text[after - 1] === '\r' ? after - 1 : after;
  const indent = ' '.repeat(pair.key.range[0] - (text.lastIndexOf('\n', pair.key.range[0] - 1) + 1));
  return [...edits, { start: lineEnd, end: lineEnd, text: `${text[after - 1] === '\r' ? '\r\n' : '\n'}${indent}${line}` }];
}
