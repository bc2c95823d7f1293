import { App } from 'cdk8s';
import { Homelab } from '../../../charts/homelab';
import { readConfig } from '../../../charts/load-config';
import type { Manifest } from '../../../charts/core/manifest';
import { at, type RenderedLab } from '../../../charts/core/rendered-lab';
import { isMapping } from '../../../config/kinds';
import { archivesIn } from '../../../render/archives';
import { Helm } from '../../../render/helm';
import { releasesOf } from '../../../render/release';
import { clusterOf, renderCharts, type RenderedChart } from '../../../render/render-charts';
import { RenderedCharts } from '../../../render/rendered-charts';
import { judgeCharts } from '../../../render/verdict';
import { renderedLab, toManifests } from '../../../synth/render';
import { K3S_VERSION } from '../../../versions';
import { casesOf, classesOf, labOfCase, type MeaningCase } from '../../whole-lab/meaning-cases';
import { CHARTS_FOLDER, isInvented, present } from './charts-folder';

/*
 * What is said of `values`, held against the pinned charts: helm renders the cases in the files values-* of test/fixtures/meaning. Without
 * HOMELAB_CHARTS, or without helm, these tests are skipped (charts-folder.ts).
 */

/** Secrets are judged by their text, whatever becomes of it. */
const TEXTS = 'values-secrets';

/** A case with what it puts over the values of which releases. */
interface ValuesCase {
  readonly name: string;
  readonly each: MeaningCase;
  readonly releases: ReadonlySet<string>;
}

function valuesCases(folder: 'refused' | 'accepted'): ValuesCase[] {
  const files = classesOf(folder).filter((file) => file.startsWith('values-') && file !== TEXTS);
  const whole = files.flatMap((file) => casesOf(folder, file).map((each) => ({
    name: `${file}: ${each.name}`, each,
    releases: new Set(Object.keys(each.edits ?? {}).flatMap((key) => /^values\.([^.[]+)/.exec(key)?.[1] ?? [])),
  })));
  return whole.filter(({ each, releases }) => releases.size > 0 && !hasSecondNode(each));
}

/** The same lab without its values. */
function withoutValues({ edits = {}, ...rest }: MeaningCase): MeaningCase {
  return { ...rest, edits: Object.fromEntries(Object.entries(edits).filter(([key]) => !key.startsWith('values.'))) };
}

function labOf(each: MeaningCase): RenderedLab {
  const { config, location } = readConfig(labOfCase(each), 'homelab.yaml');
  const lab = new Homelab(new App(), 'homelab', config, location);
  return renderedLab(lab, toManifests(lab));
}

async function rendered(lab: RenderedLab, isWanted: (release: string) => boolean): Promise<RenderedChart[]> {
  const releases = releasesOf(lab).releases.filter(({ name }) => isWanted(name));
  return renderCharts(await Helm.find(), releases, archivesIn(CHARTS_FOLDER, releases), clusterOf(lab, K3S_VERSION));
}

const bases = new Map<string, Promise<RenderedChart[]>>();

/** All charts of the lab without its values; many cases share one. */
function baseOf(each: MeaningCase): Promise<RenderedChart[]> {
  const text = labOfCase(withoutValues(each));
  const base = bases.get(text) ?? rendered(labOf(withoutValues(each)), () => true);
  bases.set(text, base);
  return base;
}

/** Keys of ConfigMaps in which istiod's chart keeps a record of all its values for istioctl, unknown ones included. */
const RECORDS = ['merged-values', 'original-values'];
/** The key with those that the templates of gateways, waypoints and sidecars read; below `global` are unknown ones too. */
const READ_LATER = 'values';

function without(keys: readonly string[], manifest: Manifest): unknown {
  const data = at(manifest, 'data');
  if (manifest.kind !== 'ConfigMap' || !isMapping(data)) { return manifest; }
  return { ...manifest, data: Object.entries(data).filter(([key]) => !keys.includes(key)) };
}

/** Nothing is made of a lab with a second node, which the host scripts cannot set up. */
function hasSecondNode({ edits = {} }: MeaningCase): boolean { return Object.keys(edits).some((key) => key.startsWith('nodes[1]')); }

/** What is said of a case: that its values change nothing, that templates take a text for another than it says, or something else. */
function claimOf({ each: { says = [], warns = [] } }: ValuesCase): 'nothing' | 'text' | 'something' {
  const lines = [...says, ...warns];
  if (lines.every((line) => line.includes('the templates of the chart'))) { return 'text'; }
  return lines.every((line) => /changes nothing|left out without a word/.test(line)) ? 'nothing' : 'something';
}

(present ? describe : describe.skip)(present ? 'values that are taken' : 'values (SKIPPED: no HOMELAB_CHARTS, or no helm)', () => {
  test.each(valuesCases('accepted'))('render, and nothing objects: $name', async ({ each, releases }) => {
    // GIVEN
    const lab = labOf(each);
    const changed = await rendered(lab, (name) => releases.has(name));
    const charts = [...(await baseOf(each)).filter(({ release }) => !releases.has(release.name)), ...changed];
    // WHEN
    const found = judgeCharts(new RenderedCharts(lab, charts))
      .map(({ severity, object, what, rule }) => `${severity} ${object} ${what} [${rule}]`);
    // THEN
    expect(found.filter((finding) => !isInvented(finding))).toEqual([]);
  }, 60_000);
});

(present ? describe : describe.skip)(present ? 'values that are refused' : 'values (SKIPPED: no HOMELAB_CHARTS, or no helm)', () => {
  const cases = valuesCases('refused');

  test.each(cases.filter(({ each }) => /\bchart refuses|is no YAML/.test(each.says?.[0] ?? '')))(
    'because the chart refuses them, are refused by it: $name', async ({ each, releases }) => {
      const charts = await rendered(labOf(each), (name) => releases.has(name));
      expect(charts.map(({ refusal }) => refusal)).toContainEqual(expect.any(String));
    }, 60_000);

  /** What the chart makes with the values of a case, and without them, but for some keys of ConfigMaps. */
  async function madeBy({ each, releases }: ValuesCase, keys: readonly string[]): Promise<readonly [before: unknown, after: unknown]> {
    const made = (charts: readonly RenderedChart[]): unknown => charts.filter(({ release }) => releases.has(release.name))
      .map(({ refusal, objects }) => refusal ?? objects.map(({ manifest }) => without(keys, manifest)));
    return [made(await baseOf(each)), made(await rendered(labOf(each), (name) => releases.has(name)))];
  }

  test.each(cases.filter((each) => claimOf(each) === 'something'))('change what the chart makes: $name', async (each) => {
    const [before, after] = await madeBy(each, RECORDS);
    expect(after).not.toEqual(before);
  }, 60_000);

  test.each(cases.filter((each) => claimOf(each) === 'nothing'))('change nothing, as is said: $name', async (each) => {
    const [before, after] = await madeBy(each, [...RECORDS, READ_LATER]);
    expect(after).toEqual(before);
  }, 60_000);
});
