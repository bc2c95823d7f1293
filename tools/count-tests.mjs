import { readFileSync } from 'node:fs';

/*
 * node tools/count-tests.mjs RESULTS.json: says in one line how many tests of jest's JSON report passed, and fails if none did.
 * A suite that does not even load counts as a failed test.
 */
const report = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8') || '{}');
const passed = report.numPassedTests ?? 0;
const failed = (report.numFailedTests ?? 0) + (report.numRuntimeErrorTestSuites ?? 0);
const skipped = (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0);
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;
