import { parseArgs } from 'node:util';
import { Homelab } from './charts/homelab';
import { loadConfig } from './config/load';
import { ConfigError } from './config/problem';
import { renderLayers } from './synth/render';
import { summarise } from './synth/summary';
import { writeTree } from './synth/write';

function main(): void {
  const { values } = parseArgs({ options: { config: { type: 'string' } } });
  const { config } = loadConfig(values.config ?? process.env['HOMELAB_CONFIG'] ?? 'homelab.yaml');
  const lab = new Homelab(config);
  const files = renderLayers(lab.layers);
  const folder = process.env['CDK8S_OUTDIR'] ?? 'dist';
  writeTree(folder, files);
  process.stdout.write(summarise(lab, files, folder));
}

try {
  main();
} catch (error) {
  // Only what the user can mend is said in plain words; anything else is a bug of ours, and its stack is what we need to see.
  if (!(error instanceof ConfigError)) { throw error; }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
