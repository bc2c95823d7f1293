import { billionLaughs } from './billion-laughs';

/** Makes one change to the text of a configuration; `position` chooses where, `hostile` is a text to put there. */
export type Mutation = (text: string, position: number, hostile: string) => string;

const lineAt = (change: (line: string, hostile: string) => string | readonly string[]): Mutation => (text, position, hostile) => {
  const lines = text.split('\n');
  const index = position % lines.length;
  return [...lines.slice(0, index), ...[change(lines[index] ?? '', hostile)].flat(), ...lines.slice(index + 1)].join('\n');
};

const valueAt = (value: (hostile: string) => string): Mutation =>
  lineAt((line, hostile) => line.replace(/^(\s*(?:- )?[\w-]+:)( .*)?$/, (_, key: string) => `${key} ${value(hostile)}`));

/** Changes to the whole text. */
const whole = (change: Mutation): Mutation => change;

/** What can happen to a file on the way from a person's head to the disk, and what somebody could mean to happen. */
export const MUTATIONS: readonly Mutation[] = [
  // Slips of the hand.
  lineAt(() => []),
  lineAt((line) => [line, line]),
  lineAt((line) => ` ${line}`),
  lineAt((line) => `\t${line}`),
  lineAt((line) => line.replace(':', '')),
  lineAt((line) => line.replace(/([a-z])([a-z])/, '$2$1')),
  whole((text, position) => text.slice(0, position % (text.length + 1))),
  whole((text, position, hostile) => { const at = position % (text.length + 1); return text.slice(0, at) + hostile + text.slice(at); }),
  // Other values.
  valueAt((hostile) => JSON.stringify(hostile)),
  valueAt((hostile) => hostile),
  ...[
    '', 'null', 'no', '[]', '{}', '[{}]', '-1', '1e400', '99999999999999999999999999', '0o17', '2026-11-23', '.nan', '!!binary aGk=',
    '!evil x', '&a [*a]', '*nowhere', '{ <<: { a: b } }', '{ __proto__: { polluted: true } }',
  ].map((value) => valueAt(() => value)),
  valueAt(() => `${'['.repeat(60)}${']'.repeat(60)}`),
  // Other files.
  whole((text) => `${text}\n---\n${text}`),
  whole((text) => `\ufeff${text}`),
  whole((text) => text.replaceAll('\n', '\r\n')),
  whole((text) => `${text}\n__proto__: { polluted: true }\n`),
  whole((text) => `${text}\nconstructor: x\n`),
  whole((text) => `${text}\n${billionLaughs(5)}\n`),
  whole(() => ''),
  whole(() => '[]'),
  whole(() => 'just words'),
  whole((_, __, hostile) => hostile),
];
