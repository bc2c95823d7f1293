import path from 'node:path';
import { Command } from 'commander';
import { describe } from '../charts/core/manifest';
import { idleAllowances, isAllowed } from '../check/allowances';
import { RENDER_RULES } from '../check/render-rules';
import type { Problem } from '../config/problem';
import { textTable } from '../draw/table';
import { writeTrees } from '../output/write';
import { CHECKSUMS_FILE } from '../render/checksums';
import { chartFiles } from '../render/files';
import { demandsOf, totalOf } from '../render/lab-requests';
import { archiveName } from '../render/release';
import { renderLab, type Rendering } from '../render/render-lab';
import { uncheckedKinds } from '../render/unchecked';
import { judgeCharts, type RenderFinding } from '../render/verdict';
import { outputTrees } from '../synth/output-trees';
import { renderedLab } from '../synth/render';
import { synthesise, type Synthesis } from '../synth/synthesise';
import { k3sFile } from '../charts/core/k3s-release';
import { chartSources } from './chart-sources';
import { configOption, loadLab, type LoadedLab } from './config-option';
import { CannotError, EXIT } from './exit-codes';
import { say } from './output';
import { userFolder } from './user-folder';
import { refuseWarnings, strictOption, warn } from './warnings';

interface RenderOptions {
  readonly config?: string;
  readonly charts?: string;
  readonly output?: string;
  readonly json?: boolean;
  readonly strict?: boolean;
}

/** `homelab render`. */
export function renderCommand(exit: (code: number) => void): Command {
  return new Command('render')
    .description('Render every chart of the lab with its values, as the cluster will, and check what comes out. Needs helm.')
    .addOption(configOption())
    .option('--charts <folder>', 'take packaged charts (.tgz) from this folder, and pull nothing')
    .option('--output <folder>', 'write what the charts make into this folder, a file for each')
    .addOption(strictOption())
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', '\nExample: homelab render --output rendered')
    .action(async (options: RenderOptions) => { exit(await render(options)); });
}

async function render({ json = false, strict = false, charts, output, ...options }: RenderOptions): Promise<number> {
  const { loaded, code } = await loadLab(options);
  const synthesis = synthesise(loaded, code);
  refuseWarnings(synthesis.warnings, strict);
  const folder = output === undefined ? undefined : path.resolve(userFolder(), output);
  if (folder !== undefined) { checkOutput(folder, synthesis, loaded); }
  const rendered = renderedLab(synthesis.lab, synthesis.manifests);
  const rendering = await renderLab(rendered, k3sFile(loaded.config).version, chartSources(loaded.location, charts));
  const findings = judgeCharts(rendering.charts);
  const warnings = [...synthesis.warnings, ...loaded.blame(idleJudges(loaded.config.allowUnsafe, rendering, findings)).problems];
  const isStopped = strict && (warnings.length > 0 || findings.some(isWarning));
  if (folder !== undefined && !isStopped) {
    writeTrees(path.dirname(folder), [{ folder, files: chartFiles(rendering.charts.charts, path.basename(loaded.location.file)) }]);
  }
  say(json ? JSON.stringify(data(rendering, findings, warnings), undefined, 2) : report(rendering, findings, loaded));
  if (!json) { warn(warnings); }
  return findings.some(stops) || isStopped ? EXIT.no : EXIT.ok;
}

/** Lines of `allowUnsafe` that name a judge and let it pass nothing. A chart that is not rendered may be the one they are for. */
function idleJudges(lines: readonly string[], { charts }: Rendering, findings: readonly RenderFinding[]): Problem[] {
  const isWhole = charts.unrendered.length === 0 && charts.charts.every(({ refusal }) => refusal === undefined);
  const isUsed = (some: readonly string[]): boolean => findings.some(({ rule, object }) => isAllowed(some, rule, object));
  return isWhole ? idleAllowances(lines, isUsed, (rule) => RENDER_RULES.includes(rule)) : [];
}

/** The folder is replaced as a whole, so it must hold nothing that a synth writes, nor lie in such a folder. */
function checkOutput(folder: string, synthesis: Synthesis, { location }: LoadedLab['loaded']): void {
  const taken = [location.folder, ...outputTrees(synthesis, location).filter(({ shared }) => shared !== true)
    .map((tree) => path.resolve(location.folder, tree.folder))];
  const isIn = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}${path.sep}`);
  const clash = taken.find((each, index) => isIn(each, folder) || (index > 0 && isIn(folder, each)));
  if (clash !== undefined) {
    throw new CannotError(`--output ${folder} would mix what charts make with what a synth writes to ${clash}. Name a folder of its own.`);
  }
}

function isWarning({ severity, allowed }: RenderFinding): boolean {
  return severity === 'warning' && !allowed;
}

function stops({ severity, allowed }: RenderFinding): boolean {
  return severity === 'error' && !allowed;
}

function report(rendering: Rendering, findings: readonly RenderFinding[], loaded: LoadedLab['loaded']): string {
  const { charts, helm, kubernetes, recorded } = rendering;
  const unchecked = uncheckedKinds(charts);
  const objects = charts.charts.reduce((sum, chart) => sum + chart.objects.length, 0);
  const errors = findings.filter(stops).length;
  const warnings = findings.filter(isWarning).length;
  return [
    textTable([
      ['Release', 'Chart', 'Version', 'Namespace', 'Objects'],
      ...charts.charts.map(({ release, objects: made, refusal }) => [
        release.name, release.chart, release.version, release.namespace, refusal === undefined ? String(made.length) : 'REFUSED',
      ]),
    ]),
    '',
    ...charts.unrendered.map(({ owner, why }) => `Not rendered: ${describe(owner)}, because ${why}.`),
    ...unchecked.length > 0 ? [`Not held to a schema, because none is pinned: ${unchecked.join(', ')}.`] : [],
    ...requestLines(rendering, loaded),
    ...findings.map((finding) => `${labelOf(finding)}: ${sentence(finding, loaded)}`),
    ...recorded
      ? [`Recorded the checksums of the charts in ${CHECKSUMS_FILE}. Commit it: an archive that changes is refused from now on.`]
      : [],
    `${charts.charts.length} charts make ${objects} objects (helm ${helm}, Kubernetes ${kubernetes}): `
      + `${errors} error(s), ${warnings} warning(s).`,
  ].join('\n');
}

/** What all pods ask for, next to what the nodes have, and who asks for nothing. */
function requestLines({ charts }: Rendering, { config: { nodes } }: LoadedLab['loaded']): string[] {
  const demands = demandsOf(charts);
  const { milliCpu, mebibytes } = totalOf(demands);
  const [cpus, gibibytes] = [nodes.reduce((sum, node) => sum + node.cpus, 0), nodes.reduce((sum, node) => sum + node.memoryGiB, 0)];
  const unset = demands.filter(({ job }) => !job).flatMap(({ from, unset: names }) => names.map((name) => `${from} (${name})`));
  return [
    ...unset.length > 0 ? [`Not in the sum, because they ask for no CPU or no memory: ${unset.join(', ')}.`] : [],
    `Pods ask for ${milliCpu}m CPU and ${mebibytes} MiB, jobs apart; the nodes have ${cpus} CPU(s) and ${gibibytes} GiB.`,
  ];
}

function labelOf({ severity, allowed }: RenderFinding): string {
  if (allowed) { return 'Allowed'; }
  return severity === 'error' ? 'Error' : 'Warning';
}

function sentence({ path: key, object, chart, what, fix, rule }: RenderFinding, { blame }: LoadedLab['loaded']): string {
  const subject = `${object} ${chart === '' ? '' : `(${chart}) `}${what} [${rule}]`;
  return key.length === 0 ? `${subject}; ${fix}` : blame([{ path: key, what: subject, fix }]).problems.join('\n');
}

function data(
  { charts, archives, helm, kubernetes, recorded }: Rendering, findings: readonly RenderFinding[], warnings: readonly string[],
): unknown {
  return {
    helm,
    kubernetes,
    recorded,
    charts: charts.charts.map(({ release, objects, refusal }) => {
      const { name, chart, version, repository, namespace } = release;
      return {
        release: name, chart, version, repository, namespace, sha256: archives.get(archiveName(release))?.sha256, objects: objects.length,
        ...refusal === undefined ? {} : { refusal },
      };
    }),
    unchecked: uncheckedKinds(charts),
    requests: totalOf(demandsOf(charts)),
    unrendered: charts.unrendered.map(({ owner, why }) => ({ object: describe(owner), why })),
    findings,
    warnings,
  };
}
