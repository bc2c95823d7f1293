import { isNode, isPair, isScalar, LineCounter, parseDocument, visit, type Document, type YAMLError } from 'yaml';
import { valueAt, type ConfigPath, type Position, type Problem } from './problem';
import { expandShortForms } from './short-forms';
import { findStructuralProblems } from './structure';

/** Values that anchors may be repeated into; more is a file made to exhaust its reader. */
const MOST_ALIASES = 100;

/** A parsed YAML file that still knows where everything stood. */
export class YamlSource {
  /** The file's content as plain data, short forms written out; an empty file is an empty object, an unreadable one is undefined. */
  public readonly data: unknown;
  /** What is wrong with the file as YAML; if it cannot be read at all, `data` is undefined. */
  public readonly problems: readonly Problem[];
  private readonly document: Document;
  private readonly lines = new LineCounter();

  /** @param text - the whole file */
  constructor(private readonly text: string) {
    // YAML 1.2 without merge keys and custom tags: what a reader sees is what it says, and "no" stays a word.
    this.document = parseDocument(text, {
      lineCounter: this.lines, version: '1.2', merge: false, uniqueKeys: true, prettyErrors: false, logLevel: 'error',
    });
    const conflict = CONFLICT.exec(text);
    if (conflict) {
      this.problems = [this.conflictProblem(conflict.index)];
      this.data = undefined;
      return;
    }
    const errors = untilTorn(this.document.errors);
    const problems = [...errors, ...errors.some(isTorn) ? [] : this.document.warnings].map((error) => this.syntaxProblem(error));
    // A text that is no YAML has no structure worth looking at.
    const structural = problems.length > 0 ? [] : findStructuralProblems(this.document);
    problems.push(...structural.map(({ offset, what, fix }): Problem => ({ path: [], what, fix, position: this.position(offset) })));
    const readable = problems.length === structural.length && !structural.some(({ fatal }) => fatal);
    this.data = readable ? this.toData(problems) : undefined;
    this.problems = problems;
  }

  /** What a single value says in the file, letter by letter; undefined for lists, mappings and what is not there. */
  public written(path: ConfigPath): string | undefined {
    const node = this.document.getIn(path, true);
    return isScalar(node) ? node.source : undefined;
  }

  /** True when the file itself says the value at `path`, be it through an alias. */
  public has(path: ConfigPath): boolean {
    return valueAt(this.data, path) !== undefined;
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

  private toData(problems: Problem[]): unknown {
    try {
      return expandShortForms(this.document.toJS({ maxAliasCount: MOST_ALIASES }) ?? {});
    } catch (error) {
      if (!(error instanceof ReferenceError)) { throw error; }
      problems.push({
        path: [], what: 'repeats anchors so often that the file would not fit in memory', fix: 'write the values out',
        position: this.position(firstAlias(this.document)),
      });
      return undefined;
    }
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

  private conflictProblem(offset: number): Problem {
    return {
      path: [], what: 'is where two versions meet that git could not merge', position: this.position(offset),
      fix: 'keep what is right of the two, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>',
    };
  }

  private syntaxProblem(error: YAMLError): Problem {
    const [offset] = error.pos;
    const position = this.position(offset);
    if (error.message.includes('call stack')) { return { path: [], what: 'is nested too deeply', fix: 'keep to a few levels', position }; }
    const [what, fix] = SYNTAX_ADVICE[error.code] ?? [
      `is not valid YAML: ${error.message.charAt(0).toLowerCase()}${error.message.slice(1).replace(/\.$/, '')}`,
      'compare the line and the one above it with the commented homelab.yaml; '
        + 'most often it is indentation, a missing ":" or an unquoted special character',
    ];
    return { path: [], what: error.code === 'DUPLICATE_KEY' ? `"${this.word(offset)}" ${what}` : what, fix, position };
  }

  /** The key that begins at an offset, without its quotes. */
  private word(offset: number): string {
    return /^["']?([^"':\s]*)/.exec(this.text.slice(offset, offset + 80))?.[1] ?? '';
  }
}

/** The line with which git begins what it could not merge; nothing of YAML begins a line like it. */
const CONFLICT = /^<{7} /m;

/** True for an error behind which the reader only guesses: one torn line would be reported for every line below it. */
function isTorn({ code }: YAMLError): boolean { return !FORGIVING.has(code); }

/** Errors after which the rest of a file is read as it was meant. */
const FORGIVING: ReadonlySet<YAMLError['code']> = new Set(['DUPLICATE_KEY', 'TAG_RESOLVE_FAILED', 'MULTIPLE_DOCS']);

/** Errors up to the first that leaves the reader guessing. */
function untilTorn(errors: readonly YAMLError[]): readonly YAMLError[] {
  const first = errors.findIndex(isTorn);
  return first < 0 ? errors : errors.slice(0, first + 1);
}

/** Parser errors that a sentence of our own explains better. */
const SYNTAX_ADVICE: Partial<Record<YAMLError['code'], readonly [what: string, fix: string]>> = {
  DUPLICATE_KEY: ['is a key that this mapping has already; only one of the two could count', 'delete one'],
  MULTIPLE_DOCS: ['starts a second YAML document; only one is read', 'remove the "---" line'],
  TAB_AS_INDENT: ['is indented with a tab, which YAML forbids', 'use spaces'],
  TAG_RESOLVE_FAILED: ['has a YAML tag that means nothing here', 'remove the word that begins with "!"'],
};

function firstAlias(document: Document): number {
  let offset = 0;
  visit(document, { Alias(_key, alias) { offset = alias.range?.[0] ?? 0; return visit.BREAK; } });
  return offset;
}
