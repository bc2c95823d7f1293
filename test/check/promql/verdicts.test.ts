import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkObject } from '../../../check/objects';
import { checkPromql, describeProblem } from '../../../check/promql/check-promql';
import { PROMETHEUS_VERSION } from '../../../check/promql/functions';
import { promtoolVersion } from '../../promtool/ask';
import { askAll, recorded, TRIALS, VERSIONS } from '../../promtool/verdicts';
import { object } from '../objects';
import { EXPRESSIONS } from './expressions';
import { RULE_GROUPS, type RuleTrial } from './rule-groups';

/*
 * What verify says of expressions and rules, beside what promtool said of the same: test/fixtures/promtool-verdicts/ has its answers,
 * recorded by `npm run promtool-verdicts`. Debian's promtool is older than the Prometheus that the chart brings, so the table says what has
 * changed since (`since`), after Prometheus' own list of changes.
 */

/** Valid, and not taken by the grammar, which is one for editors. */
const STRICTER = ['offset', '5.'];

const verify = ({ groups }: RuleTrial): ReturnType<typeof checkObject> =>
  checkObject(object('monitoring.coreos.com/v1', 'PrometheusRule', 'a', 'b', { spec: { groups } }));
/** A text or a range is taken, and gives nothing: promtool does not look at that. */
const byOperator = (trial: RuleTrial): string[] => verify(trial)
  .filter(({ who }) => !who.startsWith('Prometheus cannot use it')).map(({ who, path, message }) => `${who}: ${path} ${message}`);

test('the table has at least 120 right and 120 wrong expressions, and nothing twice', () => {
  expect(new Set(TRIALS.map(({ id }) => id)).size).toBe(TRIALS.length);
  expect(EXPRESSIONS.filter(({ valid }) => valid).length).toBeGreaterThan(120);
  expect(EXPRESSIONS.filter(({ valid }) => !valid).length).toBeGreaterThan(120);
  expect(RULE_GROUPS.length).toBeGreaterThan(120);
});

test('verify refuses what is wrong, and passes what is right', () => {
  const apart = TRIALS.filter((trial) => !STRICTER.includes(trial.id) && (byOperator(trial).length === 0) !== trial.valid);
  expect(apart.map((trial) => `${trial.id}: ${byOperator(trial).join('; ')}`)).toEqual([]);
});

test('verify says who refuses it: the API server what its schema does not allow, the operator the rest', () => {
  const wrong = TRIALS.filter(({ valid }) => !valid);
  const apart = wrong.filter((trial) => verify(trial)[0]?.who.includes('API server') !== (trial.refusedByServer ?? false));
  expect(apart.map(({ id }) => id)).toEqual([]);
});

describe.each(VERSIONS)('beside promtool %s', (version) => {
  const verdicts = recorded(version);

  test('its verdict is recorded for each trial', () => {
    // WHEN one is missing: npm run promtool-verdicts
    expect(Object.keys(verdicts).sort()).toEqual(TRIALS.map(({ id }) => id).sort());
  });

  test('the table says of each what promtool says, but for what has changed since', () => {
    const untrue = TRIALS.filter(({ id, valid, since }) => (verdicts[id] === '') !== (since === undefined ? valid : !valid));
    expect(untrue.map(({ id }) => `${id}: ${verdicts[id] ?? ''}`)).toEqual([]);
  });

  test('verify names the line that promtool names, and most often the column', () => {
    const places = EXPRESSIONS.filter(({ valid }) => !valid).flatMap(({ expr }) => {
      const [, line, column] = /: (\d+):(\d+): parse error/.exec(verdicts[expr] ?? '') ?? [];
      const [problem] = checkPromql(expr).problems;
      return line === undefined || column === undefined || !problem ? [] : [{ said: describeProblem(expr, problem), line, column }];
    });
    const same = places.filter(({ said, line, column }) => said.startsWith(`line ${line}, column ${column}:`));
    expect(places.filter(({ said, line }) => !said.startsWith(`line ${line},`))).toEqual([]);
    expect(places.length).toBeGreaterThan(200);
    expect(same.length / places.length).toBeGreaterThan(0.7);
  });
});

test('the pages have the numbers of the table, and the version whose functions are known', () => {
  const page = (file: string): string => readFileSync(path.join(__dirname, '../../../docs', file), 'utf8');
  expect(page('verify.md')).toContain(`A table of ${EXPRESSIONS.length} expressions and ${RULE_GROUPS.length} groups of rules`);
  const versions = [...page('verify.md').matchAll(/Prometheus (\d+\.\d+)\b/g)].map(([, version]) => version);
  expect(versions.length).toBeGreaterThan(1);
  expect(new Set(versions)).toEqual(new Set([PROMETHEUS_VERSION]));
  expect(page('dependencies.md')).toContain(`the functions known here are those of ${PROMETHEUS_VERSION} |`);
});

const here = promtoolVersion();
const describeWithVerdicts = VERSIONS.includes(here) ? describe : describe.skip;
const reason = here === '' ? 'promtool is not installed; on Debian: apt-get install prometheus' : `nothing is recorded of promtool ${here}`;

describeWithVerdicts(`the recorded verdicts${VERSIONS.includes(here) ? '' : ` (SKIPPED: ${reason})`}`, () => {
  test('are those of the promtool that is asked now', () => {
    expect(askAll()).toEqual(recorded(here));
  });
});
