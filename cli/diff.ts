import path from 'node:path';
import { Command } from 'commander';
import { RenderedLab } from '../charts/core/rendered-lab';
import { distFolder } from '../config/location';
import { compareLabs, objectsOf, type LabDiff } from '../diff/compare-labs';
import { MANIFESTS, type LabFiles } from '../diff/lab-files';
import { toMarkdown } from '../diff/markdown';
import { UnreadableManifest } from '../diff/objects';
import { allowancesOf, compareAllowances } from '../diff/outside/allowances';
import { foldRepeats } from '../diff/repeats';
import { NoEarlierState, readEarlier, type Earlier } from '../diff/sources';
import { toText } from '../diff/text';
import { summaryOf } from '../diff/words';
import type { Tree } from '../output/tree';
import { foldersOf, renderChanges, type ChartTree, type States } from '../render/compare';
import { outputTrees } from '../synth/output-trees';
import { renderedLab } from '../synth/render';
import { synthesise, type Synthesis } from '../synth/synthesise';
import { k3sFile } from '../charts/core/k3s-release';
import { chartSources } from './chart-sources';
import { configOption, loadLab, type LoadedLab } from './config-option';
import { CannotError, EXIT } from './exit-codes';
import { say, wantsColour } from './output';
import { warn } from './warnings';

interface DiffOptions {
  readonly config?: string;
  readonly from: string;
  readonly render?: boolean;
  readonly charts?: string;
  readonly markdown?: boolean;
  readonly json?: boolean;
  readonly check?: boolean;
}

/** `homelab diff`. */
export function diffCommand(exit: (code: number) => void): Command {
  return new Command('diff')
    .description('Show what the current homelab.yaml changes in the cluster and on Windows, object by object, with the risks.')
    .addOption(configOption())
    .option('--from <folder|commit>', 'what to compare with: a commit, a lab\'s folder, or a folder of manifests', 'HEAD')
    .option('--render', 'render the charts that change, and show what they make too; needs helm')
    .option('--charts <folder>', 'with --render: take packaged charts (.tgz) from this folder, and pull nothing')
    .option('--markdown', 'print a comment for a pull request')
    .option('--json', 'print the differences as JSON')
    .option('--check', 'exit with 3 if something changes, with 4 if a change is dangerous')
    .addHelpText('after', '\nExample: homelab diff --from origin/main --markdown')
    .action(async (options: DiffOptions) => { exit(await diff(options)); });
}

async function diff({ from, check = false, render = false, charts, ...options }: DiffOptions): Promise<number> {
  if (charts !== undefined && !render) { throw new CannotError('--charts says where --render finds charts, and --render is not given.'); }
  const { loaded, code } = await loadLab(options);
  const synthesis = synthesise(loaded, code);
  const trees = namedTrees(synthesis, loaded);
  const { files, isCommitted, isCommit, config } = earlierState(from, loaded.location, trees);
  const now = new Map(trees.map(({ name, tree }) => [name, tree.files]));
  const written = { before: files, after: now };
  const states = render && isCommitted ? await withCharts(written, synthesis, loaded, charts) : written;
  const found = withAllowances(compareAll(states, { from, isCommit }), config, loaded);
  say(show(found, isCommitted, synthesis.warnings, options));
  if (options.json !== true) { warn(synthesis.warnings); }
  const objects = objectsOf(found);
  if (!check || objects.length === 0) { return EXIT.ok; }
  return objects.some(({ hazards }) => hazards.some(({ level }) => level === 'danger')) ? EXIT.danger : EXIT.changes;
}

/** Both states with what their charts make among the manifests, where that differs. */
async function withCharts(
  { before, after }: States<LabFiles>, { lab, manifests }: Synthesis, { config, location }: LoadedLab['loaded'], folder: string | undefined,
): Promise<States<LabFiles>> {
  const earlier = before.get(MANIFESTS);
  if (!earlier) { return { before, after }; }
  const trees = await renderChanges({
    before: new RenderedLab(config, foldersOf(earlier)), after: renderedLab(lab, manifests),
  }, k3sFile(config).version, chartSources(location, folder));
  const add = (files: LabFiles, tree: ChartTree): LabFiles =>
    new Map([...files, [MANIFESTS, new Map([...files.get(MANIFESTS) ?? [], ...tree])]]);
  return { before: add(before, trees.before), after: add(after, trees.after) };
}

interface NamedTree {
  readonly name: string;
  readonly tree: Tree;
}

function namedTrees(synthesis: Synthesis, { config, location }: LoadedLab['loaded']): NamedTree[] {
  const dist = distFolder(config.gitops.path, location);
  // LAB.md only repeats what the other files say.
  return outputTrees(synthesis, location).filter(({ shared }) => shared !== true)
    .map((tree) => ({ name: tree.folder === dist ? MANIFESTS : tree.folder, tree }));
}

/** @throws CannotError if a manifest of the earlier state is damaged */
function compareAll(
  { before, after }: States<LabFiles>, { from, isCommit }: Pick<DiffOptions, 'from'> & Pick<Earlier, 'isCommit'>,
): LabDiff {
  try {
    return compareLabs(before, after);
  } catch (error) {
    if (!(error instanceof UnreadableManifest)) { throw error; }
    // A synth writes to the lab's own folders: it mends no commit, and no copy either.
    const mend = isCommit ? '' : '; or synthesise the lab of that folder again, which writes the file anew';
    throw new CannotError(`${MANIFESTS}/${error.message} in "${from}". Compare with another state: --from <folder|commit>${mend}.`, {
      cause: error,
    });
  }
}

/** The differences with those of `allowUnsafe`, if the earlier state has a configuration. */
function withAllowances(found: LabDiff, earlier: string | undefined, { config, location }: LoadedLab['loaded']): LabDiff {
  const before = earlier === undefined ? undefined : allowancesOf(earlier);
  if (!before) { return found; }
  return { ...found, outside: [...compareAllowances(path.basename(location.file), before, config.allowUnsafe), ...found.outside] };
}

function earlierState(from: string, { folder, file }: LoadedLab['loaded']['location'], trees: readonly NamedTree[]): Earlier {
  try {
    return readEarlier(from, folder, trees.map(({ name, tree }) => ({ tree: name, folder: tree.folder })), file);
  } catch (error) {
    throw error instanceof NoEarlierState ? new CannotError(error.message, { cause: error }) : error;
  }
}

function show(
  found: LabDiff, isCommitted: boolean, warnings: readonly string[], { markdown, json }: Pick<DiffOptions, 'markdown' | 'json'>,
): string {
  if (json === true) {
    const { repeats } = foldRepeats(found);
    return JSON.stringify({ committed: isCommitted, summary: summaryOf(found), ...found, repeats, warnings }, undefined, 2);
  }
  if (!isCommitted) {
    const { length } = objectsOf(found);
    return `Nothing is committed yet, so everything is new: ${length} objects and files. `
      + 'Commit them; then the next change can be compared.';
  }
  return markdown === true ? toMarkdown(found) : toText(found, wantsColour());
}
