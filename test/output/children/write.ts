import { writeSync } from 'node:fs';
import { writeTrees, type Step } from '../../../output/write';
import { generation } from './generation';

/**
 * A writer in a process of its own: `write.ts ROOT NAME [STEP COUNT]` kills itself at the COUNTth time it comes to STEP. It says when it
 * begins.
 */
const [root = '', name = '', at, count = '1'] = process.argv.slice(2);

let left = Number(count);
const onStep = (step: Step): void => {
  if (step === 'locked') { writeSync(1, 'locked\n'); }
  if (step === at && --left === 0) { process.kill(process.pid, 'SIGKILL'); }
};

try {
  writeTrees(root, generation(name), { onStep });
} catch (error) {
  process.stderr.write((error as Error).message);
  process.exitCode = 1;
}
