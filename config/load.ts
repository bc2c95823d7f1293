import { readFileSync } from 'node:fs';
import path from 'node:path';
import { appsFolderObjection } from './app-folder';
import { CHECKS, type ConfigCheck } from './checks';
import { checkExistingCluster } from './checks/existing-cluster';
import { derive, type LoaderDefaults } from './derive';
import { explainIssues } from './explain';
import { distFolder, locateLab, type LabLocation } from './location';
import { neighbourObjection } from './output-folder';
import { checkPartly } from './partial-check';
import { ConfigError, isError, type ConfigPath, type Problem } from './problem';
import { report } from './report';
import { homelabSchema, type HomelabConfig } from './schema';
import { YamlSource } from './source';
import { surroundingProblems } from './surroundings';
import { readAppFolders } from './surroundings/app-folders';
import { resolveUnions } from './union-issues';

/** A valid configuration that still knows its file, so that later checks can name a line too. */
export interface LoadedConfig {
  /** With every default filled in. */
  readonly config: HomelabConfig;
  /** True when the file itself says the value at a path; false for a default, and for what is not there at all. */
  readonly writtenAt: (path: ConfigPath) => boolean;
  /** What the checks say that stops nothing; `blame` makes lines of them. @default - nothing */
  readonly warnings?: readonly Problem[];
  /** The same about what lies around the file, such as the git repository. No output depends on it. @default - nothing is known of that */
  readonly surroundings?: readonly Problem[];
  /** The error for problems found after loading, each at its line. A problem that names a default says so. */
  readonly blame: (problems: readonly Problem[]) => ConfigError;
  /** Where its files are. @default - nowhere: it is a text in memory */
  readonly location?: LabLocation;
}

/**
 * Reads and checks a configuration file.
 *
 * @param file - path of the file, as the user wrote it; messages repeat its base name
 * @param checks - rules between fields beside the ones that are here anyway
 * @param defaults - defaults that only the caller can know
 * @throws ConfigError with every problem of the file, each on a line of the form `homelab.yaml:LINE:COL path: what, how to fix it`
 */
export function loadConfig(file: string, checks: readonly ConfigCheck[], defaults?: LoaderDefaults): LoadedConfig {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    const why = UNREADABLE[code] ?? `cannot be read (${code})`;
    throw new ConfigError([
      `${file} ${why}; name your configuration with --config FILE or HOMELAB_CONFIG, or copy the commented homelab.yaml of this project.`,
    ]);
  }
  const location = locateLab(file);
  const loaded = readConfig(decode(bytes, file), checks, path.basename(file), {
    gitopsPath: location.gitopsPath, foldersIn: (folder) => readAppFolders(location, folder), ...defaults,
  });
  const dist = distFolder(loaded.config.gitops.path, location);
  const objection = neighbourObjection(dist);
  if (objection) {
    throw loaded.blame([{ path: ['gitops', 'path'], what: `${objection.what} (${loaded.config.gitops.path})`, fix: objection.fix }]);
  }
  const apart = appsFolderObjection(loaded.config.appsFolder, dist);
  if (apart) { throw loaded.blame([{ path: ['appsFolder'], related: [['gitops', 'path']], ...apart }]); }
  return { ...loaded, location, surroundings: surroundingProblems(loaded.config, location) };
}

/** What is wrong with a file that cannot be read, by the code of the system's error. */
const UNREADABLE: Readonly<Record<string, string>> = { ENOENT: 'does not exist', EISDIR: 'is a folder' };

/** Windows PowerShell 5.1 writes UTF-16 with `>`, and editors of old write the code page of the machine. */
function decode(bytes: Buffer, file: string): string {
  const wide = bytes.includes(0) && (bytes[0] === 0xff || bytes[0] === 0xfe || bytes[1] === 0);
  if (wide) { throw new ConfigError([`${file} is saved as UTF-16; save it as UTF-8, in PowerShell with Set-Content -Encoding utf8.`]); }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ConfigError([
      `${file} has bytes that are no UTF-8 text; save it as UTF-8 in your editor, and compare names with letters outside English.`,
    ]);
  }
}

/**
 * The same for a text already in memory.
 *
 * @param fileName - only shown in messages
 * @throws ConfigError with every problem of the text
 */
export function parseConfig(
  text: string, checks: readonly ConfigCheck[], fileName = 'homelab.yaml', defaults?: LoaderDefaults,
): HomelabConfig {
  return readConfig(text, checks, fileName, defaults).config;
}

/**
 * The same, with what later checks need to name a line.
 *
 * @throws ConfigError with every problem of the text
 */
export function readConfig(text: string, checks: readonly ConfigCheck[], fileName: string, defaults: LoaderDefaults = {}): LoadedConfig {
  const all = [...CHECKS, ...checks];
  const source = new YamlSource(text);
  const isWritten = (where: ConfigPath): boolean => source.has(where);
  const asError = (problems: readonly Problem[], config?: unknown): ConfigError =>
    new ConfigError(report(problems, source, fileName, { isWritten, config, placed: defaults.gitopsPath !== undefined }));

  if (source.data === undefined) { throw asError(source.problems); }
  const parsed = homelabSchema.safeParse(source.data);
  if (!parsed.success) {
    const issues = resolveUnions(homelabSchema, source.data, parsed.error.issues);
    const explained = explainIssues(homelabSchema, { data: source.data, written: (where) => source.written(where) }, issues);
    const { problems, config } = checkPartly(source, issues, all, defaults);
    throw asError([...source.problems, ...explained, ...problems], config);
  }
  const config = derive(parsed.data, defaults);
  const problems = [...source.problems, ...checkExistingCluster(config, isWritten), ...all.flatMap((check) => check(config))];
  const errors = problems.filter(isError);
  if (errors.length > 0) { throw asError(errors, config); }
  return { config, writtenAt: isWritten, warnings: problems.filter((each) => !isError(each)), blame: (found) => asError(found, config) };
}
