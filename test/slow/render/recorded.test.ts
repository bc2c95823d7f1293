import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chartObjects, podsKey, type ChartPods, type ChartService } from '../../../charts/core/chart-objects';
import type { HelmValues } from '../../../charts/core/helm-values';
import { RenderedLab } from '../../../charts/core/rendered-lab';
import { loadConfig, parseConfig } from '../../../charts/load-config';
import { knownObjects, type Foretold, type KnownObjects } from '../../../check/services/known';
import { renderLab } from '../../../render/render-lab';
import { renderedLab } from '../../../synth/render';
import { synthesise } from '../../../synth/synthesise';
import { labWithChart } from '../../../tools/charts/import';
import { factsOf } from '../../../tools/charts/facts';
import { PROBE_NAME } from '../../../tools/charts/probes';
import { CHART_NAMES } from '../../../config/schema';
import { K3S_VERSION } from '../../../versions';
import { put, temporaryFolder } from '../../output/folder';
import { FIXTURES, VALID } from '../../whole-lab/labs';
import { CHARTS_FOLDER, isPinned, present } from './charts-folder';

/*
 * What `npm run import` recorded of the pinned charts, against the charts themselves. Skipped without HOMELAB_CHARTS, or without helm
 * (charts-folder.ts).
 */

interface Made {
  readonly services: readonly ChartService[];
  readonly pods: readonly ChartPods[];
}

/** A lab, and what helm makes of its releases, or of one. */
async function both(yaml: string, only?: string): Promise<{ readonly lab: RenderedLab; readonly made: ReadonlyMap<string, Made> }> {
  const folder = temporaryFolder();
  put(folder, { 'homelab.yaml': yaml });
  const synthesis = synthesise(loadConfig(path.join(folder, 'homelab.yaml')));
  const lab = renderedLab(synthesis.lab, synthesis.manifests);
  const { charts } = await renderLab(lab, K3S_VERSION, {
    folder: CHARTS_FOLDER, checksums: path.join(folder, 'charts.sha256'), onPull: ({ chart }) => { throw new Error(`${chart} is pulled`); },
  }, { skip: (release) => !isPinned(release) || (only !== undefined && release.name !== only) });
  const empty = new RenderedLab(parseConfig(''), new Map());
  return {
    lab,
    made: new Map(charts.charts.map(({ release, objects }) => {
      const { services, pods } = factsOf(empty, release, objects);
      return [release.name, { services: services.map(({ made }) => made), pods: pods.map(({ made }) => made) }];
    })),
  };
}

const byName = (one: { readonly name: string }, other: { readonly name: string }): number => (one.name < other.name ? -1 : 1);

(present ? describe : describe.skip)(present ? 'what is recorded' : 'what is recorded (SKIPPED: no HOMELAB_CHARTS, or no helm)', () => {
  test('of every chart is what the chart makes', async () => {
    const labs = new Map<string, ReadonlyMap<string, Made>>();
    for (const name of CHART_NAMES) {
      const yaml = labWithChart(name);
      const made = labs.get(yaml) ?? (await both(yaml)).made;
      labs.set(yaml, made);
      const { services, pods } = chartObjects(name);
      expect([name, [...made.get(name)!.services].sort(byName), [...made.get(name)!.pods].sort(byName)])
        .toEqual([name, [...services].sort(byName), [...pods].sort(byName)]);
    }
  }, 120_000);

  test.each([...FIXTURES])('of the charts of %s, with its values, is what they make', async (name) => {
    const { lab, made } = await both(readFileSync(path.join(VALID, `${name}.yaml`), 'utf8'));
    const known = knownObjects(lab);
    // GIVEN that every chart of the platform is one of which something is known, and that it renders
    const rendered = [...made.keys()].filter((name) => (CHART_NAMES as readonly string[]).includes(name));
    expect(known.releases.map(({ name }) => name).sort()).toEqual(rendered.sort());
    const compared = compare(known, made);
    // THEN only values can make it uncertain what comes of a chart
    expect(compared.unknown.filter(({ release: { name } }) => Object.keys(lab.config.values[name]).length === 0)).toEqual([]);
    expect(compared.known).toBeGreaterThan(20);
  }, 120_000);

  /** For each chart the values that change most. */
  const CHANGES = CHART_NAMES.flatMap((name) => chartObjects(name).changes.filter((change) => change.from !== undefined
    && (typeof change.from === 'boolean' || typeof change.from === 'number' || change.path.at(-1) === 'fullnameOverride'))
    .filter((_, index) => index % 4 === 0).map((change) => [name, change] as const));

  test('of values that change something, is what they change', async () => {
    expect(CHANGES.length).toBeGreaterThan(20);
    const unknown: string[] = [];
    for (const [name, { path: key, from }] of CHANGES) {
      const value = key.reduceRight<unknown>((below, part) => ({ [part]: below }), other(from)) as HelmValues;
      const values: HelmValues = { [name]: value };
      const yaml = `${labWithChart(name)}\nvalues: ${JSON.stringify(values)}\nallowUnsafe: ${JSON.stringify(ALLOWED)}\n`;
      const { lab, made } = await both(yaml, name);
      const { services, pods } = knownObjects(lab);
      expect([...made.keys()]).toEqual([name]);
      const isOfChart = ({ release }: Foretold<unknown>): boolean => release.name === name;
      const compared = compare({ services: services.filter(isOfChart), pods: pods.filter(isOfChart) }, made);
      expect([name, compared.known + compared.unknown.length]).not.toEqual([name, 0]);
      if (compared.changed === 0) { unknown.push(`${name} ${key.join('.')}`); }
    }
    // THEN what is foretold of most is no mere "unknown"
    expect(unknown.length / CHANGES.length).toBeLessThan(0.25);
  }, 600_000);
});

/** Rules that refuse such values: what they are about is not looked at here. */
const ALLOWED = ['chart-services-kept', 'chart-values-safe', 'chart-values-known', 'chart-values-typed', 'cilium-safe-for-mesh'];

function other(from: string | number | boolean | undefined): string | number | boolean {
  if (typeof from === 'boolean') { return !from; }
  return typeof from === 'number' ? from + 1000 : `${PROBE_NAME}x`;
}

/** What was compared with what charts make. */
interface Compared {
  /** How many objects were as foretold. */
  readonly known: number;
  /** How many of those were foretold to differ from what is recorded. */
  readonly changed: number;
  /** Objects of which nothing was foretold. */
  readonly unknown: readonly Foretold<unknown>[];
}

function compare({ services, pods }: Pick<KnownObjects, 'services' | 'pods'>, made: ReadonlyMap<string, Made>): Compared {
  for (const foretold of services) { expectMade(foretold, made.get(foretold.release.name)!.services); }
  for (const foretold of pods) { expectMade(foretold, made.get(foretold.release.name)!.pods); }
  const all: readonly Foretold<unknown>[] = [...services, ...pods];
  const known = all.filter(({ now }) => now.kind !== 'unknown');
  return {
    known: known.length,
    changed: known.filter(({ now }) => now.kind !== 'unknown' && now.causes.length > 0).length,
    unknown: all.filter(({ now }) => now.kind === 'unknown'),
  };
}

/** An object is made as foretold, or not made where it is foretold to be gone; where nothing is foretold, anything may be. */
function expectMade<T extends ChartService | ChartPods>({ recorded, now, release }: Foretold<T>, made: readonly T[]): void {
  const keyOf = (object: ChartService | ChartPods): string => 'kind' in object ? podsKey(object) : object.name;
  const placed = made.map((each) => ({ ...each, namespace: each.namespace ?? release.namespace }));
  const called = placed.filter((each) => keyOf(each) === keyOf(now.kind === 'there' ? now.object : recorded));
  if (now.kind === 'unknown') { return; }
  if (now.kind === 'gone') { expect(called).toEqual([]); return; }
  const { name, namespace, labels, ports } = now.object;
  // Values such as podLabels add labels, which nothing of this is about.
  expect(called).toMatchObject([{ name, namespace, labels, ports }]);
}
