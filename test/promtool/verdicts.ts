import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { EXPRESSIONS } from '../check/promql/expressions';
import { RULE_GROUPS, type RuleTrial } from '../check/promql/rule-groups';
import { askPromtool } from './ask';

/** What promtool said, by the names of trials: empty for what it takes, else its first words. */
export type Verdicts = Readonly<Record<string, string>>;

const RECORDED = path.join(__dirname, '../fixtures/promtool-verdicts');

/** Versions of promtool whose verdicts are recorded. */
export const VERSIONS: readonly string[] = readdirSync(RECORDED).map((file) => path.basename(file, '.json'));

/** Every expression as a rule of its own, and every group of rules. */
export const TRIALS: readonly RuleTrial[] = [
  ...EXPRESSIONS.map(({ expr, ...more }): RuleTrial => ({ id: expr, groups: [{ name: 'a', rules: [{ record: 'a', expr }] }], ...more })),
  ...RULE_GROUPS,
];

/** The file of a version. */
export function fixtureOf(version: string): string { return path.join(RECORDED, `${version}.json`); }

/** What is recorded of a version. */
export function recorded(version: string): Verdicts {
  return JSON.parse(readFileSync(fixtureOf(version), 'utf8')) as Verdicts;
}

/** What the promtool on the PATH says now. */
export function askAll(): Verdicts {
  const said = askPromtool(TRIALS.map(({ groups }) => ({ groups })));
  return Object.fromEntries(TRIALS.map(({ id }, index) => [id, said[index] ?? '']));
}
