import { selects, showLabels } from '../../charts/core/label-selector';
import type { Manifest } from '../../charts/core/manifest';
import { at, list, text } from '../../charts/core/rendered-lab';
import type { Judge, Objection } from '../judge';
import type { Pods } from '../known-objects';
import { ownNamespaces } from '../own-namespaces';
import { podsOf } from '../pods';
import type { RenderedCharts } from '../rendered-charts';

/** A Service without pods accepts nothing: its clients see "connection refused", and no object is red. */
export const serviceSelectsPods: Judge = {
  name: 'service-selects-pods',
  severity: 'error',
  check: (charts) => {
    const own = ownNamespaces(charts);
    const isKnown = ({ metadata: { namespace = '' } }: Manifest): boolean => !own.has(namespace) && !charts.mayHoldMore(namespace);
    return without(charts, (service) => charts.source(service) !== undefined || isKnown(service), {
      which: '', fix: 'switch off the Service, or switch on what it leads to',
    });
  },
};

/** The same of Services that the lab makes for what the user brings, maybe in a way that this lab does not know of. */
export const serviceSelectsPodsKnown: Judge = {
  name: 'service-selects-pods-known',
  severity: 'warning',
  check: (charts) => {
    const own = ownNamespaces(charts);
    const isOwn = ({ metadata: { namespace = '' } }: Manifest): boolean => own.has(namespace) && !charts.mayHoldMore(namespace);
    return without(charts, (service) => charts.source(service) === undefined && isOwn(service), {
      which: ' that this lab or its charts bring', fix: 'bring a workload whose pods have these labels, or name theirs under selector',
    });
  },
};

/** How it is said that there are no pods. */
interface Words {
  /** Which workloads were looked at. */
  readonly which: string;
  /** What to do. */
  readonly fix: string;
}

function without(charts: RenderedCharts, isMeant: (service: Manifest) => boolean, words: Words): Objection[] {
  const pods = podsOf(charts);
  return charts.all.ofKind('', 'Service').filter(isMeant).flatMap((service) => objections(service, pods, words));
}

function objections(object: Manifest, pods: readonly Pods[], { which, fix }: Words): Objection[] {
  const selector = at(object, 'spec', 'selector');
  const { namespace } = object.metadata;
  // Without a selector somebody else writes its endpoints; an alias has none.
  if (Object.keys(selector ?? {}).length === 0 || text(object, 'spec', 'type') === 'ExternalName') { return []; }
  const chosen = pods.filter((each) => each.namespace === namespace && selects(selector, each.labels));
  if (chosen.length === 0) {
    return [{
      object, what: `chooses pods by ${showLabels(selector)}, and no workload in ${namespace ?? ''}${which} has such`, fix,
    }];
  }
  return list(object, 'spec', 'ports').map((port) => text(port, 'targetPort'))
    .filter((name) => name !== '' && !chosen.some(({ ports }) => ports.some((port) => port.name === name)))
    .map((name) => ({
      object, what: `sends to the port "${name}", which ${chosen.map(({ from }) => from).join(', ')} does not have`,
      fix: 'name a port of its containers, or give its number',
    }));
}
