import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadAll } from 'js-yaml';
import type { Manifest } from '../../charts/core/manifest';
import { checkObject, checkPools } from '../../check/objects';
import { change, type MutantChange } from '../server/mutants';

/*
 * Objects about which verify and a real API server did not agree once: one of each kind of disagreement that random changes found
 * (test/server/mutants.server.ts), with what the server says.
 */

/** One of them: a valid object, what was changed, and whether the server refuses it then. */
interface Found {
  readonly base: string;
  readonly changes: readonly MutantChange[];
  readonly refused: boolean;
}

const RECORDED = path.join(__dirname, '../fixtures/found-verdicts');
const BASES = new Map([path.join(__dirname, '../server/bases.yaml'), path.join(__dirname, 'verdicts/bases.yaml')]
  .flatMap((file) => loadAll(readFileSync(file, 'utf8')) as Manifest[]).map((base) => [`${base.kind} ${base.metadata.name}`, base]));

function objectOf({ base, changes }: Found): Manifest {
  const object = JSON.parse(JSON.stringify(BASES.get(base))) as Manifest;
  for (const { path: way, value } of changes) { change(object, way, value); }
  return object;
}

/** What verify says, as far as the server would say it too. */
function verify(object: Manifest): string[] {
  return [...checkObject(object), ...checkPools([object]).flat()].filter(({ who }) => who.startsWith('the API server'))
    .map(({ path: where, message }) => `${where} ${message}`);
}

describe.each(readdirSync(RECORDED))('the disagreements in %s', (file) => {
  const found = JSON.parse(readFileSync(path.join(RECORDED, file), 'utf8')) as readonly Found[];
  const named = ({ base, changes }: Found): string => `${base}: ${JSON.stringify(changes).slice(0, 300)}`;

  test('are more than 400, of 25 kinds', () => {
    expect(found.length).toBeGreaterThan(400);
    expect(new Set(found.map(({ base }) => base.split(' ')[0])).size).toBeGreaterThanOrEqual(25);
  });

  test('are refused by verify where the server refuses them', () => {
    const missed = found.filter((each) => each.refused && verify(objectOf(each)).length === 0);
    expect(missed.map(named)).toEqual([]);
  });

  test('pass where the server takes them', () => {
    const alarms = found.filter(({ refused }) => !refused)
      .flatMap((each) => verify(objectOf(each)).map((said) => `${named(each)}: ${said}`));
    expect(alarms).toEqual([]);
  });
});

test('every object that random changes begin with passes', () => {
  expect([...BASES.values()].flatMap((base) => verify(base).map((said) => `${base.kind} ${base.metadata.name}: ${said}`))).toEqual([]);
});
