import { existsSync, readFileSync } from 'node:fs';

/*
 * node tools/count-tests.mjs RESULTS.json...: says in one line how many tests of jest's JSON reports passed, all together, and fails if one
 * failed or if a report has none. A suite that does not even load counts as a failed test, and so does a report that was never written.
 */
const counts = process.argv.slice(2).map((file) => {
  const report = JSON.parse((existsSync(file) ? readFileSync(file, 'utf8') : '') || '{}');
  const passed = report.numPassedTests ?? 0;
  const failed = (report.numFailedTests ?? 0) + (report.numRuntimeErrorTestSuites ?? 0);
  return { passed, failed: passed + failed > 0 ? failed : 1, skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0) };
});
const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed${sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''}\n`);
process.exitCode = counts.length > 0 && sum('failed') === 0 ? 0 : 1;
