import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from './config/load';
import { ConfigError } from './config/problem';
import { CDK8S_SCRATCH, writeCopy } from './synth/cdk8s';
import { errorCode, SynthError } from './synth/problem';
import { summarise } from './synth/summary';
import { synthesise } from './synth/synthesise';
import { recover, writeTrees, type Tree } from './synth/write';

function main(): void {
  const { config: file = process.env['HOMELAB_CONFIG'] ?? 'homelab.yaml' } = readArguments();
  recover('.');
  const synthesis = synthesise(loadConfig(file));

  const outdir = process.env['CDK8S_OUTDIR'];
  // `cdk8s synth --output elsewhere` and `--stdout` want the manifests there, and nothing else changed.
  if (outdir !== undefined && !['dist', CDK8S_SCRATCH].some((known) => path.resolve(known) === path.resolve(outdir))) {
    writeCopy(outdir, synthesis.files);
    return;
  }
  const trees: Tree[] = [
    { folder: 'dist', files: synthesis.files },
    { folder: 'monitoring', files: synthesis.monitoring },
    { folder: 'scripts', files: synthesis.scripts },
  ];
  const written = writeTrees('.', trees);
  if (outdir !== undefined) { writeCopy(CDK8S_SCRATCH, synthesis.files); }
  // The cdk8s CLI swallows what its app says on standard output.
  (outdir === undefined ? process.stdout : process.stderr).write(summarise(synthesis, written));
}

function readArguments(): { readonly config?: string } {
  try {
    return parseArgs({ options: { config: { type: 'string' } } }).values;
  } catch (error) {
    if (!errorCode(error)?.startsWith('ERR_PARSE_ARGS')) { throw error; }
    throw new SynthError(`${(error as Error).message.split('. ')[0] ?? ''}. The only option is --config FILE; with npm, write: npm run synth -- --config FILE`);
  }
}

try {
  main();
} catch (error) {
  // Only what the user can mend is said in plain words; anything else is a bug of ours, and its stack is what we need to see.
  if (!(error instanceof ConfigError || error instanceof SynthError)) { throw error; }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
