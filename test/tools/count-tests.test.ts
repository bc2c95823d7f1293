import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

test.each([
  ['all pass', { numPassedTests: 3, numFailedTests: 0 }, '3 passed, 0 failed\n', 0],
  ['one fails', { numPassedTests: 3, numFailedTests: 1, numPendingTests: 2 }, '3 passed, 1 failed, 2 skipped\n', 1],
  ['a suite does not load', { numPassedTests: 3, numFailedTests: 0, numRuntimeErrorTestSuites: 1 }, '3 passed, 1 failed\n', 1],
  ['nothing runs', { numPassedTests: 0, numFailedTests: 0 }, '0 passed, 0 failed\n', 1],
])('where %s, the last line of CI says so', (_, report, line, status) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'counts-'));
  try {
    const file = path.join(folder, 'report.json');
    writeFileSync(file, JSON.stringify(report));
    expect(spawnSync(process.execPath, [path.join(__dirname, '../../tools/count-tests.mjs'), file], { encoding: 'utf8' })).toMatchObject({ stdout: line, status });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
