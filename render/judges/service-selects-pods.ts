import { selects, showLabels } from '../../charts/core/label-selector';
import type { Manifest } from '../../charts/core/manifest';
import { at, list, text } from '../../charts/core/rendered-lab';
import type { Judge, Objection } from '../judge';
import type { Pods } from '../known-objects';
import { podsOf } from '../pods';

/** A Service without pods accepts nothing: its clients see "connection refused", and no object is red. */
export const serviceSelectsPods: Judge = {
  name: 'service-selects-pods',
  severity: 'error',
  check: (charts) => {
    const pods = podsOf(charts);
    return charts.all.ofKind('', 'Service')
      .filter((service) => charts.source(service) !== undefined || !charts.mayHoldMore(service.metadata.namespace ?? ''))
      .flatMap((service) => objections(service, pods));
  },
};

function objections(object: Manifest, pods: readonly Pods[]): Objection[] {
  const selector = at(object, 'spec', 'selector');
  const { namespace } = object.metadata;
  // Without a selector somebody else writes its endpoints; an alias has none.
  if (Object.keys(selector ?? {}).length === 0 || text(object, 'spec', 'type') === 'ExternalName') { return []; }
  const chosen = pods.filter((each) => each.namespace === namespace && selects(selector, each.labels));
  if (chosen.length === 0) {
    return [{
      object, what: `chooses pods by ${showLabels(selector)}, and no workload in ${namespace ?? ''} has such`,
      fix: 'switch off the Service, or switch on what it leads to',
    }];
  }
  return list(object, 'spec', 'ports').map((port) => text(port, 'targetPort'))
    .filter((name) => name !== '' && !chosen.some(({ ports }) => ports.some((port) => port.name === name)))
    .map((name) => ({
      object, what: `sends to the port "${name}", which ${chosen.map(({ from }) => from).join(', ')} does not have`,
      fix: 'name a port of its containers, or give its number',
    }));
}
