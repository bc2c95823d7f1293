import { dump } from 'js-yaml';

/**
 * YAML that readers of version 1.1 (Kubernetes, Helm) and 1.2 agree on: js-yaml quotes whatever either would take for something else.
 * Keys are sorted, so that equal data are equal bytes.
 *
 * It is js-yaml's text to the byte, which a test holds; but js-yaml is asked only about scalars that could need quotes. It holds each one
 * against the grammar of YAML, which takes longer than all else, and nearly all of what a synth writes are words and plain lines.
 */
export function toYaml(data: unknown): string {
  const writer = new Writer();
  const text = isCollection(data) ? writer.collection(data, 0) : undefined;
  if (text === undefined || writer.strange) { return dump(data, OPTIONS); }
  // Where the document ends in empty lines that belong to its last text, js-yaml marks the end.
  return `${text}\n${writer.openEnded ? '...\n' : ''}`;
}

const OPTIONS = { lineWidth: -1, noRefs: true, sortKeys: true } as const;

/**
 * One line of printable ASCII that stands without quotes: it begins with what begins nothing else, and holds neither a colon before a
 * space, which would make it a key, nor a "#" behind one, which would begin a comment.
 */
const PLAIN = /^[A-Za-z_/(](?:[!-9;-~]|:(?=[!-~])| +(?=[!"$-~]))*$/;
/** Except for these, which are values of YAML 1.1. */
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
/** Durations, sizes, versions, addresses and networks: they begin with a digit, and no version of YAML takes them for a number. */
const MEASURES = /^\d+(?:s|m|h|d|ms|Ki|Mi|Gi|(?:\.\d+){2,3}(?:\/\d+)?)$/;
/** Lines that stand as they are in a block: printable ASCII, and nothing that would have to be told from the indentation. */
const BLOCK = /^[!-~][ -~]*(?:\n[ -~]*)+$/;
/** Longer keys are written in a form of their own. */
const LONGEST_KEY = 512;

/** What js-yaml says to scalars that it was asked about. */
const asked = new Map<string, string>();

type Collection = readonly unknown[] | Readonly<Record<string, unknown>>;

class Writer {
  /** True if something was met that only js-yaml knows how to write. */
  public strange = false;
  /** True if what was written last is a text with empty lines at its end. */
  public openEnded = false;

  /** A list or mapping that is not empty, from its first item on; the lines after it are indented. */
  public collection(data: Collection, level: number): string | undefined {
    const parts = isList(data) ? this.list(data, level) : this.mapping(data, level);
    return parts.length === 0 ? undefined : parts.join(`\n${'  '.repeat(level)}`);
  }

  private list(items: readonly unknown[], level: number): string[] {
    return items.map((item) => `- ${(isCollection(item) ? this.collection(item, level + 1) : undefined) ?? this.flat(item, level + 1)}`);
  }

  private mapping(data: Readonly<Record<string, unknown>>, level: number): string[] {
    const lines: string[] = [];
    for (const key of Object.keys(data).sort()) {
      const value = data[key];
      if (value === undefined) { continue; }
      const inner = isCollection(value) ? this.collection(value, level + 1) : undefined;
      lines.push(inner === undefined
        ? `${this.key(key)}: ${this.flat(value, level + 1)}`
        : `${this.key(key)}:\n${'  '.repeat(level + 1)}${inner}`);
    }
    return lines;
  }

  private key(key: string): string {
    if (key.length > LONGEST_KEY || key.includes('\n')) { this.strange = true; }
    if (isPlain(key)) { return key; }
    return ask(`key ${key}`, () => dump({ [key]: 0 }, OPTIONS).slice(0, -': 0\n'.length));
  }

  /** A scalar, or a list or mapping that is empty. */
  private flat(value: unknown, level: number): string {
    this.openEnded = false;
    switch (typeof value) {
      case 'string': return this.text(value, level);
      case 'boolean': return String(value);
      case 'number': return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : inMapping(value);
      case 'undefined': return 'null';
      default: break;
    }
    if (value === null) { return 'null'; }
    if (isCollection(value)) { return isList(value) ? '[]' : '{}'; }
    this.strange = true;
    return '';
  }

  private text(value: string, level: number): string {
    if (isPlain(value)) { return value; }
    const first = styled(value);
    if (!first.startsWith('|')) { return first; }
    this.openEnded = value === '\n' || value.endsWith('\n\n');
    // As in a mapping at the very left, where the lines are indented once.
    return level === 1 ? first : first.replaceAll(/\n(?=[^\n])/g, `\n${'  '.repeat(level - 1)}`);
  }
}

function isPlain(text: string): boolean {
  return PLAIN.test(text) ? !WORDS.test(text) : MEASURES.test(text);
}

/** A text as it stands in a mapping at the very left. */
function styled(value: string): string {
  if (!value.includes('\n')) { return ask(`text ${value}`, () => inMapping(value)); }
  return BLOCK.test(value) ? block(value) : inMapping(value);
}

function block(value: string): string {
  const trailing = value.endsWith('\n\n') ? '+' : '';
  const chomping = value.endsWith('\n') ? trailing : '-';
  const lines = value.endsWith('\n') ? value.slice(0, -1) : value;
  return `|${chomping}\n${`\n${lines}`.replaceAll(/\n(?=[^\n])/g, '\n  ').slice(1)}`;
}

function inMapping(value: unknown): string {
  return dump({ k: value }, OPTIONS).replace(/\n(?:\.\.\.\n)?$/, '').slice('k: '.length);
}

function ask(question: string, answer: () => string): string {
  const known = asked.get(question);
  if (known !== undefined) { return known; }
  const found = answer();
  asked.set(question, found);
  return found;
}

function isList(data: unknown): data is readonly unknown[] {
  return Array.isArray(data);
}

/** True for what JSON knows as array or object. */
function isCollection(data: unknown): data is Collection {
  if (typeof data !== 'object' || data === null) { return false; }
  const prototype: unknown = Object.getPrototypeOf(data);
  return Array.isArray(data) || prototype === Object.prototype || prototype === null;
}
