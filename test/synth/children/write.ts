import { writeTrees, type Step } from '../../../synth/write';

/**
 * A writer in a process of its own: `write.ts ROOT GENERATION [STEP COUNT]` kills itself at the COUNTth time it comes to STEP. The steps it
 * came to are what it prints.
 */
const [root = '', generation = '', at, count = '1'] = process.argv.slice(2);

const files = (folder: string): Map<string, string> => new Map(['a', 'b/c', `only-${generation}`].map((name) => [name, `# Generated from homelab.yaml\n${folder} ${generation}\n`]));

let left = Number(count);
const steps: Step[] = [];
const onStep = (step: Step): void => {
  steps.push(step);
  if (step === at && --left === 0) { process.kill(process.pid, 'SIGKILL'); }
};

try {
  const written = writeTrees(root, [{ folder: 'dist', files: files('dist') }, { folder: 'scripts', files: files('scripts') }], { onStep });
  process.stdout.write(JSON.stringify({ steps, written }));
} catch (error) {
  process.stderr.write((error as Error).message);
  process.exitCode = 1;
}
