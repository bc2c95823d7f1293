import { selectorTakes, showLabels } from '../../charts/core/label-selector';
import type { Manifest } from '../../charts/core/manifest';
import { monitoredNamespaces, MONITORING } from '../../charts/core/monitor';
import { at, list, text } from '../../charts/core/rendered-lab';
import { isOfApplications } from '../../charts/gitops/lab-applications';
import type { Judge, Objection } from '../judge';
import { ownNamespaces } from '../own-namespaces';
import { podsOf } from '../pods';
import type { RenderedCharts } from '../rendered-charts';
import { servicesOf } from '../services';

/** A monitor without targets scrapes nothing, and the alerts about what it should scrape never fire. */
export const monitorTargets: Judge = {
  name: 'monitor-targets',
  severity: 'error',
  check: (charts) => without(charts, (monitor) => !isForUser(charts, monitor), 'switch off the monitor, or switch on what it is for'),
};

/** The same of monitors that the lab makes for what the user brings, maybe in a way that this lab does not know of. */
export const monitorTargetsKnown: Judge = {
  name: 'monitor-targets-known',
  severity: 'warning',
  check: (charts) => [
    ...without(charts, (monitor) => isForUser(charts, monitor) && charts.source(monitor) === undefined,
      'bring a workload whose pods have these labels, or name theirs under selector'),
    ...without(charts, (monitor) => isForUser(charts, monitor) && charts.source(monitor) !== undefined,
      'leave it if the chart has a controller that makes it; else switch off the monitor'),
  ],
};

function without(charts: RenderedCharts, isMeant: (monitor: Manifest) => boolean, fix: string): Objection[] {
  const services = servicesOf(charts);
  const pods = podsOf(charts);
  const found = (kind: string, choice: Omit<Choice, 'fix'>): Objection[] => charts.all.ofKind(MONITORING, kind).filter(isMeant)
    .flatMap((object) => objections(charts, object, { ...choice, fix }));
  return [
    ...found('ServiceMonitor', { what: 'Service', targets: services, endpoints: 'endpoints' }),
    ...found('PodMonitor', { what: 'pod', targets: pods, endpoints: 'podMetricsEndpoints' }),
  ];
}

/**
 * True for a monitor of the lab that looks into namespaces of the user, and into none where all that there is comes from this lab; and for
 * one of a chart of the user, whose controller may make what it reads.
 */
function isForUser(charts: RenderedCharts, monitor: Manifest): boolean {
  const source = charts.source(monitor);
  if (source) { return isOfApplications(charts.lab, source.release.owner); }
  const own = ownNamespaces(charts);
  const where = monitoredNamespaces(monitor);
  return [...own].some(where)
    && !charts.charts.some(({ release: { namespace } }) => !own.has(namespace) && where(namespace));
}

/** What a monitor can choose: Services, or pods. */
interface Target {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly name: string }[];
}

/** What a kind of monitor chooses from, and how it is spoken of. */
interface Choice {
  /** What it chooses, as messages call it. */
  readonly what: string;
  /** All there are. */
  readonly targets: readonly Target[];
  /** The field of its spec that names ports. */
  readonly endpoints: string;
  /** What to do where it chooses none. */
  readonly fix: string;
}

function objections(charts: RenderedCharts, object: Manifest, { what, targets, endpoints, fix }: Choice): Objection[] {
  const selector = at(object, 'spec', 'selector');
  const where = monitoredNamespaces(object);
  const chosen = targets.filter(({ namespace, labels }) => where(namespace) && selectorTakes(selector, labels));
  if (chosen.length === 0) {
    return [...charts.unknownNamespaces].some(where) ? [] : [{
      object, what: `chooses no ${what} by ${showLabels(at(selector, 'matchLabels'))}`, fix,
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
