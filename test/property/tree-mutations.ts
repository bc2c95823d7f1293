import fc from 'fast-check';
import { isMap, isScalar, isSeq, parseDocument, type Document, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { billionLaughs } from './billion-laughs';
import { hostileText } from './configs';

/** Values of every type and size, for places where another one belongs. */
const ODD: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>('constructor', '__proto__', 'toString', '\u001b[31m', '\u202e', 'CON', '12:34:56', '@{}'),
  // What looks right, and is somebody else's name, or no more than half an address.
  fc.constantFrom<unknown>(
    'argocd', 'cilium', 'root', 'root-edge', 'options', 'https-redirect', 'homelab', 'istio-ingress', 'kube-system',
    'https://github.com', 'https://github.com/a/*', 'git@github.com', 'oci://a/b', '.git', 'monitoring', 'nul.txt',
    '0.0.0.0', '255.255.255.255', '0.0.0.0/0', '10.0.0.0/8', '10.42.0.0/30', '192.168.100.0/31', '255.255.255.255/32',
  ),
  fc.constantFrom<unknown>(
    null, true, false, 0, -1, 1.5, 1e300, Number.MAX_SAFE_INTEGER, 2 ** 53, -0, [], {}, [[]], [null], { a: 1 },
    { toString: 'x', valueOf: 1 }, [[[[[[]]]]]],
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom<unknown>('x'.repeat(100_000), Array.from({ length: 1000 }, () => 'x')),
);

/** Text that is put somewhere into the file as it is. */
const TRICKS = [
  '<<: *nowhere', 'a: &a [1]\nb: *a', '!!js/function "x"', '!!python/object x', '!!binary aGk=', '!!set { a }',
  '!!timestamp 2024-01-01', '? a\n: b', '--- x', '...\n', '%YAML 1.1\n---', '\t', '  ', '{', '}', '[', ']', '"', '\'', '|', '>', '@', '`',
  '&', '*', '!', '%', '\u0000', '\ufeff', '\r', '\u2028',
  'domain: one.example.com\ndomain: two.example.com', '__proto__: { polluted: yes }', 'constructor: { prototype: { polluted: yes } }',
  'yes: no', '1: 2', '[a]: b', '{a: b}: c', 'null: x', '"": x',
  `${billionLaughs(7)}\nservices: *g`, 'services: &s [*s]', 'values: { cilium: &c { a: *c } }',
  `values: { cilium: ${'{ a: '.repeat(2000)}1${' }'.repeat(2000)} }`, `x: ${'['.repeat(5000)}`, `domain: ${'a.'.repeat(5000)}com`,
] as const;

type Collection = YAMLMap | YAMLSeq;

function collections(document: Document): Collection[] {
  const found: Collection[] = [];
  const visit = (node: unknown): void => {
    if (isMap(node)) { found.push(node); node.items.forEach(({ value }) => { visit(value); }); }
    if (isSeq(node)) { found.push(node); node.items.forEach(visit); }
  };
  visit(document.contents);
  return found.filter(({ items }) => items.length > 0);
}

/** One change of the file's structure, at a place the numbers choose. */
function mutateNode(text: string, kind: string, where: number, which: number, odd: unknown): string {
  const document = parseDocument(text);
  const all = collections(document);
  const collection = all[where % Math.max(all.length, 1)];
  if (!collection) { return text; }
  const index = which % collection.items.length;
  const items = collection.items as unknown[];
  switch (kind) {
    case 'delete': items.splice(index, 1); break;
    case 'duplicate': items.push(items[index]); break;
    case 'rename': {
      const pair = items[index] as Pair;
      if (isMap(collection) && isScalar(pair.key)) { pair.key.value = typeof odd === 'string' ? odd : `${String(pair.key.value)}x`; }
      break;
    }
    case 'swap': { const other = (which * 7 + 1) % items.length; [items[index], items[other]] = [items[other], items[index]]; break; }
    default: {
      const node = document.createNode(odd);
      if (isMap(collection)) { (items[index] as Pair).value = node; } else { items[index] = node; }
    }
  }
  try {
    return document.toString();
  } catch {
    // What the writer refuses is nothing a file could hold.
    return text;
  }
}

/** A valid file with one to three things done to it. */
export function mutated(texts: readonly string[]): fc.Arbitrary<string> {
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constantFrom('replace', 'replace', 'replace', 'delete', 'duplicate', 'rename', 'swap'), where: fc.nat(500),
        which: fc.nat(50), odd: ODD,
      }).map(({ kind, where, which, odd }) => (text: string) => mutateNode(text, kind, where, which, odd)),
    },
    { weight: 2, arbitrary: fc.record({ trick: fc.constantFrom(...TRICKS), line: fc.nat(200) }).map(({ trick, line }) => (text: string) => {
      const lines = text.split('\n');
      lines.splice(line % (lines.length + 1), 0, trick);
      return lines.join('\n');
    }) },
    {
      weight: 1,
      arbitrary: fc.record({ at: fc.nat(5000), length: fc.nat(20), put: fc.string({ unit: 'binary', maxLength: 5 }) })
        .map(({ at, length, put }) => (text: string) => {
          const start = at % (text.length + 1);
          return `${text.slice(0, start)}${put}${text.slice(start + length)}`;
        }),
    },
  );
  return fc.record({ text: fc.constantFrom(...texts), steps: fc.array(step, { minLength: 1, maxLength: 3 }) })
    .map(({ text, steps }) => steps.reduce((now, apply) => apply(now), text));
}
