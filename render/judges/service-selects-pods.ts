import { selects, showLabels } from '../../charts/core/label-selector';
import type { Manifest } from '../../charts/core/manifest';
import { at, list, text } from '../../charts/core/rendered-lab';
import { isOfApplications } from '../../charts/gitops/lab-applications';
import type { Judge, Objection } from '../judge';
import type { Pods } from '../known-objects';
import { ownNamespaces } from '../own-namespaces';
import { podsOf } from '../pods';
import type { RenderedCharts } from '../rendered-charts';

/** A Service without pods accepts nothing: its clients see "connection refused", and no object is red. */
export const serviceSelectsPods: Judge = {
  name: 'service-selects-pods',
  severity: 'error',
  check: (charts) => selectingServices(charts).flatMap(({ object, chosen, whose }) => {
    if (chosen.length > 0) { return wrongPorts(object, chosen); }
    return whose === 'platform' ? [lonely(object, '', 'switch off the Service, or switch on what it leads to')] : [];
  }),
};

/**
 * The same where something may bring or label pods that this lab does not know of: people by hand, or the controller in a chart of theirs.
 */
export const serviceSelectsPodsKnown: Judge = {
  name: 'service-selects-pods-known',
  severity: 'warning',
  check: (charts) => selectingServices(charts).filter(({ chosen, whose }) => chosen.length === 0 && whose !== 'platform')
    .map(({ object, whose }) => lonely(object, ' that this lab or its charts bring', whose === 'lab'
      ? 'bring a workload whose pods have these labels, or name theirs under selector'
      : 'leave it if the chart has a controller that makes or labels such pods; else switch off the Service')),
};

/** A Service that chooses pods. */
interface SelectingService {
  /** The Service. */
  readonly object: Manifest;
  /** The pods that it chooses. */
  readonly chosen: readonly Pods[];
  /** Who makes it: the platform, whose pods are all known; the lab, for pods of the user; or a chart of theirs. */
  readonly whose: 'platform' | 'lab' | 'chart';
}

/** Services that choose pods, but for those of the lab to whose namespaces something unknown writes. */
function selectingServices(charts: RenderedCharts): SelectingService[] {
  const pods = podsOf(charts);
  const own = ownNamespaces(charts);
  return charts.all.ofKind('', 'Service').filter(choosesPods).flatMap((object): SelectingService[] => {
    const { namespace = '' } = object.metadata;
    const selector = at(object, 'spec', 'selector');
    const chosen = pods.filter((each) => each.namespace === namespace && selects(selector, each.labels));
    const source = charts.source(object);
    if (source) { return [{ object, chosen, whose: isOfApplications(charts.lab, source.release.owner) ? 'chart' : 'platform' }]; }
    return charts.mayHoldMore(namespace) ? [] : [{ object, chosen, whose: own.has(namespace) ? 'lab' : 'platform' }];
  });
}

/** Without a selector somebody else writes its endpoints; an alias has none. */
function choosesPods(service: Manifest): boolean {
  return Object.keys(at(service, 'spec', 'selector') ?? {}).length > 0 && text(service, 'spec', 'type') !== 'ExternalName';
}

function lonely(object: Manifest, which: string, fix: string): Objection {
  const where = `${object.metadata.namespace ?? ''}${which}`;
  return { object, what: `chooses pods by ${showLabels(at(object, 'spec', 'selector'))}, and no workload in ${where} has such`, fix };
}

function wrongPorts(object: Manifest, chosen: readonly Pods[]): Objection[] {
  return list(object, 'spec', 'ports').map((port) => text(port, 'targetPort'))
    .filter((name) => name !== '' && !chosen.some(({ ports }) => ports.some((port) => port.name === name)))
    .map((name) => ({
      object, what: `sends to the port "${name}", which ${chosen.map(({ from }) => from).join(', ')} does not have`,
      fix: 'name a port of its containers, or give its number',
    }));
}
