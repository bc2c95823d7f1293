import { showLabels } from '../charts/core/label-selector';
import { waypointAskers } from '../charts/mesh/waypoint';
import { formatPath } from '../config/problem';
import type { HomelabConfig } from '../config/schema';
import { reachesPods, servicePods, type PodService } from '../config/service-pods';
import { code } from './markdown';
import { markdownTable } from './table';

/** Who may connect to which pods, by the labels that they need to have; empty where homelab.yaml says nothing of that. */
export function policyTable(config: HomelabConfig): string {
  const services = config.services.filter(reachesPods).filter(saysOfPods);
  const closed = config.namespaces.filter(({ ambient, denyByDefault }) => ambient && denyByDefault);
  if (services.length + closed.length === 0) { return ''; }
  return [
    'Policies find pods by their labels: without them a policy is about nothing. `kubectl -n NAMESPACE get pods -l LABEL` lists them.',
    '',
    markdownTable([
      ['service', 'pods', 'who may connect', 'metrics'],
      ...services.map((service) => [
        code(`${service.namespace}/${service.name}`), servicePods(service).map(({ labels }) => code(showLabels(labels))).join(' and '),
        callers(service), service.metricsPort === undefined ? '' : `port ${service.metricsPort}`,
      ]),
      ...closed.map(({ name, allowSameNamespace }) => [
        code(name), 'all of the namespace', `the gateway${allowSameNamespace ? ', its own pods' : ''}, and whom a service lets in`, '',
      ]),
    ]),
  ].join('\n');
}

/** The namespaces that have a waypoint because a service needs one, with the keys that ask for it. */
export function askedWaypoints(config: HomelabConfig): { readonly namespace: string; readonly keys: readonly string[] }[] {
  const askers = waypointAskers(config);
  return config.namespaces.flatMap(({ name, ambient }) => {
    const keys = askers.get(name);
    return ambient && keys ? [{ namespace: name, keys: keys.map(formatPath) }] : [];
  });
}

function saysOfPods({ allowFrom, allowRequests, jwt, metricsPort }: PodService): boolean {
  return [allowFrom, allowRequests, jwt, metricsPort].some((key) => key !== undefined);
}

function callers({ allowFrom = [], allowRequests = [], jwt }: PodService): string {
  const all = [
    ...allowFrom.map((from) => code(from)),
    ...allowRequests.map(({ from, methods = [], paths = [] }) => `${code(from)} (${[...methods, ...paths].map(code).join(', ')})`),
  ];
  const who = all.length > 0 ? all.join(', ') : 'who the namespace lets in';
  return jwt ? `${who}; with a token of ${code(jwt.issuer)}` : who;
}
