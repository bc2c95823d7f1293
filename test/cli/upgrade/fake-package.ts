import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createTarGzip } from 'nanotar';
import { put, temporaryFolder } from '../../output/folder';

/** A version of the program that is small enough to be installed in a moment. */
export interface FakeVersion {
  readonly version: string;
  /** Keys of homelab.yaml that it refuses. @default - none */
  readonly refuses?: string;
  /** Node versions it says it runs on. @default - any */
  readonly node?: string;
  /** Whether its synth fails after its diff has worked. @default false */
  readonly isBroken?: boolean;
  /** @default 'homelab-synth' */
  readonly name?: string;
}

/** Its files, by their paths. */
export function fakeFiles({ version, refuses = '', node, isBroken = false, name = 'homelab-synth' }: FakeVersion): Record<string, string> {
  const manifest = { name, version, license: 'MIT', bin: { homelab: 'lib/main.js' }, ...node === undefined ? {} : { engines: { node } } };
  return {
    'package.json': `${JSON.stringify(manifest, undefined, 2)}\n`,
    'CHANGELOG.md': '# Changelog\n\n## [0.3.0]\n\n### Breaking\n\n- `old` is gone.\n\n## [0.2.1]\n\n### Fixed\n\n- A fault.\n',
    'lib/main.js': `#!/usr/bin/env node
const fs = require('node:fs'), path = require('node:path');
const args = process.argv.slice(2);
const file = args[args.indexOf('--config') + 1];
const config = fs.readFileSync(file, 'utf8');
const output = path.join(path.dirname(file), 'dist', 'out.yaml');
if (${JSON.stringify(refuses)} !== '' && config.includes(${JSON.stringify(refuses)})) {
  console.error('homelab.yaml:1:1 ${refuses}: is no key any more');
  process.exit(1);
}
const wanted = '# Generated from homelab.yaml\\n# by ${version}\\n' + config;
const found = fs.existsSync(output) ? fs.readFileSync(output, 'utf8') : '';
if (args[0] === 'diff') {
  const change = found.split('\\n')[1] + ' -> ' + wanted.split('\\n')[1];
  console.log(args.includes('--json') ? JSON.stringify({ change }) : '1 changed.\\n' + change);
} else if (args.includes('--check')) {
  const files = found === wanted ? [] : [{ file: 'dist/out.yaml', state: 'different' }];
  console.log(JSON.stringify({ current: files.length === 0, folders: ['dist'], files }));
  process.exit(files.length === 0 ? 0 : 1);
} else if (${String(isBroken)}) {
  console.error('the disk is full');
  process.exit(2);
} else {
  fs.mkdirSync(path.dirname(output), { recursive: true });
  fs.writeFileSync(output, wanted);
}
`,
  };
}

/** What npm pack would make of it. @returns its path */
export async function fakeTarball(version: FakeVersion, folder = temporaryFolder()): Promise<string> {
  const entries = Object.entries(fakeFiles(version)).map(([name, data]) => ({ name: `package/${name}`, data, attrs: { mtime: 0 } }));
  const file = path.join(folder, `homelab-synth-${version.version}.tgz`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, await createTarGzip(entries));
  return file;
}

/** A git repository that has it in several versions, each tagged with "v" and the version. @returns its commits */
export function fakeRepository(folder: string, versions: readonly FakeVersion[]): string[] {
  git(folder, 'init', '--quiet');
  return versions.map((version) => {
    put(folder, fakeFiles(version));
    commit(folder, version.version);
    git(folder, 'tag', '--annotate', '--message=x', `v${version.version}`);
    return git(folder, 'rev-parse', 'HEAD').trim();
  });
}

/** Commits everything in a folder. */
export function commit(folder: string, message = 'x'): void {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', `--message=${message}`);
}

/** Runs git as somebody. @returns what it prints */
export function git(folder: string, ...args: readonly string[]): string {
  const identity = ['user.name=t', 'user.email=t@example.com', 'commit.gpgsign=false', 'tag.gpgsign=false', 'core.autocrlf=false'];
  const { status, stdout, stderr } = spawnSync('git', [...identity.flatMap((each) => ['-c', each]), ...args],
    { cwd: folder, encoding: 'utf8' });
  if (status !== 0) { throw new Error(`git ${args.join(' ')}: ${stderr}`); }
  return stdout;
}

/** A registry that knows some versions of the package: an npm that answers questions, and installs from files. */
export async function fakeNpm(versions: readonly FakeVersion[]): Promise<string> {
  const folder = temporaryFolder();
  const packages = Object.fromEntries(await Promise.all(versions.map(async (each) => [each.version,
    await fakeTarball(each, folder)] as const)));
  const views = Object.fromEntries(versions.map(({ version, node }) => [version,
    { name: 'homelab-synth', version, ...node ? { engines: { node } } : {} }]));
  put(folder, {
    'npm.js': `const fs = require('node:fs'), path = require('node:path'), { spawnSync } = require('node:child_process');
const args = process.argv.slice(2);
fs.appendFileSync(path.join(__dirname, 'log'), JSON.stringify(args) + '\\n');
const spec = args[args.indexOf('--') + 1];
const version = spec.slice('homelab-synth@'.length);
if (process.env.FAKE_NPM === 'offline') { console.log('{"error":{"code":"ENOTFOUND","summary":"getaddrinfo"}}'); process.exit(1); }
if (args[0] === 'view') {
  const views = ${JSON.stringify(views)};
  console.log(JSON.stringify(args.at(-1) === 'versions' ? Object.keys(views) : views[version]));
} else if (process.env.FAKE_NPM === 'slow') {
  fs.rmSync('node_modules/homelab-synth', { recursive: true });
  console.error('npm is at it');
  setTimeout(() => {}, 60_000);
} else if (process.env.FAKE_NPM === 'broken') {
  fs.rmSync('node_modules/homelab-synth', { recursive: true });
  fs.writeFileSync('package-lock.json', 'half');
  console.error('npm error something');
  process.exit(1);
} else {
  const manifest = JSON.parse(fs.readFileSync('package.json', 'utf8'));
  manifest.dependencies['homelab-synth'] = version;
  fs.writeFileSync('package.json', JSON.stringify(manifest, undefined, 2) + '\\n');
  fs.rmSync('node_modules/homelab-synth', { recursive: true });
  fs.mkdirSync('node_modules/homelab-synth');
  console.log('changed 1 package');
  process.exit(spawnSync('tar',
    ['-xzf', ${JSON.stringify(packages)}[version], '--strip-components=1', '-C', 'node_modules/homelab-synth']).status);
}
`,
    'npm': `#!/bin/sh\nexec "${process.execPath}" "$(dirname "$0")/npm.js" "$@"\n`,
    'npm.cmd': `@"${process.execPath}" "%~dp0npm.js" %*\r\n`,
  });
  spawnSync('chmod', ['+x', path.join(folder, 'npm')]);
  return folder;
}

/** What the fake npm was asked. */
export function npmCalls(folder: string): string[][] {
  return readFileSync(path.join(folder, 'log'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as string[]);
}
