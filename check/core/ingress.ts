import { isIP } from 'node:net';
import { dnsLabel, dnsSubdomain, pathSegment, portName, prefixedPath, wildcardDomain } from './names';
import { dataOf, itemsOf, listOf, type Data, type Report } from './report';

/** An Ingress. */
export function checkIngress(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  report.form('spec.ingressClassName', spec['ingressClassName'], dnsSubdomain);
  if (listOf(spec['rules']).length === 0 && spec['defaultBackend'] === undefined) {
    report.say('spec', 'must have rules or defaultBackend');
  }
  if (spec['defaultBackend'] !== undefined) { checkBackend(report, 'spec.defaultBackend', dataOf(spec['defaultBackend'])); }
  itemsOf(spec['tls']).forEach(({ hosts, secretName }, index) => {
    report.forms(`spec.tls[${index}].hosts`, hosts, wildcardDomain);
    if (secretName !== '') { report.form(`spec.tls[${index}].secretName`, secretName, dnsSubdomain); }
  });
  itemsOf(spec['rules']).forEach(({ host, http }, index) => {
    const path = `spec.rules[${index}]`;
    if (host !== '') { report.form(`${path}.host`, host, wildcardDomain); }
    if (isIP(String(host)) !== 0) { report.say(`${path}.host`, 'must be a name, not an address'); }
    if (http === undefined) { return; }
    const paths = itemsOf(dataOf(http)['paths']);
    if (paths.length === 0) { report.say(`${path}.http.paths`, 'must not be empty'); }
    paths.forEach((each, at) => { checkPath(report, `${path}.http.paths[${at}]`, each); });
  });
}

function checkPath(report: Report, at: string, { path = '', pathType, backend }: Data): void {
  const text = String(path);
  if (pathType !== 'ImplementationSpecific') {
    if (!text.startsWith('/')) { report.say(`${at}.path`, 'must begin with "/"'); }
    if (/\/\/|\/\.\.?(\/|$)|%2[fF]/.test(text)) { report.say(`${at}.path`, 'must not contain "//", "/./", "/../" or "%2F"'); }
  } else if (text !== '' && !text.startsWith('/')) {
    report.say(`${at}.path`, 'must begin with "/"');
  }
  checkBackend(report, `${at}.backend`, dataOf(backend));
}

function checkBackend(report: Report, path: string, { service, resource }: Data): void {
  if (service === undefined && resource === undefined) { report.say(path, 'must have a service or a resource'); }
  if (service !== undefined && resource !== undefined) { report.say(path, 'must not have both a service and a resource'); }
  if (resource !== undefined) { checkReference(report, `${path}.resource`, dataOf(resource)); }
  if (service === undefined) { return; }
  const { name, port } = dataOf(service);
  report.required(`${path}.service.name`, name);
  if (name !== '') { report.form(`${path}.service.name`, name, dnsLabel); }
  const { name: portOf = '', number = 0 } = dataOf(port);
  if ((portOf === '') === (number === 0)) { report.say(`${path}.service.port`, 'must have either a name or a number'); return; }
  if (portOf !== '') { report.form(`${path}.service.port.name`, portOf, portName); }
  if (number !== 0) { report.port(`${path}.service.port.number`, number); }
}

/** An object of somebody else's kind. */
function checkReference(report: Report, path: string, { apiGroup, kind, name }: Data): void {
  if (apiGroup === '') { report.say(`${path}.apiGroup`, 'must be absent rather than empty'); } else {
    report.form(`${path}.apiGroup`, apiGroup, dnsSubdomain);
  }
  for (const [field, value] of [['kind', kind], ['name', name]] as const) {
    report.required(`${path}.${field}`, value);
    if (value !== '') { report.form(`${path}.${field}`, value, pathSegment); }
  }
}

/** An IngressClass. */
export function checkIngressClass(report: Report, object: Data): void {
  const { controller, parameters } = dataOf(object['spec']);
  report.required('spec.controller', controller);
  if (typeof controller === 'string' && controller !== '') {
    report.form('spec.controller', controller, prefixedPath);
    if (controller.length > 250) { report.say('spec.controller', 'must have 250 characters at most'); }
  }
  if (parameters === undefined) { return; }
  const path = 'spec.parameters';
  const { scope = 'Cluster', namespace } = dataOf(parameters);
  checkReference(report, path, dataOf(parameters));
  report.among(`${path}.scope`, scope, ['Cluster', 'Namespace']);
  if (scope === 'Namespace') { report.required(`${path}.namespace`, namespace); }
  if (scope === 'Cluster' && namespace !== undefined) { report.say(`${path}.namespace`, 'goes with the scope Namespace'); }
  if (namespace !== '') { report.form(`${path}.namespace`, namespace, dnsLabel); }
}
