import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checksumPins, withChecksums } from './checksums/checksums';

/*
 * npm run checksums [-- --since COMMIT]: writes the published checksum of every file that versions.ts pins by version and checksum. A
 * checksum may change only where its version did since the last commit, or since the one that is named (docs/versions.md).
 */

const FILE = 'versions.ts';
const ROOT = path.resolve(__dirname, '..');

async function main(): Promise<void> {
  const [flag, commit = 'HEAD', ...rest] = process.argv.slice(2);
  if ((flag !== undefined && flag !== '--since') || rest.length > 0) { throw new Error('usage: npm run checksums [-- --since COMMIT]'); }
  const before = execFileSync('git', ['show', `${commit}:./${FILE}`], { cwd: ROOT, encoding: 'utf8' });
  const now = readFileSync(path.join(ROOT, FILE), 'utf8');
  const text = await withChecksums(now, before);
  if (text !== now) { writeFileSync(path.join(ROOT, FILE), text); }
  const old = new Map(checksumPins(now).map(({ name, sha256 }) => [name, sha256]));
  process.stdout.write(checksumPins(text)
    .map(({ name, version, sha256 }) => `${name} ${version}: ${old.get(name) === sha256 ? 'same' : 'changed to'} ${sha256}\n`).join(''));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
