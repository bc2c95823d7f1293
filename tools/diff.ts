import { parseArgs } from 'node:util';
import { loadConfig } from '../config/load';
import { ConfigError } from '../config/problem';
import { compareTrees } from '../diff/compare';
import { toMarkdown, toText } from '../diff/print';
import { readEarlier } from '../diff/sources';
import { errorCode, SynthError } from '../synth/problem';
import { synthesise } from '../synth/synthesise';

const USAGE = 'The options are --config FILE, --from FOLDER-OR-COMMIT, --markdown and --check; with npm, write: npm run diff -- --markdown';

/** Exit codes: 0 fine; with --check also 3, something changes, and 4, something that can hurt does. */
function main(): number {
  const { config = process.env['HOMELAB_CONFIG'] ?? 'homelab.yaml', from = 'HEAD', markdown = false, check = false } = readArguments();
  const diffs = compareTrees(readEarlier(from), synthesise(loadConfig(config)).files);
  const colour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  process.stdout.write(`${markdown ? toMarkdown(diffs) : toText(diffs, colour)}\n`);
  const objects = diffs.flatMap((diff) => diff.objects);
  if (!check || objects.length === 0) { return 0; }
  return objects.some(({ hazards }) => hazards.some(({ level }) => level === 'danger')) ? 4 : 3;
}

function readArguments(): { readonly config?: string; readonly from?: string; readonly markdown?: boolean; readonly check?: boolean } {
  try {
    return parseArgs({ options: { config: { type: 'string' }, from: { type: 'string' }, markdown: { type: 'boolean' }, check: { type: 'boolean' } } }).values;
  } catch (error) {
    if (!errorCode(error)?.startsWith('ERR_PARSE_ARGS')) { throw error; }
    throw new SynthError(`${(error as Error).message.split('. ')[0] ?? ''}. ${USAGE}`);
  }
}

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof SynthError)) { throw error; }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
