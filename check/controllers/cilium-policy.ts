import { portName } from '../core/names';
import { dataOf, itemsOf, type Data, type Report } from '../core/report';

/** What Cilium's agent cannot read of a policy: it leaves the whole policy out, and says so in its log and in the policy's status. */
export function checkCiliumPolicy(report: Report, object: Data): void {
  const more = itemsOf(object['specs']).map((rule, index) => [`specs[${index}]`, rule] as const);
  const rules = [['spec', dataOf(object['spec'])] as const, ...more];
  for (const [path, rule] of rules) {
    for (const field of ['ingress', 'egress', 'ingressDeny', 'egressDeny']) {
      itemsOf(rule[field]).forEach(({ toPorts }, index) => {
        itemsOf(toPorts).forEach(({ ports }, at) => {
          itemsOf(ports).forEach((port, last) => { checkPort(report, `${path}.${field}[${index}].toPorts[${at}].ports[${last}]`, port); });
        });
      });
    }
  }
}

function checkPort(report: Report, path: string, { port, endPort }: Data): void {
  const text = String(port);
  if (!/^\d+$/.test(text)) { report.form(`${path}.port`, text.toLowerCase(), portName); return; }
  if (Number(text) > 65_535) { report.say(`${path}.port`, 'must be 65535 at most'); }
  if (typeof endPort === 'number' && endPort !== 0 && endPort < Number(text)) { report.say(`${path}.endPort`, 'must not be below port'); }
}
