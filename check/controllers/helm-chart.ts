import { readValuesText } from '../../charts/core/values-text';
import { goDuration } from '../../config/go-duration';
import { dataOf, textOf, type Data, type Report } from '../core/report';

/** What K3s' helm-controller cannot install: its job fails again and again, or is never made. */
export function checkHelmChart(report: Report, object: Data): void {
  const { timeout = '', chart = '', chartContent = '', valuesContent } = dataOf(object['spec']);
  if (timeout !== '' && goDuration(String(timeout)) === undefined) {
    report.say('spec.timeout', 'must be a duration, such as 5m or 1h30m');
  }
  if (chart === '' && chartContent === '') { report.say('spec', 'must have chart or chartContent'); }
  const { problem } = readValuesText(textOf(valuesContent));
  if (problem !== undefined) { report.say('spec.valuesContent', `must be YAML: ${problem}`); }
}
