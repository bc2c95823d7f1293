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
  checkPorts(report, spec, outside);
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
  if (spec['healthCheckNodePort'] !== 0) { report.port('spec.healthCheckNodePort', spec['healthCheckNodePort']); }
  report.among('spec.trafficDistribution', spec['trafficDistribution'], ['PreferClose', 'PreferSameZone', 'PreferSameNode']);
}

function checkPorts(report: Report, spec: Data, outside: boolean): void {
  const ports = itemsOf(spec['ports']);
  ports.forEach((port, index) => {
    const path = `spec.ports[${index}]`;
    report.port(`${path}.port`, port['port']);
    // No number, and 0, is that of the port itself.
    if (port['targetPort'] !== 0) { report.namedPort(`${path}.targetPort`, port['targetPort']); }
    if (port['name'] !== '') { report.form(`${path}.name`, port['name'], dnsLabel); }
    if (ports.length > 1 && (port['name'] === undefined || port['name'] === '')) {
      report.say(`${path}.name`, 'must be there: with several ports each has a name');
    }
    report.form(`${path}.appProtocol`, port['appProtocol'], qualifiedName);
    if (port['nodePort'] === undefined || port['nodePort'] === 0) { return; }
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
