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
  ['no command ran', [], '0 passed, 0 failed\n', 1],
])('where %s, the last line of CI says so', (_, reports, line, status) => {
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
