import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { parseConfig } from '../../../charts/load-config';
import { nodeSeed } from '../../../host/node';
import { withTimeServers } from '../../../host/node/chrony';
import { needing, run } from './tools';
import { onWindows } from '../../windows-lab';

/** chrony's configuration on the node of a lab. */
function chronyOf(yaml: string): string {
  const config = parseConfig(yaml);
  const userData = load(nodeSeed(onWindows(config), config.nodes[0]!, new Map()).get('user-data')!) as {
    write_files: readonly { path: string; content: string }[];
  };
  return userData.write_files.find(({ path }) => path === '/etc/chrony/homelab.conf')!.content;
}

const sourcesOf = (text: string): string[] => text.split('\n').filter((line) => /^(pool|server) /.test(line));

test("without a word of homelab.yaml, Ubuntu's servers are asked", () => {
  expect(sourcesOf(chronyOf(''))).toEqual(['pool ntp.ubuntu.com iburst maxsources 4 maxpoll 6']);
});

test('time servers of homelab.yaml take their place, and nothing else changes', () => {
  // WHEN
  const text = chronyOf('network: { timeServers: [192.168.1.1, de.pool.ntp.org] }');
  // THEN
  expect(sourcesOf(text)).toEqual(['server 192.168.1.1 iburst maxpoll 6', 'pool de.pool.ntp.org iburst maxsources 4 maxpoll 6']);
  const others = (each: string): string[] => each.split('\n').filter((line) => !/^(pool|server) /.test(line));
  expect(others(text)).toEqual(others(chronyOf('')));
});

test('a file without a place for them is refused', () => {
  expect(() => withTimeServers({ path: '/etc/chrony/homelab.conf', permissions: '0644', content: 'makestep 1.0 -1\n' }, ['clock']))
    .toThrow('must hold the time servers of Ubuntu exactly once');
});

needing('chronyd')("chronyd itself reads it, with one server, with pools and with Ubuntu's", () => {
  const folder = mkdtempSync(join(tmpdir(), 'chrony-'));
  try {
    for (const yaml of ['', 'network: { timeServers: [192.168.1.1, 0.de.pool.ntp.org, NTP.frank.dev., clock] }']) {
      const file = join(folder, 'chrony.conf');
      // Folders of the node, which are nowhere else.
      writeFileSync(file, chronyOf(yaml).replace(/^(confdir|sourcedir) .*\n/gm, ''));
      const { status, output } = run('chronyd', ['-p', '-f', file]);
      expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('makestep 1.0 -1') as string });
      expect(sourcesOf(output)).toEqual(sourcesOf(chronyOf(yaml)));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
