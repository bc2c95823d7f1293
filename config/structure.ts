import { isAlias, isMap, isNode, isScalar, visit, type Alias, type Document, type Node, type Pair } from 'yaml';

/** Something YAML allows and a configuration has no use for, at a place in the text. */
export interface StructuralProblem {
  /** Place in the text, from 0. */
  readonly offset: number;
  /** What is wrong. No full stop at the end. */
  readonly what: string;
  /** What to do about it. No full stop at the end. */
  readonly fix: string;
  /** Set where the file cannot be turned into data at all. @default false */
  readonly fatal?: boolean;
}

/** Deeper than any chart's values, and far from the depth at which JavaScript gives up. */
const DEEPEST = 64;

/**
 * What of YAML is refused because readers differ on it, or because it hides from a person what the file says: tags, directives, merge keys,
 * keys that are no plain words, cycles, numbers that change when they are read.
 */
export function findStructuralProblems(document: Document): StructuralProblem[] {
  const problems: StructuralProblem[] = [];
  const add: Add = (node, what, fix, fatal = false) => { problems.push({ offset: node.range?.[0] ?? 0, what, fix, fatal }); };

  if (document.directives?.yaml.explicit) {
    problems.push({
      offset: 0, what: 'sets a version of YAML, and in 1.1 "no" is false and 010 is 8',
      fix: 'remove the line that begins with "%"; this file is read as YAML 1.2',
    });
  }
  visit(document, (key, node, ancestors) => {
    if (isAlias(node)) { checkAlias(document, node, ancestors, add); return undefined; }
    if (!isNode(node)) { return undefined; }
    if (node.tag !== undefined) {
      const tag = node.tag.replace('tag:yaml.org,2002:', '!!');
      const fix = 'remove the word that begins with "!"; put a value in quotes to make it a text';
      add(node, `has a YAML tag (${tag}), which this file has no use for`, fix);
    }
    if (ancestors.length > 2 * DEEPEST) { add(node, 'is nested too deeply', `keep to ${DEEPEST} levels`, true); return visit.BREAK; }
    if (isMap(node)) { checkKeys(node.items, add); }
    if (isScalar(node) && key !== 'key' && typeof node.value === 'number') { checkNumber(node, node.value, node.source ?? '', add); }
    return undefined;
  });
  return problems;
}

type Add = (node: Node, what: string, fix: string, fatal?: boolean) => void;

function checkAlias(document: Document, alias: Alias, ancestors: readonly unknown[], add: Add): void {
  const target = alias.resolve(document);
  const name = `"&${alias.source}"`;
  if (target === undefined) {
    add(alias, `refers to ${name}, which nothing above it is called`, `write the value itself, or put ${name} before one above`, true);
  } else if (ancestors.includes(target)) {
    add(alias, `refers to ${name}, which it is a part of`, 'write the value itself', true);
  }
}

function checkKeys(pairs: readonly Pair[], add: Add): void {
  const seen = new Set<string>();
  for (const pair of pairs) {
    const { key } = pair;
    if (!isScalar(key)) {
      if (isNode(key)) { add(key, 'is no plain key', 'write a word followed by ":"', true); }
      continue;
    }
    const name = String(key.value);
    if (name === '<<') { add(key, '"<<" is a merge key, which YAML 1.2 does not have', 'write the keys out where they are needed'); }
    if (name === '__proto__') { add(key, '"__proto__" is a name that JavaScript keeps for itself', 'use another key', true); }
    if (seen.has(name)) { add(key, `"${name}" is a key that this mapping has already; only one of the two could count`, 'delete one'); }
    seen.add(name);
  }
}

function checkNumber(node: Node, value: number, source: string, add: Add): void {
  const quoted = `"${source}"`;
  if (!Number.isFinite(value)) {
    add(node, `is no number that can be written down (${source})`, 'write a number, or put a text in quotes');
  } else if (/^[-+]?0[0-9]/.test(source)) {
    const what = `begins with a zero (${source}), which some readers of YAML take for an octal number`;
    add(node, what, `remove the zero, or put a text in quotes: ${quoted}`);
  } else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    add(node, `has more digits than a number keeps (${source})`, `put it in quotes if it is a name or an id: ${quoted}`);
  }
}
