import { isDeepStrictEqual } from 'node:util';
import { load } from 'js-yaml';
import {
  podsKey, type Change, type ChartObjects, type ChartPods, type ChartService, type ValueChange,
} from '../../charts/core/chart-objects';
import type { HelmValues, JsonValue } from '../../charts/core/helm-values';
import type { RenderedLab } from '../../charts/core/rendered-lab';
import { isMapping } from '../../config/kinds';
import { oneLine, type Cluster, type Helm } from '../../render/helm';
import { readHelmOutput } from '../../render/helm-yaml';
import { inParallel } from '../../render/in-parallel';
import type { Release } from '../../render/release';
import { isJob } from '../../render/requests';
import { factsOf, withoutProbe, type Fact, type Facts } from './facts';
import type { Probe } from './probes';

/** Kinds that Services and pods come from. */
const KINDS = ['Service', 'Deployment', 'DaemonSet', 'StatefulSet', 'Job', 'CronJob', 'Prometheus', 'Alertmanager', 'Gateway'];
const RELEVANT = new RegExp(`^kind: (?:${KINDS.join('|')})\\s*$`, 'm');
/** Charts that are rendered at a time. */
const AT_A_TIME = 2;

/** Values that are changed at once at first. */
const GROUP = 16;

/** A release that is rendered again and again. */
export interface Subject {
  /** The release with the lab's own values. */
  readonly release: Release;
  /** Its archive. */
  readonly archive: string;
  /** What the chart may ask about the cluster. */
  readonly cluster: Cluster;
}

/** Helm, as far as it is needed here. */
export type Renderer = Pick<Helm, 'template'>;

/**
 * What a chart makes with the lab's own values, and which of its values change that. Several probes are rendered at once first; only where
 * that makes a difference, or helm refuses it, half of them, down to each by itself.
 *
 * @param empty - a lab with nothing in it
 * @throws Error if helm refuses the lab's own values
 */
export async function chartObjectsOf(
  helm: Renderer, empty: RenderedLab, subject: Subject, probes: readonly Probe[],
): Promise<ChartObjects> {
  const { release: { chart, version, namespace, values } } = subject;
  const own = (load(values) ?? {}) as HelmValues;
  const base = await rendered(helm, subject, own);
  if ('refusal' in base) { throw new Error(`${chart} ${version} does not render: ${base.refusal}`); }
  const facts = read(empty, subject, base.text);
  const search = async (group: readonly Probe[]): Promise<ValueChange[]> => {
    const made = await rendered(helm, subject, group.reduce((all, { path, to }) => withValue(all, path, to), own));
    if ('text' in made && made.text === base.text) { return []; }
    const changed = 'refusal' in made || differs(facts, read(empty, subject, made.text));
    const [only] = group;
    if (!changed || !only) { return []; }
    if (group.length > 1) {
      const half = Math.ceil(group.length / 2);
      return [...await search(group.slice(0, half)), ...await search(group.slice(half))];
    }
    // A value that the chart refuses says nothing about others in its place.
    return 'refusal' in made ? [] : changeOf(only, facts, read(empty, subject, made.text));
  };
  const groups = Array.from({ length: Math.ceil(probes.length / GROUP) }, (_, index) => probes.slice(index * GROUP, (index + 1) * GROUP));
  const changes = await inParallel(groups, AT_A_TIME, search);
  return {
    chart, version, namespace, services: facts.services.map(({ made }) => made), pods: facts.pods.map(({ made }) => made),
    changes: changes.flat(),
  };
}

function differs(before: Facts, after: Facts): boolean {
  return changeOf({ path: [], to: '' }, before, after).length > 0;
}

/** Only documents of the kinds that are looked at: reading all YAML takes longer than making it. */
async function rendered(
  helm: Renderer, { release, archive, cluster }: Subject, values: HelmValues,
): Promise<{ readonly text: string } | { readonly refusal: string }> {
  const { ok, stdout, stderr } = await helm.template({ ...release, values: JSON.stringify(values), crds: false }, archive, cluster);
  return ok ? { text: stdout.split(/^---[ \t]*$/m).filter((each) => RELEVANT.test(each)).join('---\n') } : { refusal: oneLine(stderr) };
}

function read(empty: RenderedLab, { release }: Subject, text: string): Facts {
  const objects = readHelmOutput(text).map(({ manifest, template }) => {
    const { namespace = release.namespace } = manifest.metadata;
    return { template, manifest: { ...manifest, metadata: { ...manifest.metadata, namespace } } };
  });
  return factsOf(empty, release, objects);
}

/** Nobody reads metrics of jobs. */
function changeOf({ path, from }: Probe, before: Facts, after: Facts): ValueChange[] {
  const services = differences<ChartService>(before.services, after.services, ({ name }) => name);
  const running = ({ pods: all }: Facts): Fact<ChartPods>[] => all.filter(({ made }) => !isJob(made)).map(withoutRequests);
  const pods = differences<ChartPods>(running(before), running(after), podsKey);
  if (!services && !pods) { return []; }
  return [{ path, ...from === undefined ? {} : { from }, ...services ? { services } : {}, ...pods ? { pods } : {} }];
}

/** What pods ask for is compared by rendering alone: nobody chooses pods by it. */
function withoutRequests({ place, made: { kind, name, namespace, labels, ports } }: Fact<ChartPods>): Fact<ChartPods> {
  const where = namespace === undefined ? {} : { namespace };
  return { place, made: { kind, name, ...where, labels, ports, count: 0, milliCpu: 0, mebibytes: 0 } };
}

function differences<T extends object>(
  before: readonly Fact<T>[], after: readonly Fact<T>[], keyOf: (made: T) => string,
): Record<string, Change<T>> | undefined {
  const changed = before.flatMap(({ place, made }): [string, Change<T>][] => {
    const now = after.find((each) => each.place === place)?.made;
    if (!now) { return [[keyOf(made), null]]; }
    const clean = withoutProbe(now);
    const differing = Object.entries(clean).filter(([field, value]) => !isDeepStrictEqual(value, made[field as keyof T]));
    return differing.length === 0 ? [] : [[keyOf(made), Object.fromEntries(differing) as Partial<T>]];
  });
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

function withValue(values: HelmValues, [key = '', ...rest]: readonly string[], value: JsonValue): HelmValues {
  if (rest.length === 0) { return { ...values, [key]: value }; }
  const below = Object.hasOwn(values, key) ? values[key] : undefined;
  return { ...values, [key]: withValue(isMapping(below) ? below : {}, rest, value) };
}
