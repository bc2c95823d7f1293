import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { put, temporaryFolder } from '../../output/folder';
import { environmentWith, ROOT, type Outcome } from '../../program';

/*
 * docs/add-an-app.md, to the letter: what it says to write is written, what it says to type is typed, and what it
 * says is printed has to be there. Only `npx homelab` is the program of this checkout, and what has to run on Windows is left out.
 */

const PAGE = readFileSync(path.join(ROOT, 'docs/add-an-app.md'), 'utf8').replaceAll('\r\n', '\n');

/** A block of the page with the line before it. */
interface Step {
  readonly before: string;
  readonly language: string;
  readonly text: string;
}

const STEPS: readonly Step[] = [...PAGE.matchAll(/([^\n]*)\n+```([a-z]*)\n([^]*?)```/g)]
  .map(([, before = '', language = '', text = '']) => ({ before, language, text }));

/** The folder of a lab as `homelab init` makes it, committed, with somewhere to push to. */
function lab(): string {
  const folder = temporaryFolder();
  const remote = temporaryFolder();
  const setUp = [
    ['git', 'init', '--quiet', '--bare', '--initial-branch=main', remote],
    ['git', 'init', '--quiet', '--initial-branch=main'],
    ['git', 'config', 'user.name', 'me'], ['git', 'config', 'user.email', 'me@smith.net'], ['git', 'remote', 'add', 'origin', remote],
    [
      'homelab', 'init', '--yes', '--tool', '0.2.0', '--repository', 'https://github.com/me/homelab.git', '--domain', 'lab.smith.net',
      '--dns', 'cloudflare', '--email', 'me@smith.net', '--alerts', 'ntfy',
    ],
    ['homelab', 'synth'], ['git', 'add', '-A'], ['git', 'commit', '--quiet', '-m', 'A lab'],
    ['git', 'push', '--quiet', '-u', 'origin', 'main'],
  ];
  for (const words of setUp) {
    const { status, stderr } = run(folder, words);
    if (status !== 0) { throw new Error(`${words.join(' ')}: ${stderr}`); }
  }
  return folder;
}

/** A command as it is typed; `homelab` is the program of this checkout. */
function run(folder: string, [command = '', ...args]: readonly string[]): Outcome {
  const options = { cwd: folder, encoding: 'utf8', env: environmentWith(), timeout: 60_000 } as const;
  return command === 'homelab'
    ? spawnSync(process.execPath, [path.join(ROOT, 'lib', 'main.js'), ...args], options) : spawnSync(command, args, options);
}

/** The words of a line of a shell, of which one may be in quotes. */
function wordsOf(line: string): string[] {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain);
  return words[0] === 'npx' ? words.slice(1) : words;
}

test('the page is followed to the letter, and does what it says', () => {
  // GIVEN
  const folder = lab();
  const done: string[] = [];
  let said = '';
  for (const { before, language, text } of STEPS) {
    const [file] = [...before.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name).slice(-1);
    if (language === 'yaml' && file !== undefined) {
      // WHEN a file is written, or something is added to one
      if (before.startsWith('Add to')) { appendFileSync(path.join(folder, file), text); } else { put(folder, { [file]: text }); }
      done.push(file);
    } else if (language === 'sh') {
      said = '';
      for (const line of text.trimEnd().split('\n')) {
        const { status, stdout, stderr } = run(folder, wordsOf(line));
        expect({ line, status, stderr: line.startsWith('npx') ? stderr : '' }).toEqual({ line, status: 0, stderr: '' });
        said += stdout;
        done.push(line);
      }
    } else if (language === 'text') {
      // THEN it says what the page says
      for (const line of text.trimEnd().split('\n')) { expect(said).toContain(line); }
      done.push('looked');
    }
  }
  expect(done).toEqual([
    'apps/whoami/whoami.yaml', 'homelab.yaml', 'npx homelab synth', 'looked', 'npx homelab verify', 'looked', 'npx homelab diff', 'looked',
    'git add -A', 'git commit -m "Add whoami"', 'git push',
  ]);
  // AND nothing goes, and nothing is left to commit
  expect(run(folder, ['git', 'status', '--porcelain']).stdout).toBe('');
  expect(run(folder, ['git', 'log', '--format=%s', 'origin/main']).stdout).toBe('Add whoami\nA lab\n');
  expect(run(folder, ['homelab', 'synth', '--check'])).toMatchObject({ status: 0 });
});

test('what it says of the diff is all: things come, and nothing goes', () => {
  const folder = lab();
  for (const { before, language, text } of STEPS.filter((step) => step.language === 'yaml')) {
    const [file = ''] = [...before.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name).slice(-1);
    if (before.startsWith('Add to')) { appendFileSync(path.join(folder, file), text); } else { put(folder, { [file]: text }); }
    expect(language).toBe('yaml');
  }
  run(folder, ['homelab', 'synth']);
  const { stdout } = run(folder, ['homelab', 'diff']);
  expect(stdout).not.toMatch(/DANGER|^ *- /m);
  expect(stdout.split('\n').filter((line) => /^ *\+ /.test(line)).length).toBeGreaterThan(3);
});
