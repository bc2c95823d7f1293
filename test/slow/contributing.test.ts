import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../output/folder';
import { applyDiff, filesOf, recipesOf, writeNew, type Step } from './recipe';

const ROOT = path.join(__dirname, '..', '..');
const recipes = recipesOf(readFileSync(path.join(ROOT, 'CONTRIBUTING.md'), 'utf8').replaceAll('\r\n', '\n'));

/** A copy of the working tree as git would commit it, with the packages that are installed here. */
function copy(): string {
  const folder = temporaryFolder();
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: ROOT, encoding: 'utf8' });
  // A link named node_modules is not ignored, and what is deleted and not yet committed is still listed.
  const present = files.split('\0').filter((name) => !['', 'node_modules'].includes(name) && existsSync(path.join(ROOT, name)));
  for (const file of new Set(present)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    cpSync(path.join(ROOT, file), path.join(folder, file), { force: true });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  return folder;
}

/** What a command printed, where it failed; empty where it did not. */
function run(folder: string, line: string): string {
  const [command = '', ...args] = line.split(' ');
  const { status, stdout, stderr, error } = spawnSync(
    command, args, { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' },
  );
  return status === 0 ? '' : `${line}: ${error?.message ?? ''}\n${`${stdout}${stderr}`.slice(-4000)}`;
}

function follow(folder: string, steps: readonly Step[]): string[] {
  return steps.flatMap((step) => {
    if (step.kind === 'command') { return run(folder, step.line); }
    if (step.kind === 'file') { writeNew(folder, step.file, step.text); } else { applyDiff(folder, step.diff); }
    return [];
  }).filter((complaint) => complaint !== '');
}

test('there is a recipe for everything that people add', () => {
  expect([...recipes.keys()]).toEqual(['Add a layer', 'Add an alert', 'Add a rule', 'Add a verb', 'Add a pin']);
  // A recipe without a command would prove nothing.
  const proved = [...recipes].filter(([, steps]) => steps.some((step) => step.kind === 'command' && step.line.startsWith('npx jest ')));
  expect(proved.map(([name]) => name)).toEqual([...recipes.keys()]);
});

describe('the recipes, one after the other in one copy', () => {
  const folder = copy();
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

  test.each([...recipes.keys()])('%s', (name) => { expect(follow(folder, recipes.get(name) ?? [])).toEqual([]); }, 600_000);

  test('leave nothing for the compiler and the linter', () => {
    const sources = [...recipes.values()].flat().flatMap(filesOf).filter((file) => file.endsWith('.ts'));
    expect(run(folder, 'npx tsc -p .')).toBe('');
    expect(run(folder, `npx eslint ${sources.join(' ')}`)).toBe('');
  }, 600_000);
});
