import type { Manifest } from '../charts/core/manifest';
import { at, list, text } from '../charts/core/rendered-lab';
import { madeByOthers, type KnownService } from './made-by-others';
import type { RenderedCharts } from './rendered-charts';

/** Every Service that a lab will have, as far as it is known. */
export function servicesOf(charts: RenderedCharts): KnownService[] {
  return [...charts.all.ofKind('', 'Service').map(asKnown), ...madeByOthers(charts).services];
}

function asKnown(service: Manifest): KnownService {
  const { name, namespace = 'default', labels = {} } = service.metadata;
  const ports = list(service, 'spec', 'ports').map((port) => ({ name: text(port, 'name'), port: Number(at(port, 'port')) }));
  return { namespace, name, labels, ports };
}
