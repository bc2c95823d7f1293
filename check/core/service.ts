import { addressBlock, dnsLabel, dnsSubdomain, ipAddress, labelValue, qualifiedName } from './names';
import { dataOf, itemsOf, keyed, listOf, textOf, type Data, type Report } from './report';

/** Ports that a node opens for Services, unless the API server is told another range; K3s does not. */
const NODE_PORTS = { first: 30_000, last: 32_767 } as const;
/** Seconds of a day. */
const DAY = 86_400;

/** A Service. */
export function checkService(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  const type = textOf(spec['type'] ?? 'ClusterIP');
  const headless = spec['clusterIP'] === 'None';
  const outside = type === 'NodePort' || type === 'LoadBalancer';
  checkPorts(report, spec, outside, type === 'ExternalName');
  if (listOf(spec['ports']).length === 0 && !headless && type !== 'ExternalName') {
    report.say('spec.ports', 'must not be empty: a Service with an address has a port');
  }
  for (const [key, value] of Object.entries(dataOf(spec['selector']))) {
    report.form(keyed('spec.selector', key), key, qualifiedName);
    report.form(keyed('spec.selector', key), value, labelValue);
  }
  checkAddresses(report, spec, type, headless);
  const { timeoutSeconds } = dataOf(dataOf(spec['sessionAffinityConfig'])['clientIP']);
  report.range('spec.sessionAffinityConfig.clientIP.timeoutSeconds', timeoutSeconds, 1, DAY);
  report.form('spec.loadBalancerClass', spec['loadBalancerClass'], qualifiedName);
  if (spec['loadBalancerClass'] !== undefined && type !== 'LoadBalancer') {
    report.say('spec.loadBalancerClass', 'goes with LoadBalancer');
  }
  if (spec['externalTrafficPolicy'] !== undefined && !outside && listOf(spec['externalIPs']).length === 0) {
    report.say('spec.externalTrafficPolicy', 'goes with NodePort and LoadBalancer');
  }
  if (spec['healthCheckNodePort'] !== 0) {
    report.port('spec.healthCheckNodePort', spec['healthCheckNodePort']);
    const goes = type === 'LoadBalancer' && spec['externalTrafficPolicy'] === 'Local';
    if (spec['healthCheckNodePort'] !== undefined && !goes) {
      report.say('spec.healthCheckNodePort', 'goes with LoadBalancer and externalTrafficPolicy Local');
    }
  }
  if (spec['allocateLoadBalancerNodePorts'] !== undefined && type !== 'LoadBalancer') {
    report.say('spec.allocateLoadBalancerNodePorts', 'goes with LoadBalancer');
  }
  checkFamilies(report, spec, type);
  report.among('spec.trafficDistribution', spec['trafficDistribution'], ['PreferClose', 'PreferSameZone', 'PreferSameNode']);
}

function checkPorts(report: Report, spec: Data, outside: boolean, elsewhere: boolean): void {
  const ports = itemsOf(spec['ports']);
  ports.forEach((port, index) => {
    const path = `spec.ports[${index}]`;
    report.port(`${path}.port`, port['port']);
    // No number, and 0, is that of the port itself.
    if (port['targetPort'] !== 0 && port['targetPort'] !== '') { report.namedPort(`${path}.targetPort`, port['targetPort']); }
    if (port['name'] !== '') { report.form(`${path}.name`, port['name'], dnsLabel); }
    if (ports.length > 1 && (port['name'] === undefined || port['name'] === '')) {
      report.say(`${path}.name`, 'must be there: with several ports each has a name');
    }
    report.form(`${path}.appProtocol`, port['appProtocol'], qualifiedName);
    if (port['nodePort'] === undefined || port['nodePort'] === 0) { return; }
    if (elsewhere) { return; }
    if (outside) {
      report.range(`${path}.nodePort`, port['nodePort'], NODE_PORTS.first, NODE_PORTS.last);
    } else {
      report.say(`${path}.nodePort`, 'goes with NodePort and LoadBalancer');
    }
  });
  report.unique('spec.ports', ports.map(({ name }) => name), 'name');
}

function checkAddresses(report: Report, spec: Data, type: string, headless: boolean): void {
  if (headless && (type === 'NodePort' || type === 'LoadBalancer')) { report.say('spec.clusterIP', `must be an address with ${type}`); }
  if (!headless && spec['clusterIP'] !== '') { report.form('spec.clusterIP', spec['clusterIP'], ipAddress); }
  listOf(spec['externalIPs']).forEach((address, index) => {
    const path = `spec.externalIPs[${index}]`;
    report.form(path, address, ipAddress);
    if (/^(127\.|0\.0\.0\.0$|169\.254\.|::1?$)/.test(String(address))) { report.say(path, 'must not be an address of the machine itself'); }
  });
  listOf(spec['loadBalancerSourceRanges']).forEach((block, index) => {
    report.form(`spec.loadBalancerSourceRanges[${index}]`, String(block).trim(), addressBlock);
  });
  if (type !== 'LoadBalancer' && listOf(spec['loadBalancerSourceRanges']).length > 0) {
    report.say('spec.loadBalancerSourceRanges', 'goes with LoadBalancer');
  }
  if (type !== 'ExternalName') { return; }
  report.required('spec.externalName', spec['externalName']);
  if (textOf(spec['externalName']) !== '') {
    report.form('spec.externalName', textOf(spec['externalName']).replace(/\.$/, ''), dnsSubdomain);
  }
}

/** Which versions of IP a Service has. */
function checkFamilies(report: Report, spec: Data, type: string): void {
  const [families, addresses] = [listOf(spec['ipFamilies']), listOf(spec['clusterIPs'])];
  if (type === 'ExternalName') {
    if (textOf(spec['clusterIP']) !== '') { report.say('spec.clusterIP', 'must not be there with ExternalName'); }
    for (const field of ['ipFamilyPolicy', 'ipFamilies', 'clusterIPs']) {
      if (spec[field] !== undefined && !(Array.isArray(spec[field]) && listOf(spec[field]).length === 0)) {
        report.say(`spec.${field}`, 'must not be there with ExternalName');
      }
    }
    return;
  }
  families.forEach((family, index) => { report.among(`spec.ipFamilies[${index}]`, family, ['IPv4', 'IPv6']); });
  if (new Set(families).size < families.length) { report.say('spec.ipFamilies', 'must have no version twice'); }
  const single = spec['ipFamilyPolicy'] === undefined || spec['ipFamilyPolicy'] === 'SingleStack';
  if (single && families.length > 1) {
    report.say('spec.ipFamilyPolicy', 'must be RequireDualStack or PreferDualStack for two versions of IP');
  }
  if (single && addresses.length > 1) {
    report.say('spec.ipFamilyPolicy', 'must be RequireDualStack or PreferDualStack for two addresses');
  }
  if (addresses.length > 2) { report.say('spec.clusterIPs', 'must be two at most'); }
  if (addresses.length > 0 && textOf(spec['clusterIP']) === '') { report.say('spec.clusterIPs', 'goes with clusterIP'); }
  if (addresses.length > 0 && textOf(spec['clusterIP']) !== '' && addresses[0] !== spec['clusterIP']) {
    report.say('spec.clusterIPs', 'must have clusterIP first');
  }
  addresses.forEach((address, index) => {
    if (address !== 'None') { report.form(`spec.clusterIPs[${index}]`, address, ipAddress); }
    if (address === 'None' && addresses.length > 1) { report.say(`spec.clusterIPs[${index}]`, 'must stand alone'); }
  });
}
