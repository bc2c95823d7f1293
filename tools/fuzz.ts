import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { schemaKeys } from './fuzz/keys';
import { fuzz } from './fuzz/run';

/*
 * npm run fuzz -- N SEED: changes valid labs at random, as data and as text, and takes each the whole way in memory. It names what should
 * never happen: an error that is none of the user's, a message without a place, with control characters or too long, a case that takes too
 * long or differs the second time. docs/testing.md says more.
 */

/** CPU time that a case may take, in milliseconds. */
const LIMIT = 4000;
const ROOT = path.resolve(__dirname, '..');
const FIXTURES = path.join(ROOT, 'test/fixtures/valid');

function main(): void {
  const [count = 1000, seed = 1] = process.argv.slice(2).map(Number);
  if (!Number.isInteger(count) || !Number.isInteger(seed) || count < 1) {
    process.stderr.write('usage: npm run fuzz -- N SEED, both whole numbers\n');
    process.exitCode = 2;
    return;
  }
  const files = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml')).sort();
  const texts = files.map((file) => readFileSync(path.join(FIXTURES, file), 'utf8'));
  const onCase = (index: number): void => { if ((index + 1) % 5000 === 0) { process.stderr.write(`${index + 1} cases\n`); } };
  const { taken, refused, failed, failures, slowest } = fuzz({ texts, keys: schemaKeys(), count, seed, limit: LIMIT, onCase });
  for (const { index, failure, text } of failures) {
    const lines = text.split('\n').map((line) => `    ${JSON.stringify(line).slice(1, -1).slice(0, 400)}`);
    process.stdout.write(`\nseed ${seed}, case ${index}: ${failure}\n${lines.join('\n')}\n`);
  }
  process.stdout.write(`seed ${seed}: ${count} cases, ${taken} taken, ${refused} refused, ${failed} failed in ${failures.length} ways; `
    + `the slowest took ${Math.round(slowest)} ms\n`);
  process.exitCode = failed > 0 ? 1 : 0;
}

main();
