import { writeTrees } from '../../../output/write';

/**
 * A writer that is not root, because permissions do not stop root: `as-nobody.ts ROOT`. Its own sources are loaded before, since the user
 * nobody may not read them.
 */
const root = process.argv[2] ?? '';
process.chdir('/');
if (process.getuid?.() === 0) {
  process.setgid?.(65534);
  process.setuid?.(65534);
}
try {
  writeTrees(root, [{ folder: 'dist', files: new Map([['a', '# Generated from homelab.yaml\nnew\n']]) }]);
} catch (error) {
  process.stderr.write((error as Error).message);
  process.exitCode = 1;
}
