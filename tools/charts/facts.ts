import { VALUE, VERSION_LABELS, type ChartPods, type ChartService } from '../../charts/core/chart-objects';
import type { Manifest } from '../../charts/core/manifest';
import type { RenderedLab } from '../../charts/core/rendered-lab';
import type { ChartObject } from '../../render/helm-yaml';
import type { KnownService, Pods } from '../../render/known-objects';
import { podsOf } from '../../render/pods';
import type { Release } from '../../render/release';
import { RenderedCharts } from '../../render/rendered-charts';
import { reloaderAmong, requestsOf, type PodRequests } from '../../render/requests';
import { servicesOf } from '../../render/services';
import { PROBE_NAME, PROBE_PORT } from './probes';

/** One thing that a chart makes, with the place in the chart that makes it. */
export interface Fact<T> {
  /** The template, and which of its objects. The same after its name has changed. */
  readonly place: string;
  /** What it makes. */
  readonly made: T;
}

/** What a chart makes, as far as it is recorded. */
export interface Facts {
  /** Services. */
  readonly services: readonly Fact<ChartService>[];
  /** Pods. */
  readonly pods: readonly Fact<ChartPods>[];
}

/**
 * Services and pods of a rendered chart, those included that controllers make of its objects.
 *
 * @param empty - a lab with nothing in it
 */
export function factsOf(empty: RenderedLab, release: Release, objects: readonly ChartObject[]): Facts {
  const always = new RenderedCharts(empty, []);
  const [otherServices, otherPods] = [new Set(servicesOf(always).map(shape)), new Set(podsOf(always).map(shape))];
  const reloader = reloaderAmong(objects);
  const counted = new Map<string, number>();
  const services: Fact<ChartService>[] = [];
  const pods: Fact<ChartPods>[] = [];
  for (const object of objects) {
    const { manifest, template } = object;
    const kind = `${template} ${manifest.kind}`;
    const number = counted.get(kind) ?? 0;
    counted.set(kind, number + 1);
    const place = (index: number): string => `${kind} ${number}.${index}`;
    const alone = new RenderedCharts(empty, [{ release, objects: [object] }]);
    services.push(...servicesOf(alone).filter((each) => !otherServices.has(shape(each))).map((each, index) => ({
      place: place(index), made: { ...named(release, each), ports: each.ports },
    })));
    const requests = requestsOf(manifest, reloader);
    if (!requests) { continue; }
    pods.push(...podsOf(alone).filter((each) => !otherPods.has(shape(each))).map((each, index) => ({
      place: place(index), made: asPods(release, manifest, each, requests),
    })));
  }
  return { services, pods };
}

/** What tells two of them apart: those that every lab has are made anew each time. */
function shape(each: object): string { return JSON.stringify(each); }

/** A Job that has to run again after a change has a digest of its values in its name (Cilium's hubble-generate-certs). */
const HASH = /-[0-9a-f]{10}$/;

function asPods(release: Release, { kind, metadata: { name } }: Manifest, pods: Pods, { unset, ...amounts }: PodRequests): ChartPods {
  const ports = pods.ports.map((port) => port.name).filter((each) => each !== '');
  const lastingName = kind === 'Job' ? name.replace(HASH, '') : name;
  return { kind, ...named(release, { ...pods, name: lastingName }), ports, ...amounts, ...unset.length > 0 ? { unset } : {} };
}

/** Namespaces of the release are left out, as are labels that change with each version. */
function named(
  release: Release, { name, namespace, labels }: Pick<KnownService, 'name' | 'namespace' | 'labels'>,
): Pick<ChartService, 'name' | 'namespace' | 'labels'> {
  return { name, ...namespace === release.namespace ? {} : { namespace }, labels: lasting(labels) };
}

/** Charts write `labels:` with nothing behind it. */
function lasting(labels: Readonly<Record<string, string>> | null): Record<string, string> {
  return Object.fromEntries(Object.entries(labels ?? {}).filter(([key]) => !VERSION_LABELS.includes(key))
    .sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What was made of a probe's value, with the value taken out. */
export function withoutProbe<T>(made: T): T {
  return JSON.parse(JSON.stringify(made).replaceAll(PROBE_NAME, VALUE).replaceAll(`:${PROBE_PORT}`, `:"${VALUE}"`)) as T;
}
