import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { errorCode, systemReason } from '../errors';
import { ChartsUnavailable } from './charts-unavailable';
import type { Helm } from './helm';
import { inParallel } from './in-parallel';
import { archiveName, type PinnedChart } from './release';

/** A packaged chart on this machine. */
export interface Archive {
  /** Path of the file. */
  readonly file: string;
  /** SHA-256 of its content, in hexadecimal digits. */
  readonly sha256: string;
}

/** Archives by their names (`archiveName`). */
export type Archives = ReadonlyMap<string, Archive>;

/** Folder below helm's cache, so that nothing here depends on how helm itself names what it keeps. */
const CACHE = 'homelab-synth';
/** Downloads at a time; registries answer a handful gladly. */
const DOWNLOADS = 4;

/**
 * Finds the archives of releases in a folder that somebody filled, flat or with folders of any kind in it. Of two with the same file name
 * the one counts that lies below the address of its repository.
 *
 * @throws ChartsUnavailable naming all that are missing, and those of which it cannot tell which one is meant
 */
export function archivesIn(folder: string, releases: readonly PinnedChart[]): Archives {
  const files = listArchives(folder);
  const troubles: string[] = [];
  const found = new Map<string, Archive>();
  for (const release of releases) {
    const name = archiveName(release);
    const candidates = files.filter((file) => path.posix.basename(file) === path.posix.basename(name));
    const exact = candidates.find((file) => file === name || file.endsWith(`/${name}`));
    const archives = (exact === undefined ? candidates : [exact]).map((file) => readArchive(path.join(folder, file)));
    const [first, ...others] = archives;
    if (!first) {
      troubles.push(`${path.posix.basename(name)} is missing (${release.chart} ${release.version} of ${release.repository})`);
    } else if (others.some(({ sha256 }) => sha256 !== first.sha256)) {
      troubles.push(`${candidates.join(' and ')} differ; put the one that is meant into ${path.posix.dirname(name)}/`);
    } else {
      found.set(name, first);
    }
  }
  if (troubles.length > 0) {
    throw new ChartsUnavailable(`the folder of charts ${folder} does not have what this lab needs: ${troubles.join('; ')}`);
  }
  return found;
}

/**
 * Finds the archives of releases in helm's cache, and pulls those that are not there. What was pulled once is never asked for again.
 *
 * @param onPull - called with each archive that is being pulled
 * @throws ChartsUnavailable if one cannot be had
 */
export async function archivesFromCache(
  helm: Helm, releases: readonly PinnedChart[], onPull: (release: PinnedChart) => void,
): Promise<Archives> {
  const cache = path.join(await helm.cacheFolder(), CACHE);
  const named = new Map(releases.map((release) => [archiveName(release), release]));
  const archives = await inParallel([...named], DOWNLOADS, async ([name, release]): Promise<[string, Archive]> => {
    const file = path.join(cache, ...name.replaceAll(':', '-').split('/'));
    if (!existsSync(file)) {
      onPull(release);
      await pullTo(helm, release, file);
    }
    return [name, readArchive(file)];
  });
  return new Map(archives);
}

/**
 * What has to be remembered of archives, so that another one under the same name is noticed.
 *
 * @param known - the checksums of last time, by name
 * @returns the checksums of all archives in use
 * @throws ChartsUnavailable if an archive is not the one of last time
 */
export function checkArchives(archives: Archives, known: ReadonlyMap<string, string>, list: string): Map<string, string> {
  const changed = [...archives].flatMap(([name, { file, sha256 }]) => {
    const before = known.get(name);
    return before === undefined || before === sha256 ? [] : [`${file} has SHA-256 ${sha256}, and ${list} says ${before} for ${name}`];
  });
  if (changed.length > 0) {
    throw new ChartsUnavailable(`${changed.join('; ')}. A published version does not change: somebody replaced it, or the download is `
      + `broken. Delete the file and render again; if it stays so, ask the project. If you know why, remove its line from ${list}`);
  }
  return new Map([...archives].map(([name, { sha256 }]) => [name, sha256]));
}

/** Another process may pull the same chart: each works in a folder of its own, and a rename puts a whole file into place. */
async function pullTo(helm: Helm, release: PinnedChart, file: string): Promise<void> {
  const folder = path.dirname(file);
  try {
    mkdirSync(folder, { recursive: true });
    const work = mkdtempSync(path.join(folder, '.pull-'));
    try {
      await helm.pull(release, work);
      const [pulled, ...others] = readdirSync(work).filter((each) => each.endsWith('.tgz'));
      if (pulled === undefined || others.length > 0) {
        throw new ChartsUnavailable(`helm pulled ${release.chart} ${release.version}, and left no single archive behind`);
      }
      renameSync(path.join(work, pulled), file);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  } catch (error) {
    throw unavailable(error, `cannot keep charts in ${folder}`);
  }
}

function listArchives(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.tgz'))
      .map((file) => file.split(path.sep).join('/'))
      .sort();
  } catch (error) {
    throw unavailable(error, `the folder of charts ${folder} cannot be read`);
  }
}

function readArchive(file: string): Archive {
  try {
    return { file, sha256: createHash('sha256').update(readFileSync(file)).digest('hex') };
  } catch (error) {
    throw unavailable(error, `the chart ${file} cannot be read`);
  }
}

function unavailable(error: unknown, what: string): unknown {
  const code = errorCode(error);
  if (code === undefined) { return error; }
  return new ChartsUnavailable(`${what}: ${code === 'ENOENT' ? 'it does not exist' : systemReason(error)}`, { cause: error });
}
