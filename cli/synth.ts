import path from 'node:path';
import { Command } from 'commander';
import { distFolder } from '../config/location';
import { CDK8S_SCRATCH, writeCopy } from '../output/cdk8s-copy';
import { pathIn, type Written } from '../output/tree';
import { compareTrees, recover, writeTrees } from '../output/write';
import { outputTrees } from '../synth/output-trees';
import { synthesise } from '../synth/synthesise';
import { configOption, loadLab } from './config-option';
import { EXIT } from './exit-codes';
import { complain, say } from './output';
import { summarise, summaryData } from './synth-summary';
import { refuseWarnings, strictOption, warn } from './warnings';

interface SynthOptions {
  readonly config?: string;
  readonly check?: boolean;
  readonly json?: boolean;
  readonly strict?: boolean;
}

/** `homelab synth`. */
export function synthCommand(exit: (code: number) => void): Command {
  return new Command('synth')
    .description('Write the manifests, scripts and alert rules that homelab.yaml describes. If it has a mistake, nothing is written.')
    .addOption(configOption())
    .option('--check', 'write nothing; list the files that are not current, and exit with 1 if there are any')
    .addOption(strictOption())
    .option('--json', 'print the summary as JSON')
    .addHelpText('after', '\nExample: homelab synth --config labs/attic.yaml')
    .action(async (options: SynthOptions) => { exit(await synth(options)); });
}

async function synth({ check = false, json = false, strict = false, ...options }: SynthOptions): Promise<number> {
  const outdir = process.env['CDK8S_OUTDIR'];
  const { loaded, code } = await loadLab(options);
  const { location } = loaded;
  if (!check) { recover(location.folder); }
  const synthesis = synthesise(loaded, code);
  const { warnings } = synthesis;
  refuseWarnings(warnings, strict);
  const trees = outputTrees(synthesis, location);

  if (check) { return report(compareTrees(location.folder, trees), warnings, json); }
  const scratch = path.join(location.folder, CDK8S_SCRATCH);
  const known = [scratch, path.resolve(location.folder, distFolder(loaded.config.gitops.path, location))];
  // `cdk8s synth --output OTHER` and `--stdout` want the manifests there, and nothing else changed.
  if (outdir !== undefined && !known.includes(path.resolve(outdir))) {
    writeCopy(outdir, synthesis.files);
    warn(warnings);
    return EXIT.ok;
  }
  const written = writeTrees(location.folder, trees);
  if (outdir !== undefined) { writeCopy(scratch, synthesis.files); }
  const text = json ? JSON.stringify(summaryData(synthesis, written, loaded), undefined, 2) : summarise(synthesis, written, loaded);
  // The cdk8s CLI does not show the standard output of its app.
  (outdir === undefined ? say : complain)(text);
  if (!json) { warn(warnings); }
  return EXIT.ok;
}

/** Names each file that a synth would change. */
function report(written: readonly Written[], warnings: readonly string[], json: boolean): number {
  const stale = written.flatMap(({ folder, added, changed, removed }) => [
    ...added.map((file) => ({ file: pathIn(folder, file), state: 'missing' })),
    ...changed.map((file) => ({ file: pathIn(folder, file), state: 'different' })),
    ...removed.map((file) => ({ file: pathIn(folder, file), state: 'left over' })),
  ]);
  if (json) {
    const folders = written.map(({ folder }) => folder);
    say(JSON.stringify({ current: stale.length === 0, folders, files: stale, warnings }, undefined, 2));
  } else if (stale.length === 0) {
    say(`All ${written.reduce((sum, { files }) => sum + files, 0)} generated files are current.`);
  } else {
    say([...stale.map(({ file, state }) => `${file}: ${state}`), '',
      `${stale.length} file(s) are not current. Run homelab synth and commit what it writes.`].join('\n'));
  }
  if (!json) { warn(warnings); }
  return stale.length === 0 ? EXIT.ok : EXIT.no;
}
