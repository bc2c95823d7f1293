import { existsSync, readFileSync } from 'node:fs';

/*
 * node tools/count-tests.mjs RESULTS.json...: names the tests of jest's JSON reports that were skipped, says in one line how many passed,
 * all together, and fails if one failed or if a report has none. A suite that does not even load counts as a failed test, and so does a
 * report that was never written.
 */
const reports = process.argv.slice(2).map((file) => JSON.parse((existsSync(file) ? readFileSync(file, 'utf8') : '') || '{}'));
const counts = reports.map((report) => {
  const passed = report.numPassedTests ?? 0;
  const failed = (report.numFailedTests ?? 0) + (report.numRuntimeErrorTestSuites ?? 0);
  const skipped = (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0);
  return { passed, failed: passed + failed + skipped > 0 ? failed : 1, skipped };
});
const sum = (key) => counts.reduce((total, count) => total + count[key], 0);

/** Tests that were skipped, by what their outermost group is called: it says why. */
const skipped = new Map();
const suites = reports.flatMap(({ testResults }) => testResults ?? []);
for (const { ancestorTitles, title, status } of suites.flatMap(({ assertionResults }) => assertionResults ?? [])) {
  const name = ancestorTitles?.[0] ?? title;
  if (['pending', 'todo'].includes(status)) { skipped.set(name, (skipped.get(name) ?? 0) + 1); }
}
for (const [name, count] of skipped) { process.stdout.write(`skipped (${count}): ${name}\n`); }
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed${sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''}\n`);
process.exitCode = counts.length > 0 && sum('passed') > 0 && sum('failed') === 0 ? 0 : 1;
