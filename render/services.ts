import { serviceOf } from '../check/services/known';
import type { KnownService } from './known-objects';
import { madeByOthers } from './made-by-others';
import type { RenderedCharts } from './rendered-charts';

/** Every Service that a lab will have, as far as it is known. */
export function servicesOf(charts: RenderedCharts): KnownService[] {
  return [...charts.all.ofKind('', 'Service').map(serviceOf), ...madeByOthers(charts).services];
}
