import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runSynth } from '../../program';

/* The program as a user starts it, in a folder of its own. */

let folder: string;
beforeEach(() => { folder = mkdtempSync(path.join(tmpdir(), 'process-')); });
afterEach(() => { rmSync(folder, { recursive: true }); });

const write = (file: string, content: string | Buffer): void => { writeFileSync(path.join(folder, file), content); };
const look = (): Record<string, string> => Object.fromEntries(readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  .map((file) => [file, statSync(path.join(folder, file)).isFile() ? readFileSync(path.join(folder, file), 'utf8') : '']));

test('a mistake costs exit code 1, all messages and nothing on disk', () => {
  // GIVEN an older tree
  write('homelab.yaml', 'domain: nope\nmesh: { mtls: strict }\nservices:\n  - { name: a, namespace: gone, port: 80 }\n');
  mkdirSync(path.join(folder, 'dist'));
  write(path.join('dist', 'old.yaml'), '# Generated from homelab.yaml\n');
  const before = look();
  // WHEN
  const { status, stdout, stderr } = runSynth(folder);
  // THEN
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(
    stderr
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ', 2).join(' ')),
  ).toEqual(['homelab.yaml:1:9 domain:', 'homelab.yaml:2:15 mesh.mtls:', 'homelab.yaml:4:27 services[0].namespace:']);
  expect(look()).toEqual(before);
});

test.each<[string, string, readonly string[], Readonly<Record<string, string>>]>([
  ['homelab.yaml', 'file.example.org', [], {}],
  ['the one HOMELAB_CONFIG names', 'variable.example.org', [], { HOMELAB_CONFIG: 'variable.yaml' }],
  ['the one --config names', 'flag.example.org', ['--config', 'flag.yaml'], { HOMELAB_CONFIG: 'variable.yaml' }],
])('of several files, the one that is read is %s', (_, domain, args, environment) => {
  // GIVEN
  write('flag.yaml', 'domain: flag.example.org');
  write('variable.yaml', 'domain: variable.example.org');
  write('homelab.yaml', 'domain: file.example.org');
  // WHEN
  const { stdout } = runSynth(folder, args, environment);
  // THEN
  expect(stdout).toContain(`*.${domain}`);
});

test.each([
  [
    'a file that is not there',
    [],
    (): void => undefined,
    'homelab.yaml does not exist; name your configuration with --config FILE or HOMELAB_CONFIG, or copy the commented homelab.yaml of '
      + 'this project.\n',
  ],
  [
    'a folder',
    ['--config', 'sub'],
    (): void => {
      mkdirSync(path.join(folder, 'sub'));
    },
    'sub is a folder; name your configuration with --config FILE or HOMELAB_CONFIG, or copy the commented homelab.yaml of this project.\n',
  ],
  [
    'UTF-16, as Windows PowerShell writes it',
    [],
    (): void => {
      write('homelab.yaml', Buffer.from('\ufeffdomain: a.b', 'utf16le'));
    },
    'homelab.yaml is saved as UTF-16; save it as UTF-8, in PowerShell with Set-Content -Encoding utf8.\n',
  ],
  [
    'a text of an old code page',
    [],
    (): void => {
      write('homelab.yaml', Buffer.from([0x64, 0x3a, 0x20, 0xfc]));
    },
    'homelab.yaml has bytes that are no UTF-8 text; save it as UTF-8 in your editor, and compare names with letters outside English.\n',
  ],
])('%s is answered with one sentence', (_, args, prepare, sentence) => {
  prepare();
  const before = look();
  expect(runSynth(folder, args)).toMatchObject({ status: 1, stdout: '', stderr: sentence });
  expect(look()).toEqual(before);
});
