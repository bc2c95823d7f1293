import { checkLabelsAndAnnotations } from '../core/metadata';
import { dataOf, itemsOf, textOf, type Data, type Report } from '../core/report';

/** What the API server lets stand in a template, and refuses in what is made of it. */
export function checkTemplates(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  const job = spec['jobTemplate'] === undefined ? undefined : dataOf(spec['jobTemplate']);
  if (job) { checkLabelsAndAnnotations(report, 'spec.jobTemplate.metadata', dataOf(job['metadata'])); }
  const path = job ? 'spec.jobTemplate.spec.template' : 'spec.template';
  const { template } = job ? dataOf(job['spec']) : spec;
  checkPod(report, `${path}.spec`, dataOf(dataOf(template)['spec']));
  itemsOf(spec['volumeClaimTemplates']).forEach(({ metadata }, index) => {
    checkLabelsAndAnnotations(report, `spec.volumeClaimTemplates[${index}].metadata`, dataOf(metadata));
  });
}

function checkPod(report: Report, path: string, pod: Data): void {
  for (const field of ['initContainers', 'containers']) {
    itemsOf(pod[field]).forEach(({ image }, index) => {
      const text = textOf(image);
      if (text !== text.trim()) { report.say(`${path}.${field}[${index}].image`, 'must have no space around it'); }
    });
  }
  if (itemsOf(pod['ephemeralContainers']).length > 0) {
    report.say(`${path}.ephemeralContainers`, 'must not be there: they are added to a pod that runs');
  }
}
