import { dataOf, itemsOf, keyed, type Data, type Report } from '../core/report';

/** Names of metrics: https://prometheus.io/docs/concepts/data_model/. */
const METRIC = /^[A-Za-z_:][A-Za-z0-9_:]*$/;
/** Names of labels. */
const LABEL = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * What the Prometheus operator refuses in rules: it leaves the whole object out, so that none of its alerts fires. PromQL is not parsed
 * here.
 */
export function checkPrometheusRule(report: Report, object: Data): void {
  itemsOf(dataOf(object['spec'])['groups']).forEach(({ rules }, index) => {
    itemsOf(rules).forEach((rule, at) => { checkRule(report, `spec.groups[${index}].rules[${at}]`, rule); });
  });
}

function checkRule(report: Report, path: string, rule: Data): void {
  const { alert = '', record = '', expr, for: pending, keep_firing_for: firing, annotations, labels } = rule;
  if ((alert === '') === (record === '')) { report.say(path, 'must have either alert or record'); }
  if (String(expr).trim() === '') { report.say(`${path}.expr`, 'must not be empty'); }
  if (record !== '') {
    if (!METRIC.test(String(record))) { report.say(`${path}.record`, 'must be the name of a metric'); }
    for (const [field, value] of [['for', pending], ['keep_firing_for', firing], ['annotations', annotations]] as const) {
      if (value !== undefined) { report.say(`${path}.${field}`, 'goes with alert'); }
    }
  }
  for (const [field, names] of [['labels', labels], ['annotations', annotations]] as const) {
    for (const key of Object.keys(dataOf(names))) {
      if (!LABEL.test(key)) { report.say(keyed(`${path}.${field}`, key), 'must be letters, digits and "_"'); }
    }
  }
}
