import type { Manifest } from '../charts/core/manifest';
import { podTemplate } from '../charts/core/pod-template';
import { at, list, text } from '../charts/core/rendered-lab';
import { readValuesText } from '../charts/core/values-text';
import { quantityOf } from '../check/core/quantities';

/** What containers ask of the node that they run on. */
export interface Requests {
  /** Thousandths of a CPU. */
  readonly milliCpu: number;
  /** Memory in MiB. */
  readonly mebibytes: number;
}

/** What the pods of one object ask for. */
export interface PodRequests extends Requests {
  /** How many pods there are; for a DaemonSet, on each node. Jobs count with one, as long as they run. */
  readonly count: number;
  /** Containers that run for long and ask for no CPU or no memory. */
  readonly unset: readonly string[];
}

/**
 * What the pods of an object ask for: of a workload, or of a Prometheus or an Alertmanager, from which prometheus-operator makes pods.
 *
 * @param reloader - what the operator gives each config-reloader beside those (`reloaderOf`)
 * @returns undefined for an object that leads to no pods
 */
export function requestsOf(object: Manifest, reloader: Requests = { milliCpu: 0, mebibytes: 0 }): PodRequests | undefined {
  if (isOperated(object)) {
    const own = requested(object['spec']);
    const count = Number(at(object, 'spec', 'replicas') ?? 1);
    return { ...sum([own, reloader]), count, unset: isUnset(object['spec']) ? [object.kind.toLowerCase()] : [] };
  }
  const template = podTemplate(object);
  if (template === undefined) { return undefined; }
  const spec = at(template, 'spec');
  const running = [...list(spec, 'initContainers').filter(isSidecar), ...list(spec, 'containers')];
  return {
    ...ofPod(spec),
    count: object.kind === 'DaemonSet' ? 1 : Number(at(object, 'spec', 'replicas') ?? 1),
    unset: running.filter(isUnset).map((container) => text(container, 'name')),
  };
}

/**
 * What prometheus-operator gives the config-reloader beside each Prometheus and Alertmanager: arguments of its Deployment.
 *
 * @returns undefined for any other object
 */
export function reloaderOf(object: Manifest): Requests | undefined {
  const args = list(at(object, 'spec', 'template', 'spec'), 'containers').flatMap((container) => list(container, 'args')).map(String);
  const value = (name: string): string | undefined => args.find((each) => each.startsWith(`--${name}=`))?.slice(name.length + 3);
  const [cpu, memory] = [value('config-reloader-cpu-request'), value('config-reloader-memory-request')];
  if (cpu === undefined && memory === undefined) { return undefined; }
  return asRequests(cpu, memory);
}

/** The same for all objects of a chart, of which one may be that Deployment. */
export function reloaderAmong(objects: readonly { readonly manifest: Manifest }[]): Requests | undefined {
  return objects.map(({ manifest }) => reloaderOf(manifest)).find((each) => each !== undefined);
}

/**
 * What the proxy asks for that istiod runs for a Gateway: its own settings over those of istiod's values (files/kube-gateway.yaml and
 * files/waypoint.yaml of the chart).
 *
 * @param options - the ConfigMap that the Gateway names as its parameters; undefined if there is none
 * @param istiod - values of istiod
 */
export function gatewayRequests(gateway: Manifest, options: Manifest | undefined, istiod: unknown): PodRequests {
  const part = text(gateway, 'spec', 'gatewayClassName') === 'istio-waypoint' ? 'waypoint' : 'proxy';
  const deployment = readValuesText(text(options, 'data', 'deployment')).data;
  const own = list(deployment, 'spec', 'template', 'spec', 'containers').find((each) => text(each, 'name') === 'istio-proxy');
  const container = { resources: { ...at(istiod, 'global', part, 'resources') as object, ...at(own, 'resources') as object } };
  return { ...requested(container), count: 1, unset: isUnset(container) ? ['istio-proxy'] : [] };
}

/** True for what exists only while it runs. */
export function isJob({ kind }: { readonly kind: string }): boolean { return kind === 'Job' || kind === 'CronJob'; }

/** The sum of requests. */
export function sum(all: readonly Requests[]): Requests {
  return all.reduce<Requests>((one, other) => ({
    milliCpu: one.milliCpu + other.milliCpu, mebibytes: one.mebibytes + other.mebibytes,
  }), { milliCpu: 0, mebibytes: 0 });
}

function isOperated({ apiVersion, kind }: Manifest): boolean {
  return apiVersion.startsWith('monitoring.coreos.com/') && (kind === 'Prometheus' || kind === 'Alertmanager');
}

/** As the scheduler counts: all containers together, or the init container that asks for most, with the sidecars started before it. */
function ofPod(spec: unknown): Requests {
  let sidecars = sum([]);
  let starting = sum([]);
  for (const container of list(spec, 'initContainers')) {
    const here = sum([sidecars, requested(container)]);
    if (isSidecar(container)) { sidecars = here; }
    starting = most(starting, here);
  }
  return most(starting, sum([sidecars, ...list(spec, 'containers').map(requested)]));
}

function most(one: Requests, other: Requests): Requests {
  return { milliCpu: Math.max(one.milliCpu, other.milliCpu), mebibytes: Math.max(one.mebibytes, other.mebibytes) };
}

/** A limit without a request is the request too. */
function requested(container: unknown): Requests {
  const amount = (resource: string): unknown => {
    return at(container, 'resources', 'requests', resource) ?? at(container, 'resources', 'limits', resource);
  };
  return asRequests(amount('cpu'), amount('memory'));
}

/** Whole units, rounded up; what is no quantity counts as nothing, since the judge chart-schema reports it. */
function asRequests(cpu: unknown, memory: unknown): Requests {
  return { milliCpu: Math.ceil((quantityOf(cpu) ?? 0) * 1000), mebibytes: Math.ceil((quantityOf(memory) ?? 0) / 2 ** 20) };
}

function isUnset(container: unknown): boolean {
  return ['cpu', 'memory'].some((resource) => {
    return at(container, 'resources', 'requests', resource) === undefined && at(container, 'resources', 'limits', resource) === undefined;
  });
}

/** An init container that never ends, see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/. */
function isSidecar(container: unknown): boolean { return text(container, 'restartPolicy') === 'Always'; }
