import { readFileSync } from 'node:fs';
import path from 'node:path';
import { judgeCase } from '../../../tools/fuzz/judge-case';
import { schemaKeys } from '../../../tools/fuzz/keys';
import { caseText, fuzz } from '../../../tools/fuzz/run';
import { FIXTURES, VALID } from '../../whole-lab/labs';

const texts = FIXTURES.map((name) => readFileSync(path.join(VALID, `${name}.yaml`), 'utf8'));
const keys = schemaKeys();
/** CPU time in milliseconds that a case may take; the first ones run in code that is not compiled yet. */
const LIMIT = 8000;

test('100 labs changed at random end in a message with its place, or in a lab', () => {
  // WHEN
  const { failures, taken, refused } = fuzz({ texts, keys, count: 100, seed: 14, limit: LIMIT });
  // THEN
  expect(failures).toEqual([]);
  expect(refused).toBeGreaterThan(30);
  expect(taken).toBeGreaterThan(5);
}, 120_000);

test('a case depends on the seed and its number alone', () => {
  const of = (seed: number, index: number): string => caseText({ texts, keys, seed }, index);
  expect(of(1, 7)).toBe(of(1, 7));
  expect(new Set([of(1, 7), of(1, 8), of(2, 7)]).size).toBe(3);
});

test('a lab is taken, and what is none is refused with what was said', () => {
  expect(judgeCase(texts[0] ?? '', LIMIT).state).toBe('taken');
  const refused = judgeCase('domain: [', LIMIT);
  expect(refused.state).toBe('refused');
  expect(refused.output).toMatch(/^homelab\.yaml:1:\d+ /);
});

test('a case that takes too long has failed', () => {
  expect(judgeCase('', 0)).toMatchObject({ state: 'failed', failure: 'takes more than 0 ms of CPU' });
});
