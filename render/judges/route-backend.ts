import { routeBackends, type RouteBackend } from '../../charts/core/route-backend';
import type { Judge, Objection } from '../judge';
import type { KnownService } from '../known-objects';
import { ownNamespaces } from '../own-namespaces';
import type { RenderedCharts } from '../rendered-charts';
import { servicesOf } from '../services';

/** A route to a Service that does not exist answers 500, and turns its Application red. */
export const routeBackend: Judge = {
  name: 'route-backend',
  severity: 'error',
  check: (charts) => missing(charts, (namespace) => isPlatform(charts, namespace)),
};

/** The same in namespaces of the user, to which something may be brought that this lab does not know of. */
export const routeBackendKnown: Judge = {
  name: 'route-backend-known',
  severity: 'warning',
  check: (charts) => missing(charts, (namespace) => !isPlatform(charts, namespace) && !charts.mayHoldMore(namespace)),
};

function missing(charts: RenderedCharts, isIn: (namespace: string) => boolean): Objection[] {
  const services = servicesOf(charts);
  return routeBackends(charts.all).filter(({ namespace }) => isIn(namespace)).flatMap((backend) => objections(backend, services));
}

function objections({ route, namespace, name, port }: RouteBackend, services: readonly KnownService[]): Objection[] {
  const service = services.find((each) => each.namespace === namespace && each.name === name);
  if (!service) {
    const others = services.filter((each) => each.namespace === namespace).map((each) => each.name).sort();
    return [{
      object: route,
      what: `sends to the Service ${namespace}/${name}, which neither this lab nor one of its charts makes`,
      fix: others.length === 0 ? 'bring a workload with that Service' : `in ${namespace} there is ${others.join(', ')}`,
    }];
  }
  return service.ports.some((each) => each.port === port) ? [] : [{
    object: route,
    what: `sends to port ${port} of the Service ${namespace}/${name}, which does not have it`,
    fix: `use ${service.ports.map((each) => `${each.port}${each.name === '' ? '' : ` (${each.name})`}`).join(' or ')}`,
  }];
}

/** True for a namespace that a chart of the platform goes to: all that is in it comes from this lab. */
function isPlatform(charts: RenderedCharts, namespace: string): boolean {
  return !ownNamespaces(charts).has(namespace) && charts.charts.some(({ release }) => release.namespace === namespace);
}
