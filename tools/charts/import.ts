import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { App } from 'cdk8s';
import type { ChartData } from '../../charts/core/chart-data';
import type { ChartObjects } from '../../charts/core/chart-objects';
import type { HelmValues } from '../../charts/core/helm-values';
import { RenderedLab } from '../../charts/core/rendered-lab';
import { Homelab } from '../../charts/homelab';
import { parseConfig } from '../../charts/load-config';
import { CHART_NAMES, type ChartName } from '../../config/schema';
import { archivesFromCache, archivesIn } from '../../render/archives';
import { Helm } from '../../render/helm';
import { archiveName, releasesOf, type PinnedChart, type Release } from '../../render/release';
import { clusterOf } from '../../render/render-charts';
import { renderedLab, toManifests } from '../../synth/render';
import { CHARTS, K3S_VERSION } from '../../versions';
import { readArchive } from './archive';
import { EVERY_ADDON } from './every-addon';
import { chartObjectsOf } from './objects';
import { probesOf } from './probes';
import { chartValues } from './values';

const OPTIONAL = `monitoring: { logs: loki, traces: tempo }\n${EVERY_ADDON}`;
const LOGIN = 'login: { issuer: "https://accounts.google.com", clientID: lab, emails: [me@frank.dev] }';
/** A lab that has every chart but one, and is otherwise the one that an empty homelab.yaml makes, with a login. */
export const EVERY_CHART = `${OPTIONAL}\ndns: k8s-gateway\n${LOGIN}`;
/** The same with the chart that cannot stand beside all others. */
const EXTERNAL_DNS = `${OPTIONAL}\ndns: { provider: external-dns, zone: { at: pihole, server: "http://192.168.1.5" } }\n${LOGIN}`;

/** A homelab.yaml whose lab has a chart, and as many others as can be. */
export function labWithChart(name: ChartName): string {
  return name === 'external-dns' ? EXTERNAL_DNS : EVERY_CHART;
}
/** Folder of what charts make, beside what they take. */
const OBJECTS = 'objects';

/**
 * Reads every pinned chart and writes down what it takes as values; renders it with the lab's own, and writes down what it makes.
 *
 * @param target - the folder that is replaced
 * @param archives - a folder with the archives, at any depth; without one, helm pulls them into its cache
 * @param onProgress - called with a line before each chart
 * @returns lines to print
 * @throws ChartsUnavailable if there is no helm, or a chart can not be had; nothing is replaced then
 */
export async function importCharts(
  target: string, archives: string | undefined, onProgress: (line: string) => void = () => undefined,
): Promise<string[]> {
  const helm = await Helm.find();
  const pins = CHART_NAMES.map((name) => CHARTS[name]);
  const found = archives === undefined ? await archivesFromCache(helm, pins, () => undefined) : archivesIn(archives, pins);
  const labs = new Map<string, RenderedLab>();
  const files: [string, string][] = [];
  for (const name of CHART_NAMES) {
    const yaml = labWithChart(name);
    const lab = labs.get(yaml) ?? labOf(yaml);
    labs.set(yaml, lab);
    const empty = new RenderedLab(lab.config, new Map());
    const archive = found.get(archiveName(CHARTS[name]))?.file ?? '';
    const source = readArchive(archive);
    const values = chartValues(source);
    const { release, own } = releaseOf(lab, name);
    const probes = probesOf(source, values, own);
    onProgress(`${name}: rendered with ${probes.length} other values`);
    const cluster = clusterOf(lab, K3S_VERSION);
    // K3s installs its charts into an empty cluster.
    const subject = { release, archive, cluster: release.owner.kind === 'HelmChart' ? { ...cluster, apiVersions: [] } : cluster };
    const { chart, version } = CHARTS[name];
    files.push(
      [`${name}.json`, formatValues({ chart, version, values })],
      [`${OBJECTS}/${name}.json`, formatObjects(await chartObjectsOf(helm, empty, subject, probes))],
    );
  }
  rmSync(target, { recursive: true, force: true });
  mkdirSync(path.join(target, OBJECTS), { recursive: true });
  for (const [file, text] of files) { writeFileSync(path.join(target, file), text); }
  return [`The values of ${CHART_NAMES.length} charts, and what they make, written to schemas/charts/.`];
}

/** Charts whose values were read at another version than versions.ts pins, one line each. */
export function describeOtherCharts(folder: string, pins: Readonly<Record<string, PinnedChart>> = CHARTS): string[] {
  return Object.entries(pins).flatMap(([name, { version }]) => {
    const file = path.join(folder, `${name}.json`);
    const read = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ChartData).version : 'none';
    return read === version ? [] : [`other    chart ${name}: values of ${read}, installed ${version}`];
  });
}

function labOf(yaml: string): RenderedLab {
  const lab = new Homelab(new App(), 'homelab', parseConfig(yaml));
  return renderedLab(lab, toManifests(lab));
}

function releaseOf(lab: RenderedLab, name: ChartName): { readonly release: Release; readonly own: HelmValues } {
  const release = releasesOf(lab).releases.find((each) => each.name === name);
  if (!release) { throw new Error(`the lab has no release ${name}`); }
  return { release, own: lab.helmValues(name) ?? {} };
}

/** One line for each of the chart's own first keys, so that a raised pin shows what it changes. */
function formatValues({ values: { keys = {}, ...rest }, ...about }: ChartData): string {
  const lines = Object.entries(keys).map(([key, node]) => `    ${JSON.stringify(key)}: ${JSON.stringify(node)}`);
  const head = [...Object.entries(about)].map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`);
  const more = Object.entries(rest).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}, `).join('');
  return ['{', ...head, `  "values": { ${more}"keys": {`, lines.join(',\n'), '  } }', '}', ''].join('\n');
}

/** One line for each Service, for each kind of pod and for each value. */
function formatObjects({ services, pods, changes, ...about }: ChartObjects): string {
  const head = Object.entries(about).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const lists = Object.entries({ services, pods, changes }).map(([key, items]) => {
    const lines = items.map((item) => `\n    ${JSON.stringify(item)}`);
    return `  ${JSON.stringify(key)}: [${lines.join(',')}${lines.length > 0 ? '\n  ' : ''}]`;
  });
  return `{\n${[...head, ...lists].join(',\n')}\n}\n`;
}
