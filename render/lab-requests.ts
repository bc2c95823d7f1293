import { describe, type Manifest } from '../charts/core/manifest';
import { text } from '../charts/core/rendered-lab';
import { K3S_ADD_ONS } from './k3s-addons';
import type { RenderedCharts } from './rendered-charts';
import { gatewayRequests, isJob, reloaderAmong, requestsOf, sum, type PodRequests, type Requests } from './requests';

/** What all pods of one object ask for. */
export interface Demand extends PodRequests {
  /** What they are from, such as `Deployment monitoring/grafana`. */
  readonly from: string;
  /** True for what exists only while it runs. */
  readonly job: boolean;
}

/** What pods of K3s' own add-ons ask for. */
const K3S: readonly Demand[] = K3S_ADD_ONS.flatMap(({ name, requests }) => requests === undefined ? []
  : [{ from: `Deployment kube-system/${name}`, ...requests, count: 1, unset: [], job: false }]);

/** What every pod of a lab asks for: those of charts, of the lab's own folders, of controllers and of K3s. */
export function demandsOf({ all, charts, lab }: RenderedCharts): Demand[] {
  const reloaders = new Map(charts.flatMap(({ objects }) => {
    const reloader = reloaderAmong(objects);
    return objects.map(({ manifest }) => [manifest, reloader] as const);
  }));
  const workloads = all.manifests.flatMap((object) => {
    const requests = requestsOf(object, reloaders.get(object));
    return requests ? [demand(object, requests, lab.config.nodes.length)] : [];
  });
  return [...workloads, ...gatewayDemands({ all, lab }), ...K3S];
}

/** What the proxies ask for that istiod runs for Gateways and waypoints. */
export function gatewayDemands({ all, lab }: Pick<RenderedCharts, 'all' | 'lab'>): Demand[] {
  return all.ofKind('gateway.networking.k8s.io', 'Gateway').map((gateway) => {
    const name = text(gateway, 'spec', 'infrastructure', 'parametersRef', 'name');
    const options = all.ofKind('', 'ConfigMap')
      .find(({ metadata }) => metadata.name === name && metadata.namespace === gateway.metadata.namespace);
    return demand(gateway, gatewayRequests(gateway, options, lab.helmValues('istiod')), 1);
  });
}

/** What all of it asks for together. Jobs are left out: they end. */
export function totalOf(demands: readonly (Requests & { readonly count: number; readonly job: boolean })[]): Requests {
  return sum(demands.filter(({ job }) => !job).map(({ milliCpu, mebibytes, count }) => ({
    milliCpu: milliCpu * count, mebibytes: mebibytes * count,
  })));
}

function demand(object: Manifest, requests: PodRequests, nodes: number): Demand {
  const count = requests.count * (object.kind === 'DaemonSet' ? nodes : 1);
  return { ...requests, count, from: describe(object), job: isJob(object) };
}
