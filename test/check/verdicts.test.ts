import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkObject, checkPools } from '../../check/objects';
import { BASE } from './verdicts/bases';
import type { Trial } from './verdicts/mutation';
import { TRIALS } from './verdicts/table';

/*
 * What verify says of more than a thousand objects, beside what a real API server said of the same: test/fixtures/server-verdicts/ has its
 * answers for each version, recorded by `npm run server-verdicts`.
 */

const RECORDED = path.join(__dirname, '../fixtures/server-verdicts');
const VERSIONS = readdirSync(RECORDED).map((file) => path.basename(file, '.json'));

/** What depends on how the server was started, so that no object by itself is right or wrong. */
const OF_THE_CLUSTER = new Map([
  ['Service shop: spec.clusterIP = "192.168.1.1"', 'which addresses Services have is an option of the API server'],
]);

/** The verdicts of one version, by the names of trials; empty for what it takes. */
function recorded(version: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(path.join(RECORDED, `${version}.json`), 'utf8')) as Readonly<Record<string, string>>;
}

/** What verify says. */
function verify({ object }: Trial): string[] {
  return [...checkObject(object), ...checkPools([object]).flat()].map(({ path: where, message, who }) => `${who}: ${where} ${message}`);
}

test('every valid object that the table starts from passes', () => {
  const complaints = Object.values(BASE).flatMap((object) => [...checkObject(object), ...checkPools([object]).flat()]);
  expect(complaints).toEqual([]);
});

test('the table has no trial twice', () => {
  expect(new Set(TRIALS.map(({ id }) => id)).size).toBe(TRIALS.length);
});

test('at least 400 wrong objects, of every kind the table has, are tried', () => {
  const wrong = TRIALS.filter(({ valid }) => !valid);
  const kinds = new Set(wrong.map(({ object }) => object.kind));
  expect(wrong.length).toBeGreaterThan(400);
  expect([...new Set(Object.values(BASE).map(({ kind }) => kind))].filter((kind) => !kinds.has(kind))).toEqual([]);
});

describe.each(VERSIONS)('beside Kubernetes %s', (version) => {
  const verdicts = recorded(version);
  const refused = ({ id }: Trial): boolean => verdicts[id] !== '';

  test('its verdict is recorded for each trial', () => {
    // WHEN one is missing: npm run server-verdicts
    expect(Object.keys(verdicts).sort()).toEqual(TRIALS.map(({ id }) => id).sort());
  });

  test('the table says of each object what the server says', () => {
    const untrue = TRIALS.filter((trial) => refused(trial) !== (!trial.valid && trial.refusedBy === undefined));
    expect(untrue.map(({ id, why }) => `${id} (${why}): ${verdicts[id] ?? ''}`)).toEqual([]);
  });

  test('verify refuses what the server refuses', () => {
    const missed = TRIALS.filter((trial) => refused(trial) && !OF_THE_CLUSTER.has(trial.id) && verify(trial).length === 0);
    expect(missed.map(({ id, why }) => `${id} (${why}): ${verdicts[id] ?? ''}`)).toEqual([]);
  });

  test('verify passes what the server takes, unless somebody else refuses it', () => {
    const alarms = TRIALS.filter((trial) => !refused(trial) && trial.refusedBy === undefined)
      .flatMap((trial) => verify(trial).map((said) => `${trial.id} (${trial.why}): ${said}`));
    expect(alarms).toEqual([]);
  });

  test('verify refuses what a webhook or a controller refuses', () => {
    const missed = TRIALS.filter((trial) => trial.refusedBy !== undefined && verify(trial).length === 0);
    expect(missed.map(({ id, refusedBy }) => `${id}: refused by ${refusedBy ?? ''}`)).toEqual([]);
  });
});

test('README.md and docs/verify.md have the numbers of this table', () => {
  // GIVEN
  const verdicts = recorded(VERSIONS.at(-1) ?? '');
  const page = (file: string): string => readFileSync(path.join(__dirname, '../..', file), 'utf8');
  const counted = (isRefused: boolean, isFound: boolean): number =>
    TRIALS.filter((trial) => (verdicts[trial.id] !== '') === isRefused && (verify(trial).length > 0) === isFound).length;
  // WHEN
  const rows = [...page('docs/verify.md').matchAll(/^\| (both refuse|only the server|only verify|neither)[^|]* \| (\d+) \|$/gm)]
    .map(([, who, number]) => [who, Number(number)]);
  // THEN
  expect(rows).toEqual([
    ['both refuse', counted(true, true)], ['only the server', counted(true, false)], ['only verify', counted(false, true)],
    ['neither', counted(false, false)],
  ]);
  const [total, apart] = [TRIALS.length, counted(true, false)].map((number) => String(number).replace(/(\d)(\d{3})$/, '$1 $2'));
  expect(page('README.md')).toContain(`of all but ${apart} of ${total} right and wrong objects`);
});

describe('a field that the server names', () => {
  const verdicts = recorded(VERSIONS.at(-1) ?? '');
  const blamed = TRIALS.flatMap((trial) => {
    const [, fields] = /^Invalid: (?!<nil>|\[\])(.+)$/.exec(verdicts[trial.id] ?? '') ?? [];
    return fields === undefined || OF_THE_CLUSTER.has(trial.id) ? [] : [{ trial, fields: fields.split(', ').map(begin) }];
  });

  /** The first two parts of the way to a field, as far as server and verify call them alike: `data` is where `stringData` ends up. */
  function begin(field: string): string {
    const [first = '', second = ''] = field.toLowerCase().split(/[.[\]]/);
    return first === 'spec' || first === 'metadata' ? `${first}.${second}` : first.replace(/^stringdata$/, 'data');
  }

  test('is named by verify too, or the one around it', () => {
    const apart = blamed.filter(({ trial: { object }, fields }) => {
      const mine = [...checkObject(object), ...checkPools([object]).flat()].map((each) => begin(each.path));
      return !fields.some((field) => mine.some((each) => field.startsWith(each)));
    });
    expect(apart.map(({ trial: { id }, fields }) => `${id}: ${fields.join(', ')}`)).toEqual([]);
  });

  test('is there for most of what it refuses', () => {
    expect(blamed.length).toBeGreaterThan(800);
  });
});
