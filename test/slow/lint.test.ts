import { spawnSync } from 'node:child_process';
import path from 'node:path';

/* That `npm run lint` really objects to what eslint.config.mjs forbids: a selector that matches nothing would pass in silence. */

const ROOT = path.join(__dirname, '../..');
const ESLINT = path.join(ROOT, 'node_modules/eslint/bin/eslint.js');

interface Message {
  readonly ruleId: string;
  readonly line: number;
}

/** What ESLint says of a text in place of a file of this repository, as `rule:line`. */
function lint(file: string, lines: readonly string[]): string[] {
  const { stdout, stderr } = spawnSync(
    process.execPath, [ESLINT, '--stdin', '--stdin-filename', file, '--format', 'json'],
    { cwd: ROOT, encoding: 'utf8', input: `${lines.join('\n')}\n` },
  );
  expect(stderr).toBe('');
  const [result] = JSON.parse(stdout) as { readonly messages: readonly Message[] }[];
  return (result?.messages ?? []).map(({ ruleId, line }) => `${ruleId}:${line}`);
}

const GOOD = [
  '/** A page. */',
  'export interface Page {',
  '  readonly kind: "page";',
  '  /** Its title. @default - it has none */',
  '  readonly title?: string;',
  '}',
  '/** A book. */',
  'export class Book {',
  '  /** How many there are. */',
  '  public static count = 0;',
  '  private readonly hidden = 1;',
  '  public constructor(private readonly pages: number) {}',
  '  /** The number of pages. */',
  '  public get size(): number { return this.pages + this.hidden; }',
  '}',
  '/** A number. */',
  'export const ONE = 1;',
  '/**',
  ' * Fails.',
  ' *',
  ' * @throws Error always',
  ' */',
  'export function fail(): never { throw new Error("x"); }',
  'interface Inner { readonly a?: string }',
  'export type { Inner };',
].map((line) => line.replaceAll('"', "'"));

const BAD: readonly (readonly [line: string, rule: string])[] = [
  [`// ${'x'.repeat(138)}`, 'max-len'],
  ['export interface Page {', 'jsdoc/require-jsdoc'],
  ['  readonly title: string;', 'jsdoc/require-jsdoc'],
  // Reported at the comment, because there is the fault.
  ['  /** Its size in bytes. */', 'jsdoc/no-restricted-syntax'],
  ['  readonly size?: number;', ''],
  ['}', ''],
  ['export type Name = string;', 'jsdoc/require-jsdoc'],
  ['export const ONE = 1;', 'jsdoc/require-jsdoc'],
  ['export function two(): number { return 2; }', 'jsdoc/require-jsdoc'],
  ['/** A book. */', ''],
  ['export class Book {', ''],
  ['  public pages = 0;', 'jsdoc/require-jsdoc'],
  ['  public get size(): number { return this.pages; }', 'jsdoc/require-jsdoc'],
  ['  public static make(): Book { return new Book(); }', 'jsdoc/require-jsdoc'],
  ['}', ''],
  ['/** Fails. */', 'jsdoc/require-throws'],
  ["export function fail(): never { throw new Error('x'); }", ''],
  ['const size = (n: number): string => n > 9 ? "large" : n > 1 ? "small" : "none";'.replaceAll('"', "'"), 'no-nested-ternary'],
  ['export { size };', ''],
];

test('a source without a fault has none', () => {
  expect(lint('draw/table.ts', GOOD)).toEqual([]);
}, 60_000);

test('each fault of a source is found, and nothing else', () => {
  const expected = BAD.flatMap(([, rule], index) => rule === '' ? [] : [`${rule}:${index + 1}`]);
  expect(lint('draw/table.ts', BAD.map(([line]) => line)).sort()).toEqual(expected.sort());
}, 60_000);

test('tests are held to the length of lines and to plain conditions, not to doc comments', () => {
  expect(lint('test/util.ts', BAD.map(([line]) => line)).sort()).toEqual(['max-len:1', 'no-nested-ternary:18']);
}, 60_000);
