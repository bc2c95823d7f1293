import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { put, temporaryFolder } from '../output/folder';

const PASSED = { numPassedTests: 3, numFailedTests: 0 };

test.each<[string, readonly (object | undefined)[], string, number]>([
  ['all pass', [PASSED], '3 passed, 0 failed\n', 0],
  ['one fails', [{ numPassedTests: 3, numFailedTests: 1, numPendingTests: 2 }], '3 passed, 1 failed, 2 skipped\n', 1],
  ['a suite does not load', [{ ...PASSED, numRuntimeErrorTestSuites: 1 }], '3 passed, 1 failed\n', 1],
  ['nothing runs', [{ numPassedTests: 0, numFailedTests: 0 }], '0 passed, 1 failed\n', 1],
  ['two commands pass', [PASSED, { numPassedTests: 2, numFailedTests: 0, numPendingTests: 1 }], '5 passed, 0 failed, 1 skipped\n', 0],
  ['the second of two fails', [PASSED, { numPassedTests: 0, numFailedTests: 2 }], '3 passed, 2 failed\n', 1],
  ['the second of two ends before it reports', [PASSED, undefined], '3 passed, 1 failed\n', 1],
  ['a command finds nothing that it can run here', [PASSED, { numPassedTests: 0, numFailedTests: 0, numPendingTests: 4 }],
    '3 passed, 0 failed, 4 skipped\n', 0],
  ['everything is skipped', [{ numPassedTests: 0, numFailedTests: 0, numPendingTests: 4 }], '0 passed, 0 failed, 4 skipped\n', 1],
  ['tests are skipped', [{ ...PASSED, numPendingTests: 3, testResults: [{ assertionResults: [
    { ancestorTitles: [], title: 'passes', status: 'passed' },
    { ancestorTitles: ['amtool (SKIPPED: it is not installed)', 'a route'], title: 'takes it', status: 'pending' },
    { ancestorTitles: ['amtool (SKIPPED: it is not installed)'], title: 'refuses it', status: 'pending' },
    { ancestorTitles: [], title: 'one day', status: 'todo' },
  ] }] }], 'skipped (2): amtool (SKIPPED: it is not installed)\nskipped (1): one day\n3 passed, 0 failed, 3 skipped\n', 0],
  ['no command ran', [], '0 passed, 0 failed\n', 1],
])('where %s, CI says so at its end', (_, reports, line, status) => {
  const folder = temporaryFolder();
  const files = reports.map((report, index) => {
    if (report !== undefined) { put(folder, { [`${index}.json`]: JSON.stringify(report) }); }
    return path.join(folder, `${index}.json`);
  });
  const { stdout, status: code } = spawnSync(
    process.execPath, [path.join(__dirname, '../../tools/count-tests.mjs'), ...files], { encoding: 'utf8' },
  );
  expect({ stdout, status: code }).toEqual({ stdout: line, status });
});
