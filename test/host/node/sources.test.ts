import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { staticFiles } from '../../../host/node/files';
import { needing, run } from './tools';

const ROOT = join(__dirname, '../../../host/node/files');
const UNITS = '/etc/systemd/system';
const scripts = staticFiles().filter(({ path, content }) => content.startsWith('#!') || path.endsWith('.sh'));

needing('shellcheck')('shellcheck has nothing to say about any script', () => {
  expect(run('shellcheck', ['--external-sources', '--source-path=SCRIPTDIR', ...scripts.map(({ path }) => join(ROOT, path))]))
    .toEqual({ status: 0, output: '' });
});

test('what is run may be run, and nothing else', () => {
  for (const { path, permissions, content } of staticFiles()) {
    expect({ path, permissions }).toEqual({ path, permissions: content.startsWith('#!') ? '0755' : '0644' });
  }
});

test('scripts take nothing from homelab.yaml but through the one file', () => {
  // GIVEN sources that no generator edits
  for (const { content } of staticFiles()) {
    expect(content).not.toMatch(/@@|\{\{|<%/);
  }
  expect(scripts.filter(({ content }) => content.includes('node.env')).map(({ path }) => path))
    .toEqual(['/usr/local/lib/homelab/common.sh']);
});

needing('systemd-analyze')('systemd understands every line of every unit, and finds what they run', () => {
  // GIVEN a root with our files and stand-ins for what packages bring
  const root = mkdtempSync(join(tmpdir(), 'units-'));
  try {
    cpSync(ROOT, root, { recursive: true });
    for (const { path, permissions } of staticFiles()) { chmodSync(join(root, path), parseInt(permissions, 8)); }
    for (const command of ['/usr/bin/chronyc', '/usr/local/bin/k3s']) {
      mkdirSync(dirname(join(root, command)), { recursive: true });
      writeFileSync(join(root, command), '#!/bin/sh\n', { mode: 0o755 });
    }
    const stub = '[Service]\nExecStart=/usr/local/bin/k3s\n';
    for (const unit of [
      'chrony.service', 'network-online.target', 'sysinit.target', 'basic.target', 'shutdown.target', 'timers.target',
      'time-sync.target', 'time-set.target',
    ]) {
      writeFileSync(join(root, UNITS, unit), unit.endsWith('.service') ? stub : '[Unit]\nDescription=Stand-in\n');
    }

    // WHEN
    const units = readdirSync(join(root, UNITS)).filter((file) => /^(homelab|k3s|chrony).*\.(service|timer)$/.test(file));
    const { status, output } = run(
      'systemd-analyze', ['verify', '--man=no', `--root=${root}`, ...units.map((unit) => join(root, UNITS, unit))],
    );

    // THEN
    expect(units).toContain('homelab-clock-guard.timer');
    expect({ status, output }).toEqual({ status: 0, output: '' });
  } finally {
    rmSync(root, { recursive: true });
  }
});

needing('chronyd')('chrony understands its configuration, with and without the Hyper-V clock, and steps at any time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chrony-'));
  try {
    const file = join(folder, 'homelab.conf');
    const sources = join(folder, 'homelab.d');
    mkdirSync(sources);
    const device = 'refclock PHC /dev/ptp_hyperv poll 3 dpoll -2 offset 0 stratum 2 trust\n';
    writeFileSync(file, readFileSync(join(ROOT, 'etc/chrony/homelab.conf'), 'utf8').replaceAll('/etc/chrony/homelab.d', sources));
    expect(run('chronyd', ['-p', '-f', file])).toMatchObject({ status: 0, output: expect.stringContaining('makestep 1.0 -1') as string });
    writeFileSync(join(sources, 'hyperv.conf'), device);
    expect(run('chronyd', ['-p', '-f', file]).output).toContain(device);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
