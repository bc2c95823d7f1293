import { dnsSubdomain, letterFirstLabel } from './names';
import { dataOf, textOf, type Data, type Report } from './report';

/** An APIService: k8s.io/kube-aggregator/pkg/apis/apiregistration/validation. */
export function checkApiService(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  const { group, version, service, caBundle, insecureSkipTLSVerify } = spec;
  const name = `${textOf(version)}.${textOf(group)}`;
  if (dataOf(object['metadata'])['name'] !== name) { report.say('metadata.name', `must be version and group, ${name}`); }
  if (textOf(group) !== '') { report.form('spec.group', group, dnsSubdomain); }
  report.required('spec.version', version);
  if (textOf(version) !== '') { report.form('spec.version', version, letterFirstLabel); }
  report.range('spec.groupPriorityMinimum', spec['groupPriorityMinimum'] ?? 0, 1, 20_000);
  report.range('spec.versionPriority', spec['versionPriority'] ?? 0, 1, 1000);
  if (service === undefined) {
    if (textOf(caBundle) !== '') { report.say('spec.caBundle', 'goes with service'); }
    if (insecureSkipTLSVerify === true) { report.say('spec.insecureSkipTLSVerify', 'goes with service'); }
    return;
  }
  const { name: of, namespace, port } = dataOf(service);
  report.required('spec.service.name', of);
  report.required('spec.service.namespace', namespace);
  report.port('spec.service.port', port);
  if (insecureSkipTLSVerify === true && textOf(caBundle) !== '') {
    report.say('spec.insecureSkipTLSVerify', 'must not be true beside caBundle');
  }
}
