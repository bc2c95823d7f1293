import { Command } from 'commander';
import { compareTrees, type ApplicationDiff } from '../diff/compare';
import { toMarkdown, toText } from '../diff/print';
import { readEarlier } from '../diff/sources';
import { distFolder } from '../synth/output';
import { synthesise } from '../synth/synthesise';
import { configOption, loadLab } from './config-option';
import { EXIT } from './exit-codes';
import { say, wantsColour } from './output';

interface DiffOptions {
  readonly config?: string;
  readonly from: string;
  readonly markdown?: boolean;
  readonly json?: boolean;
  readonly check?: boolean;
}

/** `homelab diff`. */
export function diffCommand(exit: (code: number) => void): Command {
  return new Command('diff')
    .description('Say what homelab.yaml, as it stands, changes in the cluster, object by object, with what can hurt.')
    .addOption(configOption())
    .option('--from <folder|commit>', 'what to compare with: a folder of manifests, or the committed ones', 'HEAD')
    .option('--markdown', 'print a comment for a pull request')
    .option('--json', 'print the differences as JSON')
    .option('--check', 'exit with 3 if something changes, with 4 if something that can hurt does')
    .addHelpText('after', '\nExample: homelab diff --from origin/main --markdown')
    .action(async (options: DiffOptions) => { exit(await diff(options)); });
}

async function diff({ from, markdown = false, json = false, check = false, ...options }: DiffOptions): Promise<number> {
  const { loaded, code } = await loadLab(options);
  const { config, location } = loaded;
  const earlier = readEarlier(from, { folder: location.folder, dist: distFolder(config, location) });
  const diffs = compareTrees(earlier, synthesise(loaded, code).files);
  say(show(diffs, { markdown, json }));
  const objects = diffs.flatMap(({ objects: changed }) => changed);
  if (!check || objects.length === 0) { return EXIT.ok; }
  return objects.some(({ hazards }) => hazards.some(({ level }) => level === 'danger')) ? EXIT.danger : EXIT.changes;
}

function show(diffs: readonly ApplicationDiff[], { markdown, json }: { readonly markdown: boolean; readonly json: boolean }): string {
  if (json) { return JSON.stringify(diffs, undefined, 2); }
  return markdown ? toMarkdown(diffs) : toText(diffs, wantsColour());
}
