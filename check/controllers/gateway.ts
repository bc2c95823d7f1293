import { dataOf, itemsOf, type Data, type Report } from '../core/report';

/** What istiod does not program of a Gateway: the listener is there, and answers nobody. */
export function checkGateway(report: Report, object: Data): void {
  itemsOf(dataOf(object['spec'])['listeners']).forEach(({ protocol, tls }, index) => {
    if ((protocol === 'HTTPS' || protocol === 'TLS') && tls === undefined) {
      report.say(`spec.listeners[${index}]`, `must have tls with ${protocol}`);
    }
  });
}
