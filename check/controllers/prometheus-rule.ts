import { dataOf, itemsOf, keyed, textOf, type Data, type Report } from '../core/report';
import { checkPromql, describeProblem } from '../promql/check-promql';
import { durationLength, durationProblem } from '../promql/duration';
import type { RuleOptions } from '../promql/problem';
import { templateProblem } from '../promql/template';

/** What the Prometheus operator refuses in rules, with Prometheus' own code: it leaves the object out, so that none of its alerts fires. */
export function checkPrometheusRule(report: Report, object: Data, options: RuleOptions): void {
  groupsOf(object).forEach((group, index) => {
    const path = `spec.groups[${index}]`;
    checkDuration(report, `${path}.interval`, group['interval'], true);
    checkDuration(report, `${path}.query_offset`, group['query_offset'], false);
    checkNames(report, `${path}.labels`, group['labels'], true);
    itemsOf(group['rules']).forEach((rule, at) => { checkRule(report, `${path}.rules[${at}]`, rule, options); });
  });
}

/** What is taken, and gives nothing when it is evaluated. */
export function checkRuleResults(report: Report, object: Data, { features, expressions = true }: RuleOptions): void {
  groupsOf(object).forEach(({ rules }, index) => {
    const seen = new Map<string, string>();
    itemsOf(rules).forEach((rule, at) => {
      const path = `spec.groups[${index}].rules[${at}]`;
      const { type } = expressions ? checkPromql(textOf(rule['expr']), features) : {};
      if (type === 'range' || type === 'string') {
        report.say(`${path}.expr`, `must give an instant vector or a number, and gives a ${type === 'range' ? 'range vector' : 'text'}`);
      }
      const same = identityOf(rule);
      const before = seen.get(same);
      if (before !== undefined) { report.say(path, `must differ from ${before}, which makes the same series`); }
      seen.set(same, before ?? path);
    });
  });
}

function groupsOf(object: Data): readonly Data[] { return itemsOf(dataOf(object['spec'])['groups']); }

/**
 * Two rules that are alike in all of this are one. Less is not enough: several that record one name with one set of labels look at
 * different things in some charts, and Prometheus takes them all.
 */
function identityOf({ alert, record, labels, expr, for: waits, keep_firing_for: keeps }: Data): string {
  const pairs = Object.entries(dataOf(labels)).sort(([one], [other]) => one < other ? -1 : 1);
  const lengths = [waits, keeps].map((each) => durationLength(textOf(each)) ?? 0);
  return JSON.stringify([alert, record, pairs, textOf(expr).replaceAll(/\s+/g, ' ').trim(), lengths]);
}

function checkRule(report: Report, path: string, rule: Data, options: RuleOptions): void {
  const [alert, record] = [textOf(rule['alert']), textOf(rule['record'])];
  if ((alert === '') === (record === '')) { report.say(path, 'must have either alert or record'); }
  checkExpression(report, `${path}.expr`, textOf(rule['expr']), options);
  for (const field of ['for', 'keep_firing_for'] as const) { checkDuration(report, `${path}.${field}`, rule[field], field === 'for'); }
  checkNames(report, `${path}.labels`, rule['labels'], true);
  checkNames(report, `${path}.annotations`, rule['annotations'], false);
  if (record !== '') { checkRecord(report, path, record, rule); }
  if (alert === '') { return; }
  for (const field of ['labels', 'annotations'] as const) {
    for (const [key, text] of Object.entries(dataOf(rule[field]))) {
      const problem = templateProblem(textOf(text));
      if (problem !== undefined) { report.say(keyed(`${path}.${field}`, key), `must be a template of Prometheus: ${problem}`); }
    }
  }
}

function checkExpression(report: Report, path: string, expression: string, { features, expressions = true }: RuleOptions): void {
  if (expression.trim() === '') { report.say(path, 'must not be empty'); return; }
  if (!expressions) { return; }
  for (const problem of checkPromql(expression, features).problems) {
    report.say(path, `must be PromQL: ${describeProblem(expression, problem)}`);
  }
}

/** Since Prometheus 3, metrics and labels may have any name; braces in one are an expression in the wrong place. */
function checkRecord(report: Report, path: string, record: string, rule: Data): void {
  if (/[{}]/.test(record)) { report.say(`${path}.record`, 'must be the name of a metric, without { }'); }
  for (const field of ['for', 'keep_firing_for'] as const) {
    if ((durationLength(textOf(rule[field])) ?? 0) > 0) { report.say(`${path}.${field}`, 'goes with alert'); }
  }
  if (Object.keys(dataOf(rule['annotations'])).length > 0) { report.say(`${path}.annotations`, 'goes with alert'); }
}

/** The schema knows the form. @param mayBeEmpty - true if the operator takes an empty one for none */
function checkDuration(report: Report, path: string, value: unknown, mayBeEmpty: boolean): void {
  if (typeof value !== 'string' || (value === '' && mayBeEmpty)) { return; }
  const problem = durationProblem(value);
  if (problem !== undefined) { report.say(path, `must be a duration: ${problem}`); }
}

function checkNames(report: Report, path: string, names: unknown, ofLabels: boolean): void {
  for (const key of Object.keys(dataOf(names))) {
    if (key === '') { report.say(path, 'must not have an empty name'); }
    if (ofLabels && key === '__name__') { report.say(keyed(path, key), 'is the name of the metric, which a label cannot change'); }
  }
}
