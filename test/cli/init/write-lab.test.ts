import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { inTheWay, writeLab } from '../../../cli/init/write-lab';
import { put, snapshot, temporaryFolder } from '../../output/folder';

const FILES = new Map([
  ['homelab.yaml', 'domain: a.example.org\n'], ['.github/workflows/check.yml', 'name: Check\n'], ['package.json', '{}\n'],
]);
const NONE: ReadonlySet<string> = new Set();

describe('in the way', () => {
  test('is nothing in a folder that is empty, absent, or holds other things', () => {
    const folder = temporaryFolder();
    put(folder, { 'LICENSE': '', '.git/config': '', '.github/FUNDING.yml': '', 'docs/a.md': '' });
    expect(inTheWay(temporaryFolder(), FILES.keys())).toEqual([]);
    expect(inTheWay(path.join(folder, 'absent', 'deep'), FILES.keys())).toEqual([]);
    expect(inTheWay(folder, FILES.keys())).toEqual([]);
  });

  test('is every file that would be written, whatever the case of its name', () => {
    const folder = temporaryFolder();
    put(folder, { 'Homelab.yaml': '', '.github/workflows/check.yml': '' });
    expect(inTheWay(folder, FILES.keys())).toEqual(['.github/workflows/check.yml', 'Homelab.yaml']);
  });

  test('is a file where a folder has to be, and a folder where a file has to be', () => {
    const folder = temporaryFolder();
    put(folder, { '.github': '' });
    mkdirSync(path.join(folder, 'package.json'));
    expect(inTheWay(folder, FILES.keys())).toEqual(['.github', 'package.json']);
  });

  test('a lab cannot be a file', () => {
    const folder = temporaryFolder();
    put(folder, { lab: '' });
    expect(() => inTheWay(path.join(folder, 'lab'), FILES.keys())).toThrow(/lab is a file; name a folder for the lab\.$/);
  });
});

describe('writing', () => {
  test('makes the folder and every file', () => {
    const folder = path.join(temporaryFolder(), 'my lab');
    writeLab(folder, { files: FILES, replace: NONE });
    expect(snapshot(folder)).toEqual(Object.fromEntries(FILES));
  });

  test('copies the tarball, and replaces what it may replace', () => {
    const folder = temporaryFolder();
    put(folder, { 'tool.tgz': 'bytes', 'lab/package.json': '{ "dependencies": {} }' });
    writeLab(path.join(folder, 'lab'), {
      files: FILES, copy: { from: path.join(folder, 'tool.tgz'), to: 'vendor/tool.tgz' }, replace: new Set(['package.json']),
    });
    expect(snapshot(path.join(folder, 'lab'))).toEqual({ ...Object.fromEntries(FILES), 'vendor/tool.tgz': 'bytes' });
  });

  test('leaves nothing behind when one file cannot be written', () => {
    // GIVEN a file that came into the way after the look
    const folder = temporaryFolder();
    put(folder, { 'package.json': 'mine', 'LICENSE': 'mine' });
    const before = snapshot(folder);
    // WHEN
    expect(() => { writeLab(folder, { files: FILES, replace: NONE }); })
      .toThrow(/^cannot write to \S+: something of that name is already there \(EEXIST\)\. Nothing was written\.$/);
    // THEN
    expect(snapshot(folder)).toEqual(before);
    expect(readdirSync(folder).sort()).toEqual(['LICENSE', 'package.json']);
  });

  test('leaves no folder behind when the tarball is gone', () => {
    const parent = temporaryFolder();
    const copy = { from: path.join(parent, 'gone.tgz'), to: 'vendor/gone.tgz' };
    expect(() => { writeLab(path.join(parent, 'a', 'b'), { files: FILES, copy, replace: NONE }); })
      .toThrow(/Nothing was written\.$/);
    expect(readdirSync(parent)).toEqual([]);
  });

  test('says why when there is no place for the folder', () => {
    const folder = temporaryFolder();
    put(folder, { file: '' });
    expect(() => { writeLab(path.join(folder, 'file', 'lab'), { files: FILES, replace: NONE }); })
      .toThrow(/: a part of the path is a file, not a folder \(ENOTDIR\)\. Nothing was written\.$/);
  });
});
