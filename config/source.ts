import { isNode, isPair, LineCounter, parseDocument, type Document, type YAMLError } from 'yaml';
import type { ConfigPath, Position, Problem } from './problem';

/** A parsed YAML file that still knows where everything stood. */
export class YamlSource {
  /** The file's content as plain data; an empty file is an empty object. */
  public readonly data: unknown;
  /** Everything that makes the file unreadable; if not empty, `data` is undefined. */
  public readonly problems: readonly Problem[];
  private readonly document: Document;
  private readonly lines = new LineCounter();

  constructor(text: string) {
    // YAML 1.2 without merge keys and custom tags: what a reader sees is what it says, and "no" stays a word.
    this.document = parseDocument(text, { lineCounter: this.lines, version: '1.2', merge: false, uniqueKeys: true, prettyErrors: false });
    const problems = [...this.document.errors, ...this.document.warnings].map((error) => this.syntaxProblem(error));
    try {
      this.data = problems.length > 0 ? undefined : this.document.toJS({ maxAliasCount: 100 }) ?? {};
    } catch {
      problems.push({ path: [], what: 'repeats an anchor so often that the file would not fit in memory', fix: 'write the values out' });
    }
    this.problems = problems;
  }

  /** Where the value at `path` stands, or its nearest ancestor that is in the file; `atKey` asks for its key instead. */
  public locate(path: ConfigPath, atKey = false): Position {
    for (let length = path.length; length > 0; length--) {
      const here = path.slice(0, length);
      const offset = (atKey && length === path.length ? this.keyOffset(here) : undefined) ?? this.valueOffset(here);
      if (offset !== undefined) { return this.position(offset); }
    }
    return { line: 1, column: 1 };
  }

  private valueOffset(path: ConfigPath): number | undefined {
    const node = this.document.getIn(path, true);
    // A collection is blamed at its key: its own offset is that of its first child, a line too low.
    if (isNode(node) && 'items' in node) { return this.keyOffset(path) ?? node.range?.[0]; }
    return isNode(node) ? node.range?.[0] : undefined;
  }

  private keyOffset(path: ConfigPath): number | undefined {
    const parent = path.length === 1 ? this.document.contents : this.document.getIn(path.slice(0, -1), true);
    if (parent === null || typeof parent !== 'object' || !('items' in parent)) { return undefined; }
    const items: readonly unknown[] = parent.items as readonly unknown[];
    const last = path[path.length - 1];
    const pair = items.find((item) => isPair(item) && isNode(item.key) && String(item.key) === String(last));
    return isPair(pair) && isNode(pair.key) ? pair.key.range?.[0] : undefined;
  }

  private position(offset: number): Position {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  private syntaxProblem(error: YAMLError): Problem {
    const [what, fix] = SYNTAX_ADVICE[error.code] ?? [
      `is not valid YAML: ${error.message.charAt(0).toLowerCase()}${error.message.slice(1).replace(/\.$/, '')}`,
      'compare the line and the one above it with the commented homelab.yaml; most often it is indentation, a missing ":" or an unquoted special character',
    ];
    return { path: [], what, fix, position: this.position(error.pos[0]) };
  }
}

/** Parser errors that a sentence of our own explains better. */
const SYNTAX_ADVICE: Partial<Record<YAMLError['code'], readonly [what: string, fix: string]>> = {
  DUPLICATE_KEY: ['is a key that this mapping has already; only one of the two could count', 'delete one'],
  MULTIPLE_DOCS: ['starts a second YAML document; only one is read', 'remove the "---" line'],
  TAB_AS_INDENT: ['is indented with a tab, which YAML forbids', 'use spaces'],
  TAG_RESOLVE_FAILED: ['has a YAML tag that means nothing here', 'remove the word that begins with "!"'],
};
