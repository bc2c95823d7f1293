import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { QUESTIONS } from '../../../cli/init/questions';
import { parseConfig } from '../../../charts/load-config';
import { put, snapshot, temporaryFolder } from '../../output/folder';

const PROGRAM = path.join(__dirname, '../../..', 'lib', 'main.js');

/** What a lab is made of; a pin to git or to an address adds .npmrc, one to a tarball the tarball. */
const FILES = [
  '.gitattributes', '.github/workflows/check.yml', '.github/workflows/diff.yml', '.gitignore', '.vscode/extensions.json',
  '.vscode/settings.json', 'README.md', 'cdk8s.yaml', 'homelab.yaml', 'package.json', 'renovate.json',
];

/** Flags that leave nothing to the machine. */
const FLAGS = ['--domain', 'none', '--network', '192.168.100.0/24', '--memory', '12', '--alerts', 'none', '--tool', '0.2.0'];

interface Outcome { readonly status: number | null; readonly stdout: string; readonly stderr: string }

function init(cwd: string, ...args: readonly string[]): Outcome {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: path.join(cwd, 'no-such-file'), GIT_CONFIG_NOSYSTEM: '1' };
  return spawnSync(process.execPath, [PROGRAM, 'init', ...args], { cwd, encoding: 'utf8', env, input: '' });
}

describe('homelab init', () => {
  test('makes a lab from flags alone, in a folder that is not there yet', () => {
    // GIVEN
    const parent = temporaryFolder();
    // WHEN
    const { status, stdout, stderr } = init(parent, 'labs/my lab', ...FLAGS, '--repository', 'https://github.com/me/lab.git');
    // THEN
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const lab = path.join(parent, 'labs', 'my lab');
    expect(Object.keys(snapshot(lab) ?? {}).sort()).toEqual([...FILES].sort());
    expect(load(readFileSync(path.join(lab, 'homelab.yaml'), 'utf8')))
      .toEqual({
        domain: 'homelab.internal', gitops: { repoURL: 'https://github.com/me/lab.git' }, tls: { issuer: 'homelab-ca' }, appsFolder: 'apps',
      });
    expect(stdout).toBe([
      'A new lab in labs/my lab, made with homelab-synth 0.2.0:',
      ...FILES.map((file) => `  ${file}`),
      '',
      'Next:',
      '  1. cd "labs/my lab"',
      '  2. git init -b main',
      '  3. npm install',
      '  4. npm run synth',
      '  5. continue with README.md: commit, push, and on Windows scripts\\lab.cmd doctor and scripts\\lab.cmd up',
      '',
    ].join('\n'));
  });

  test('makes one from nothing with --yes', () => {
    const folder = temporaryFolder();
    const { status, stdout } = init(folder, '--yes', '--tool', '0.2.0');
    expect(status).toBe(0);
    expect(() => parseConfig(readFileSync(path.join(folder, 'homelab.yaml'), 'utf8'))).not.toThrow();
    expect(stdout).toContain('write the address of your git repository into homelab.yaml: gitops.repoURL');
    expect(stdout).not.toContain('cd ');
  });

  test('takes what a git repository says of itself, and leaves what is in it alone', () => {
    const folder = temporaryFolder();
    execFileSync('git', ['init', '-b', 'trunk'], { cwd: folder, stdio: 'ignore' });
    execFileSync('git', ['remote', 'add', 'origin', 'https://me:token@github.com/me/lab.git'], { cwd: folder });
    put(folder, { LICENSE: 'mine' });
    const { status, stdout } = init(folder, '--yes', '--tool', '0.2.0');
    expect(status).toBe(0);
    expect(parseConfig(readFileSync(path.join(folder, 'homelab.yaml'), 'utf8')).gitops)
      .toMatchObject({ repoURL: 'https://github.com/me/lab.git', revision: 'trunk' });
    expect(readFileSync(path.join(folder, 'LICENSE'), 'utf8')).toBe('mine');
    expect(stdout).not.toContain('git init');
  });

  test('prints as JSON what it wrote', () => {
    const folder = temporaryFolder();
    const { status, stdout } = init(folder, 'lab', ...FLAGS, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ folder: 'lab', files: FILES, tool: '0.2.0', next: expect.any(Array) as unknown });
  });

  test('completes the package.json of npm install, in place', () => {
    const folder = temporaryFolder();
    put(folder, {
      'package.json': '{ "dependencies": { "homelab-synth": "^0.2.0" } }', 'package-lock.json': '{}', 'node_modules/x/package.json': '{}',
    });
    expect(init(folder, ...FLAGS)).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')))
      .toMatchObject({ private: true, scripts: { synth: 'homelab synth' }, dependencies: { 'homelab-synth': '0.2.0' } });
    expect(readFileSync(path.join(folder, 'package-lock.json'), 'utf8')).toBe('{}');
  });

  test('names everything that is in the way, and writes nothing', () => {
    // GIVEN what a fresh repository of GitHub's and npm init leave
    const folder = temporaryFolder();
    put(folder, { 'readme.md': '# Lab\n', '.gitignore': 'x\n', 'LICENSE': '', 'package.json': '{ "name": "lab", "version": "1.0.0" }' });
    mkdirSync(path.join(folder, '.git'));
    const before = snapshot(folder);
    // WHEN
    const { status, stdout, stderr } = init(folder, ...FLAGS);
    // THEN
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe([
      'Nothing was written, because these exist already:',
      '  .gitignore',
      '  package.json',
      '  readme.md',
      'Move or delete them (git keeps what is committed) and run this again, or name an empty folder.',
      '',
    ].join('\n'));
    expect(snapshot(folder)).toEqual(before);
  });

  test('without a terminal says which flags are missing', () => {
    const folder = temporaryFolder();
    const { status, stderr } = init(folder, 'lab', '--tool', '0.2.0', '--memory', '12', '--network', '192.168.100.0/24');
    expect(status).toBe(2);
    expect(stderr).toBe([
      'There is no terminal to ask on. Give these options, or --yes to use the proposed answers:',
      '  --domain <name> (proposed: none)',
      '  --alerts <receiver> (proposed: none)',
      'homelab init --help explains them.',
      '',
    ].join('\n'));
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    [['--domain', 'a"\nb: c'], /^--domain: is not a host name [^\n]*\n$/],
    [['--tool', 'latest'], /^--tool: latest is neither a build of homelab-synth nor a file; [^\n]*\n$/],
    [['lab\u0007'], /^lab\\u0007 contains a control character; give the folder another name\.\n$/],
    [['--memroy', '12'], /^Unknown option '--memroy'\. Did you mean --memory\? [^\n]*\n$/],
    [['a', 'b'], /^Too many arguments for 'init'\. Expected 1 argument but got 2/],
  ])('%j is answered with one sentence, and nothing is written', (args, message) => {
    const folder = temporaryFolder();
    const { status, stdout, stderr } = init(folder, '--yes', ...args.includes('--tool') ? [] : ['--tool', '0.2.0'], ...args);
    expect(stderr).toMatch(message);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('run from its sources for a lab elsewhere, asks what to pin', () => {
    const folder = temporaryFolder();
    const { status, stderr } = init(folder, 'lab', '--yes');
    expect(status).toBe(2);
    expect(stderr).toContain('Name a build with --tool');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('has a help with every flag and an example', () => {
    const { status, stdout } = init(temporaryFolder(), '--help');
    expect(status).toBe(0);
    const flags = [...QUESTIONS.map(({ flag }) => flag), '--tool <spec>', '-y, --yes', '--json'];
    for (const text of ['Usage: homelab init [options] [folder]', ...flags, 'Example: homelab init my-lab']) {
      expect(stdout).toContain(text);
    }
  });
});
