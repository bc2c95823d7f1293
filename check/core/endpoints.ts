import { isIP } from 'node:net';
import { dnsLabel, dnsSubdomain, ipAddress, labelValue, qualifiedName, wildcardDomain } from './names';
import { isSpecialAddress } from './persistent-volume';
import { dataOf, itemsOf, listOf, type Data, type Report } from './report';

/** Most items that one slice has: maxEndpoints, maxPorts and maxAddresses of k8s.io/kubernetes/pkg/apis/discovery/validation. */
const MOST = { endpoints: 1000, ports: 20_000, addresses: 100, zones: 8 } as const;

/** Endpoints: where the pods of a Service without a selector are. */
export function checkEndpoints(report: Report, object: Data): void {
  itemsOf(object['subsets']).forEach(({ addresses, notReadyAddresses, ports }, index) => {
    const path = `subsets[${index}]`;
    if (listOf(addresses).length + listOf(notReadyAddresses).length === 0) { report.say(path, 'must have addresses or notReadyAddresses'); }
    for (const [field, list] of [['addresses', addresses], ['notReadyAddresses', notReadyAddresses]] as const) {
      itemsOf(list).forEach(({ ip, hostname = '', nodeName }, at) => {
        const here = `${path}.${field}[${at}]`;
        checkAddress(report, `${here}.ip`, ip);
        if (hostname !== '') { report.form(`${here}.hostname`, hostname, dnsLabel); }
        report.form(`${here}.nodeName`, nodeName, dnsSubdomain);
      });
    }
    const list = itemsOf(ports);
    list.forEach(({ name = '', port, appProtocol }, at) => {
      const here = `${path}.ports[${at}]`;
      if (name === '' && list.length > 1) { report.say(`${here}.name`, 'must be there: with several ports each has a name'); }
      if (name !== '') { report.form(`${here}.name`, name, dnsLabel); }
      report.port(`${here}.port`, port ?? 0);
      report.form(`${here}.appProtocol`, appProtocol, qualifiedName);
    });
  });
}

/** An EndpointSlice. */
export function checkEndpointSlice(report: Report, object: Data): void {
  const { addressType, endpoints, ports } = object;
  if (listOf(endpoints).length > MOST.endpoints) { report.say('endpoints', `must be ${MOST.endpoints} at most`); }
  itemsOf(endpoints).forEach((each, index) => { checkEndpoint(report, `endpoints[${index}]`, String(addressType), each); });
  const names = new Set<unknown>();
  itemsOf(ports).forEach(({ name = '', appProtocol }, index) => {
    const path = `ports[${index}]`;
    if (name !== '') { report.form(`${path}.name`, name, dnsLabel); }
    if (names.has(name)) { report.say(`${path}.name`, 'is there twice'); }
    names.add(name);
    report.form(`${path}.appProtocol`, appProtocol, qualifiedName);
  });
}

function checkEndpoint(report: Report, path: string, type: string, { addresses, hostname, nodeName, hints }: Data): void {
  const list = listOf(addresses);
  if (list.length === 0) { report.say(`${path}.addresses`, 'must not be empty'); }
  if (list.length > MOST.addresses) { report.say(`${path}.addresses`, `must be ${MOST.addresses} at most`); }
  list.forEach((address, index) => {
    const here = `${path}.addresses[${index}]`;
    if (type === 'FQDN') { report.form(here, address, wildcardDomain); return; }
    checkAddress(report, here, address);
    const version = isIP(String(address));
    if (version !== 0 && `IPv${version}` !== type) { report.say(here, `must be an address of ${type}`); }
  });
  report.form(`${path}.hostname`, hostname, dnsLabel);
  report.form(`${path}.nodeName`, nodeName, dnsSubdomain);
  for (const [field, form] of [['forZones', labelValue], ['forNodes', dnsSubdomain]] as const) {
    const entries = itemsOf(dataOf(hints)[field]);
    if (entries.length > MOST.zones) { report.say(`${path}.hints.${field}`, `must be ${MOST.zones} at most`); }
    entries.forEach(({ name }, index) => { report.form(`${path}.hints.${field}[${index}].name`, name ?? '', form); });
    report.unique(`${path}.hints.${field}`, entries.map(({ name }) => name), 'name');
  }
}

function checkAddress(report: Report, path: string, value: unknown): void {
  report.form(path, value ?? '', ipAddress);
  if (isSpecialAddress(String(value))) { report.say(path, 'must not be an address of a machine itself, of its link, or of a group'); }
}
