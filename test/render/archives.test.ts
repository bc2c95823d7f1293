import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { archivesFromCache, archivesIn, checkArchives } from '../../render/archives';
import { ChartsUnavailable } from '../../render/charts-unavailable';
import type { Helm } from '../../render/helm';
import { put, temporaryFolder } from '../output/folder';
import { release } from './charts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const NAME = 'charts.example.org/tool-1.2.3.tgz';

/** A helm whose registry has one content for every chart. */
function helmWith(cache: string, content: string): { readonly helm: Helm; readonly pulled: string[] } {
  const pulled: string[] = [];
  const helm: Pick<Helm, 'cacheFolder' | 'pull'> = {
    cacheFolder: () => Promise.resolve(cache),
    pull: ({ chart, version }, folder) => {
      pulled.push(chart);
      // Registries name the archive as the chart itself does.
      put(folder, { [`${chart}-v${version}.tgz`]: content });
      return Promise.resolve();
    },
  };
  return { helm: helm as Helm, pulled };
}

describe('a folder of charts', () => {
  test('may be flat, or have any folders in it', () => {
    const folder = temporaryFolder();
    put(folder, { 'tool-1.2.3.tgz': 'tool', 'deep/er/other-1.2.3.tgz': 'other' });
    expect(archivesIn(folder, [release('tool'), release('other')])).toEqual(new Map([
      [NAME, { file: path.join(folder, 'tool-1.2.3.tgz'), sha256: sha256('tool') }],
      ['charts.example.org/other-1.2.3.tgz', { file: path.join(folder, 'deep/er/other-1.2.3.tgz'), sha256: sha256('other') }],
    ]));
  });

  test('of two archives with one name the one below the repository\'s address counts', () => {
    const folder = temporaryFolder();
    put(folder, { 'a/tool-1.2.3.tgz': 'wrong', [`z/${NAME}`]: 'right' });
    expect(archivesIn(folder, [release('tool')]).get(NAME)!.sha256).toBe(sha256('right'));
  });

  test('that has two different ones, neither below that address, is refused; two equal ones are as good as one', () => {
    const folder = temporaryFolder();
    put(folder, { 'a/tool-1.2.3.tgz': 'one', 'b/tool-1.2.3.tgz': 'two' });
    expect(() => archivesIn(folder, [release('tool')])).toThrow('a/tool-1.2.3.tgz and b/tool-1.2.3.tgz differ');
    put(folder, { 'b/tool-1.2.3.tgz': 'one' });
    expect(archivesIn(folder, [release('tool')]).get(NAME)!.sha256).toBe(sha256('one'));
  });

  test('that lacks some is refused with all that is missing', () => {
    const folder = temporaryFolder();
    put(folder, { 'tool-1.2.4.tgz': '' });
    expect(() => archivesIn(folder, [release('tool'), release('other')])).toThrow(new ChartsUnavailable(
      `the folder of charts ${folder} does not have what this lab needs: `
      + 'tool-1.2.3.tgz is missing (tool 1.2.3 of https://charts.example.org); '
      + 'other-1.2.3.tgz is missing (other 1.2.3 of https://charts.example.org)',
    ));
  });

  test('that does not exist is said to', () => {
    expect(() => archivesIn('/no/such', [])).toThrow(/^the folder of charts \/no\/such cannot be read: it does not exist$/);
  });
});

describe('helm\'s cache', () => {
  test('is filled once, and says which charts it pulls', async () => {
    // GIVEN
    const cache = temporaryFolder();
    const { helm, pulled } = helmWith(cache, 'tool');
    const seen: string[] = [];
    const file = path.join(cache, 'homelab-synth', ...NAME.split('/'));
    // WHEN
    const first = await archivesFromCache(helm, [release('tool')], ({ chart }) => { seen.push(chart); });
    const second = await archivesFromCache(helm, [release('tool')], ({ chart }) => { seen.push(chart); });
    // THEN
    expect(first).toEqual(new Map([[NAME, { file, sha256: sha256('tool') }]]));
    expect(second).toEqual(first);
    expect([seen, pulled]).toEqual([['tool'], ['tool']]);
    expect(readdirSync(path.dirname(file))).toEqual(['tool-1.2.3.tgz']);
  });

  test('keeps nothing of a pull that fails', async () => {
    const cache = temporaryFolder();
    const helm = { cacheFolder: () => Promise.resolve(cache), pull: () => Promise.reject(new ChartsUnavailable('no way')) };
    await expect(archivesFromCache(helm as unknown as Helm, [release('tool')], () => undefined)).rejects.toThrow('no way');
    expect(readdirSync(path.join(cache, 'homelab-synth/charts.example.org'))).toEqual([]);
  });

  test('does not take a pull that leaves nothing behind', async () => {
    const helm = { cacheFolder: () => Promise.resolve(temporaryFolder()), pull: () => Promise.resolve() };
    await expect(archivesFromCache(helm as unknown as Helm, [release('tool')], () => undefined))
      .rejects.toThrow('helm pulled tool 1.2.3, and left no single archive behind');
  });
});

describe('checksums', () => {
  const archives = new Map([[NAME, { file: '/cache/tool-1.2.3.tgz', sha256: sha256('tool') }]]);

  test('of archives that are new, or those of last time, are remembered', () => {
    const sums = new Map([[NAME, sha256('tool')]]);
    expect(checkArchives(archives, new Map(), 'charts.sha256')).toEqual(sums);
    expect(checkArchives(archives, sums, 'charts.sha256')).toEqual(sums);
  });

  test('of charts that a lab does not use any more are forgotten', () => {
    expect([...checkArchives(archives, new Map([['gone', 'x']]), 'charts.sha256').keys()]).toEqual([NAME]);
  });

  test('that differ from those of last time are refused', () => {
    expect(() => checkArchives(archives, new Map([[NAME, sha256('before')]]), 'charts.sha256')).toThrow(
      `/cache/tool-1.2.3.tgz has SHA-256 ${sha256('tool')}, and charts.sha256 says ${sha256('before')} for ${NAME}`,
    );
  });
});
