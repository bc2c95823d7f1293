import { goDuration } from '../../config/go-duration';
import { dataOf, itemsOf, type Data, type Report } from '../core/report';

/** What Argo CD finds wrong with an Application after the API server has taken it: InvalidSpecError, or a sync that fails at once. */
export function checkApplication(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  const sources = itemsOf(spec['sources']);
  if (spec['source'] === undefined && sources.length === 0) { report.say('spec', 'must have source or sources'); }
  if (spec['source'] !== undefined) { checkSource(report, 'spec.source', dataOf(spec['source'])); }
  // A source that only holds values has neither path nor chart.
  sources.forEach(({ repoURL }, index) => { report.required(`spec.sources[${index}].repoURL`, repoURL); });
  const { server = '', name = '' } = dataOf(spec['destination']);
  if ((server === '') === (name === '')) { report.say('spec.destination', 'must have either server or name'); }
  const { duration, maxDuration } = dataOf(dataOf(dataOf(spec['syncPolicy'])['retry'])['backoff']);
  for (const [field, value] of [['duration', duration], ['maxDuration', maxDuration]] as const) {
    if (typeof value !== 'string' || /^\d+$/.test(value) || goDuration(value) !== undefined) { continue; }
    report.say(`spec.syncPolicy.retry.backoff.${field}`, 'must be a duration, such as 10s or 3m');
  }
}

function checkSource(report: Report, path: string, { repoURL, path: folder, chart }: Data): void {
  report.required(`${path}.repoURL`, repoURL);
  if (folder === undefined && chart === undefined) { report.say(path, 'must have a path or a chart'); }
}
