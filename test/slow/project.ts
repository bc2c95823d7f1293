import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { environmentWith, ROOT, type Outcome } from '../program';
import { temporaryFolder } from '../output/folder';

/** Files of the project that git knows or would take, by their paths below its root; as they are, committed or not. */
export function projectFiles(): string[] {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { stdout, status, stderr } = spawnSync('git', list, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) { throw new Error(`git cannot list the project's files: ${stderr}`); }
  return [...new Set(stdout.split('\0'))].filter((file) => file !== '' && existsSync(path.join(ROOT, file)));
}

/** A copy of the whole project, with the packages that are installed here. */
export function copyOfProject(): string {
  const folder = temporaryFolder();
  for (const file of projectFiles()) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    copyFileSync(path.join(ROOT, file), path.join(folder, file));
  }
  linkPackages(folder);
  return folder;
}

/** Lends a folder the packages that are installed here. */
export function linkPackages(folder: string): void {
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
}

/** Compiles the program of a copy and synthesises there, as `npm run synth` does. */
export function synthesiseIn(folder: string): Outcome {
  const options = { cwd: folder, encoding: 'utf8', env: environmentWith() } as const;
  const run = (...args: readonly string[]): Outcome => spawnSync(process.execPath, args, options);
  const built = run('tools/build.mjs');
  return built.status === 0 ? run('lib/main.js', 'synth') : built;
}

/** What became of a run of tests. */
export interface TestRun {
  /** Tests that failed, and suites that did not load. */
  readonly failures: readonly string[];
  readonly passed: number;
}

/**
 * Runs tests of a copy with its own jest.config.mjs: the suites whose paths begin with one of those given, and all for an empty list;
 * options are those of jest. Throws where there is no such suite: what has moved elsewhere would be left out without a word.
 */
export function testIn(folder: string, suites: readonly string[], ...options: readonly string[]): TestRun {
  const file = path.join(temporaryFolder(), 'results.json');
  const jest = path.join(folder, 'node_modules/jest/bin/jest.js');
  const { stderr } = spawnSync(process.execPath, [jest, '--ci', '--json', `--outputFile=${file}`, ...suites, ...options], {
    cwd: folder, encoding: 'utf8', env: { ...environmentWith(), JEST_WORKER_ID: undefined }, maxBuffer: 2 ** 28,
  });
  if (!existsSync(file)) { throw new Error(`jest ended without a report: ${stderr.slice(-4000)}`); }
  const { testResults, numPassedTests } = JSON.parse(readFileSync(file, 'utf8')) as JestReport;
  const suiteOf = (name: string): string => path.relative(folder, name).split(path.sep).join('/');
  const missing = suites.filter((each) => !testResults.some(({ name }) => suiteOf(name).startsWith(each)));
  if (missing.length > 0) { throw new Error(`there are no tests at ${missing.join(', ')}`); }
  const failures = testResults.filter(({ status }) => status === 'failed').flatMap(({ name, message, assertionResults }) => {
    const suite = suiteOf(name);
    const tests = assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => `${suite}: ${fullName}`);
    return tests.length > 0 ? tests : [`${suite}: ${message}`];
  });
  return { failures, passed: numPassedTests };
}

interface JestReport {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}
