import { selectorTakes, showLabels } from '../../charts/core/label-selector';
import type { Manifest } from '../../charts/core/manifest';
import { monitoredNamespaces, MONITORING } from '../../charts/core/monitor';
import { at, list, text } from '../../charts/core/rendered-lab';
import type { Judge, Objection } from '../judge';
import { podsOf } from '../pods';
import type { RenderedCharts } from '../rendered-charts';
import { servicesOf } from '../services';

/** A monitor without targets scrapes nothing, and the alerts about what it should scrape never fire. */
export const monitorTargets: Judge = {
  name: 'monitor-targets',
  severity: 'error',
  check: (charts) => {
    const services = servicesOf(charts);
    const pods = podsOf(charts);
    return [
      ...charts.all.ofKind(MONITORING, 'ServiceMonitor').flatMap((object) => objections(charts, object, 'Service', services, 'endpoints')),
      ...charts.all.ofKind(MONITORING, 'PodMonitor').flatMap((object) => objections(charts, object, 'pod', pods, 'podMetricsEndpoints')),
    ];
  },
};

/** What a monitor can choose: Services, or pods. */
interface Target {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly name: string }[];
}

function objections(charts: RenderedCharts, object: Manifest, what: string, targets: readonly Target[], endpoints: string): Objection[] {
  const selector = at(object, 'spec', 'selector');
  const where = monitoredNamespaces(object);
  const chosen = targets.filter(({ namespace, labels }) => where(namespace) && selectorTakes(selector, labels));
  if (chosen.length === 0) {
    return [...charts.unknownNamespaces].some(where) ? [] : [{
      object, what: `chooses no ${what} by ${showLabels(at(selector, 'matchLabels'))}`,
      fix: 'switch off the monitor, or switch on what it is for',
    }];
  }
  const names = [...new Set(chosen.flatMap(({ ports }) => ports.map(({ name }) => name)))].filter((name) => name !== '');
  return list(object, 'spec', endpoints).map((endpoint) => text(endpoint, 'port'))
    .filter((port) => port !== '' && !chosen.some(({ ports }) => ports.some(({ name }) => name === port)))
    .map((port) => ({
      object, what: `reads the port "${port}", which no ${what} that it chooses has`,
      fix: `use ${names.length > 0 ? names.join(' or ') : 'its number'}`,
    }));
}
