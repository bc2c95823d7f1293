import { BlockList, isIP } from 'node:net';
import { addressBlock } from './names';
import { dataOf, itemsOf, listOf, type Data, type Report } from './report';
import { checkSelector } from './selectors';

/** A NetworkPolicy. */
export function checkNetworkPolicy(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  checkSelector(report, 'spec.podSelector', spec['podSelector']);
  if (listOf(spec['policyTypes']).length > 2) { report.say('spec.policyTypes', 'must be Ingress, Egress or both'); }
  for (const [field, side] of [['ingress', 'from'], ['egress', 'to']] as const) {
    itemsOf(spec[field]).forEach((rule, index) => {
      const path = `spec.${field}[${index}]`;
      itemsOf(rule['ports']).forEach((port, at) => { checkPort(report, `${path}.ports[${at}]`, port); });
      itemsOf(rule[side]).forEach((peer, at) => { checkPeer(report, `${path}.${side}[${at}]`, peer); });
    });
  }
}

function checkPort(report: Report, path: string, { port, endPort }: Data): void {
  report.namedPort(`${path}.port`, port);
  if (endPort === undefined) { return; }
  report.port(`${path}.endPort`, endPort);
  if (typeof port !== 'number') {
    report.say(`${path}.endPort`, 'goes with a number as port');
  } else if (Number(endPort) < port) {
    report.say(`${path}.endPort`, 'must not be below port');
  }
}

function checkPeer(report: Report, path: string, { podSelector, namespaceSelector, ipBlock }: Data): void {
  checkSelector(report, `${path}.podSelector`, podSelector);
  checkSelector(report, `${path}.namespaceSelector`, namespaceSelector);
  const selects = podSelector !== undefined || namespaceSelector !== undefined;
  if (ipBlock === undefined) {
    if (!selects) { report.say(path, 'must name a peer: podSelector, namespaceSelector or ipBlock'); }
    return;
  }
  if (selects) { report.say(path, 'must not have ipBlock beside a selector'); }
  const { cidr, except } = dataOf(ipBlock);
  report.form(`${path}.ipBlock.cidr`, cidr, addressBlock);
  listOf(except).forEach((block, index) => {
    const here = `${path}.ipBlock.except[${index}]`;
    report.form(here, block, addressBlock);
    if (addressBlock(String(cidr)) === undefined && addressBlock(String(block)) === undefined && !isInside(String(block), String(cidr))) {
      report.say(here, `must be a smaller block inside ${String(cidr)}`);
    }
  });
}

function isInside(inner: string, outer: string): boolean {
  const [address = '', bits] = inner.split('/');
  const [network = '', outerBits] = outer.split('/');
  const list = new BlockList();
  const family = (text: string): 'ipv4' | 'ipv6' => isIP(text) === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(network, Number(outerBits), family(network));
  return family(address) === family(network) && Number(bits) > Number(outerBits) && list.check(address, family(address));
}
