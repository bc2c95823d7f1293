import path from 'node:path';
import { parsePin, type Pin } from '../../../cli/upgrade/pin';

const ROOT = path.resolve('/lab');
const COMMIT = '0123456789abcdef0123456789abcdef01234567';

test.each<[string, Pin]>([
  ['0.2.0', { kind: 'registry', version: '0.2.0' }],
  ['^0.2.0', { kind: 'registry' }],
  ['latest', { kind: 'registry' }],
  [`git+https://git.example/a/b.git#${COMMIT}`,
    { kind: 'git', prefix: 'git+https://git.example/a/b.git', url: 'https://git.example/a/b.git', commit: COMMIT }],
  [`git+ssh://git@github.com/a/b.git#${COMMIT}`,
    { kind: 'git', prefix: 'git+ssh://git@github.com/a/b.git', url: 'ssh://git@github.com/a/b.git', commit: COMMIT }],
  [`github:a/b#${COMMIT}`, { kind: 'git', prefix: 'github:a/b', url: 'https://github.com/a/b.git', commit: COMMIT }],
  ['github:a/b', { kind: 'git', prefix: 'github:a/b', url: 'https://github.com/a/b.git' }],
  [`git+file:///srv/a%20b#${COMMIT}`, { kind: 'git', prefix: 'git+file:///srv/a%20b', url: 'file:///srv/a%20b', commit: COMMIT }],
  ['file:vendor/x-0.2.0.tgz', { kind: 'tarball', file: path.join(ROOT, 'vendor', 'x-0.2.0.tgz') }],
  ['https://x.example/x-0.2.0.tgz', { kind: 'remote', url: 'https://x.example/x-0.2.0.tgz' }],
  ['file:../tool', { kind: 'folder', folder: path.resolve('/tool') }],
])('%s is read as npm reads it', (spec, pin) => {
  expect(parsePin('homelab-synth', spec, ROOT)).toEqual(pin);
});

test.each(['npm:other@1.0.0', 'workspace:*', 'git+ext::sh -c calc', 'git+ext::sh%20-c%20calc'])('%s is no pin of this program', (spec) => {
  expect(parsePin('homelab-synth', spec, ROOT)).toBeUndefined();
});
