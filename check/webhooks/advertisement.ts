import { dataOf, itemsOf, listOf, type Data, type Report } from '../core/report';
import { checkSelector } from '../core/selectors';

/*
 * What MetalLB's webhook refuses in an L2Advertisement: https://github.com/metallb/metallb/blob/v0.16.1/internal/config/config.go.
 * What it refuses in pools is in charts/metallb/pools.ts, because homelab.yaml has pools too.
 */

/** An L2Advertisement. */
export function checkAdvertisement(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  listOf(spec['ipAddressPools']).forEach((pool, index, pools) => {
    if (pools.indexOf(pool) < index) { report.say(`spec.ipAddressPools[${index}]`, `is there twice (${String(pool)})`); }
  });
  for (const field of ['nodeSelectors', 'ipAddressPoolSelectors']) {
    itemsOf(spec[field]).forEach((selector, index) => { checkSelector(report, `spec.${field}[${index}]`, selector); });
  }
}
