import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pinOf, pinOfRunning, type ToolPin } from '../../../cli/init/tool-pin';
import { put, temporaryFolder } from '../../output/folder';

const TOOL = { name: 'homelab-synth', version: '0.2.0' };
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const HOSTED = 'github.com/me/homelab-synth.git';
const FILE = 'file:../homelab-synth-0.2.0.tgz';
const TARBALL = 'not really a tarball';

/** A folder in which npm has installed the tool, and the folder of the tool in it. */
function installed(asked: string, entry: object): { readonly folder: string; readonly root: string } {
  const folder = path.join(temporaryFolder(), 'installed');
  put(folder, {
    'package.json': JSON.stringify({ dependencies: { 'homelab-synth': asked } }),
    'node_modules/.package-lock.json': JSON.stringify({ packages: { 'node_modules/homelab-synth': entry } }),
    'node_modules/homelab-synth/package.json': JSON.stringify(TOOL),
  });
  return { folder, root: path.join(folder, 'node_modules', 'homelab-synth') };
}

function integrityOf(text: string): string {
  return `sha512-${createHash('sha512').update(text).digest('base64')}`;
}

describe('the program that runs is pinned', () => {
  const lab = path.join(temporaryFolder(), 'lab');

  test.each([
    ['^0.2.0', { version: '0.2.0', resolved: 'https://registry.example.org/homelab-synth/-/homelab-synth-0.2.0.tgz' }],
    // npm notes no address at all with omit-lockfile-registry-resolved.
    ['^0.2.0', { version: '0.2.0' }],
    ['latest', {}],
  ])('to its version where %s came from a registry', (asked, entry) => {
    expect(pinOfRunning(installed(asked, entry).root, { lab, tool: TOOL })).toEqual({ spec: '0.2.0' });
  });

  test('to its version where npm left no notes: a global installation, another package manager', () => {
    const folder = temporaryFolder();
    put(folder, { 'lib/node_modules/homelab-synth/package.json': '{}' });
    expect(pinOfRunning(path.join(folder, 'lib', 'node_modules', 'homelab-synth'), { lab, tool: TOOL })).toEqual({ spec: '0.2.0' });
  });

  test.each([
    [`git+https://${HOSTED}`, `git+ssh://git@${HOSTED}#${COMMIT}`, `git+https://${HOSTED}`],
    [`git+https://${HOSTED}#main`, `git+ssh://git@${HOSTED}#${COMMIT}`, `git+https://${HOSTED}`],
    ['github:me/homelab-synth#semver:^0.2', `git+ssh://git@${HOSTED}#${COMMIT}`, 'github:me/homelab-synth'],
    ['me/homelab-synth', `git+ssh://git@${HOSTED}#${COMMIT}`, `git+ssh://git@${HOSTED}`],
    ['git+file:///srv/git/homelab-synth', `git+file:///srv/git/homelab-synth#${COMMIT}`, 'git+file:///srv/git/homelab-synth'],
  ])('to its commit where %s came from git', (asked, resolved, repository) => {
    expect(pinOfRunning(installed(asked, { resolved }).root, { lab, tool: TOOL }))
      .toEqual({ spec: `${repository}#${COMMIT}`, allowScripts: repository, npmrc: 'allow-git=root' });
  });

  test('to the address of a tarball that was downloaded', () => {
    const address = 'https://github.com/me/homelab-synth/releases/download/v0.2.0/homelab-synth-0.2.0.tgz';
    const { root } = installed(address, { resolved: address });
    expect(pinOfRunning(root, { lab, tool: TOOL })).toEqual({ spec: address, npmrc: 'allow-remote=root' });
  });

  test('to a copy of its tarball, in the lab', () => {
    const { folder, root } = installed(FILE, { resolved: FILE, integrity: integrityOf(TARBALL) });
    const file = path.join(folder, '..', 'homelab-synth-0.2.0.tgz');
    writeFileSync(file, TARBALL);
    const pin: ToolPin = { spec: 'file:vendor/homelab-synth-0.2.0.tgz', vendored: { from: file, to: 'vendor/homelab-synth-0.2.0.tgz' } };
    expect(pinOfRunning(root, { lab: folder, tool: TOOL })).toEqual(pin);
    expect(pinOfRunning(root, { lab, tool: TOOL })).toEqual(pin);
    // AND to the tarball itself, if it is in the lab already
    expect(pinOfRunning(root, { lab: path.dirname(file), tool: TOOL })).toEqual({ spec: 'file:homelab-synth-0.2.0.tgz' });
  });

  test('to no tarball but the one that was installed', () => {
    const { folder, root } = installed(FILE, { resolved: FILE, integrity: integrityOf(TARBALL) });
    const file = path.join(folder, '..', 'homelab-synth-0.2.0.tgz');
    writeFileSync(file, 'rebuilt meanwhile');
    const pin = (): ToolPin => pinOfRunning(root, { lab, tool: TOOL });
    expect(pin).toThrow(/^\S*homelab-synth-0\.2\.0\.tgz has changed since this program was installed from it; install it again/);
    rmSync(file);
    expect(pin).toThrow(/^This program was installed from \S*homelab-synth-0\.2\.0\.tgz, which does not exist any more/);
  });
});

describe('a checkout of the program', () => {
  const parent = temporaryFolder();
  const root = path.join(parent, 'homelab-synth');
  put(root, { 'package.json': JSON.stringify(TOOL) });

  test('is linked from a lab beside it', () => {
    expect(pinOfRunning(root, { lab: path.join(parent, 'lab'), tool: TOOL })).toEqual({ spec: 'file:../homelab-synth' });
  });

  test('is linked from a lab elsewhere that asks for it', () => {
    const lab = path.join(temporaryFolder(), 'lab');
    const spec = `file:${path.relative(lab, root)}`;
    put(lab, { 'package.json': JSON.stringify({ dependencies: { 'homelab-synth': spec } }) });
    expect(pinOfRunning(root, { lab, tool: TOOL })).toEqual({ spec });
  });

  test.each(['homelab-synth/my-lab', 'deeper/my-lab'])('is no pin for %s, and says what is', (lab) => {
    expect(() => pinOfRunning(root, { lab: path.join(parent, lab), tool: TOOL }))
      .toThrow(/^This is homelab-synth run from its sources, .* Name a build with --tool: a version such as 0\.2\.0, /);
  });
});

describe('--tool', () => {
  const from = temporaryFolder();
  const lab = path.join(from, 'lab');
  put(from, {
    'homelab-synth-0.3.0.tgz': TARBALL,
    'my tool.tgz': TARBALL,
    'tools/homelab-synth/package.json': JSON.stringify(TOOL),
    'other/package.json': JSON.stringify({ name: 'other' }),
    'lab/vendor/homelab-synth-0.3.0.tgz': TARBALL,
  });
  const pin = (spec: string): ToolPin => pinOf(spec, { lab, from, tool: TOOL });

  test.each(['0.3.0', '1.0.0-rc.1'])('takes the version %s', (version) => { expect(pin(version)).toEqual({ spec: version }); });

  test('takes a commit', () => {
    expect(pin(`git+https://${HOSTED}#${COMMIT}`).spec).toBe(`git+https://${HOSTED}#${COMMIT}`);
    expect(pin(`git+ssh://git@${HOSTED}#${COMMIT}`).allowScripts).toBe(`git+ssh://git@${HOSTED}`);
  });

  test('takes a tarball, wherever it is, and a folder', () => {
    const copy = { from: path.join(from, 'homelab-synth-0.3.0.tgz'), to: 'vendor/homelab-synth-0.3.0.tgz' };
    expect(pin('homelab-synth-0.3.0.tgz')).toEqual({ spec: 'file:vendor/homelab-synth-0.3.0.tgz', vendored: copy });
    expect(pin(`file:${copy.from}`)).toEqual({ spec: 'file:vendor/homelab-synth-0.3.0.tgz', vendored: copy });
    expect(pin('lab/vendor/homelab-synth-0.3.0.tgz')).toEqual({ spec: 'file:vendor/homelab-synth-0.3.0.tgz' });
    expect(pin('tools/homelab-synth')).toEqual({ spec: 'file:../tools/homelab-synth' });
  });

  test.each([
    ['^0.2.0', '--tool: ^0.2.0 is neither a build of homelab-synth nor a file; write a version such as 0.2.0'],
    ['latest', '--tool: latest is neither a build of homelab-synth nor a file'],
    ['0.2', '--tool: 0.2 is neither a build'],
    ['git+https://git.example.org/me/homelab-synth.git', 'can mean another commit tomorrow; write the full commit'],
    ['git+https://git.example.org/me/homelab-synth.git#main', 'can mean another commit tomorrow'],
    [`git+https://git.example.org/me/homelab-synth.git#${COMMIT.slice(0, 7)}`, 'can mean another commit tomorrow'],
    [`git+https://me:token@git.example.org/homelab-synth.git#${COMMIT}`, '--tool contains a user name, password or token'],
    [`git+https://token@git.example.org/homelab-synth.git#${COMMIT}`, '--tool contains a user name, password or token'],
    ['https://token@example.org/homelab-synth-0.2.0.tgz', '--tool contains a user name, password or token'],
    ['http://example.org/homelab-synth-0.2.0.tgz', 'is neither a build'],
    ['gone.tgz', '--tool: gone.tgz is neither a build of homelab-synth nor a file'],
    ['my tool.tgz', '--tool: my tool.tgz is not a file name that npm pack makes'],
    ['other', 'is a folder, but not the one of homelab-synth'],
    ['0.2.0\n"scripts": {}', '--tool: 0.2.0\\u000a"scripts": {} is neither a build'],
    ['', 'is a folder, but not the one of homelab-synth'],
    ['\u001b[31m', '--tool: \\u001b[31m is neither a build'],
  ])('refuses %j', (spec, message) => { expect(() => pin(spec)).toThrow(message); });
});
