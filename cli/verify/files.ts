import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, type Manifest } from '../../charts/core/manifest';
import { findManifestFiles } from '../../check/files/find-files';
import { readManifests, type FileObject, type FileProblem } from '../../check/files/manifest-file';
import { checkObject, checkPools } from '../../check/objects';
import { compiledKind } from '../../check/schemas/compiled-kinds';
import { plain } from '../../config/problem';
import { errorCode, systemReason } from '../../errors';
import { CannotError, EXIT } from '../exit-codes';
import { complain, say } from '../output';
import { userFolder } from '../user-folder';
import { askServer, reportServer } from './server';

/** A problem in a file. */
interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `Service my-app/shop`. @default - the file itself is wrong */
  readonly object?: string;
  /** The way to the field. @default - the object as a whole */
  readonly path?: string;
  /** What is wrong, and who says so. */
  readonly what: string;
}

/** How files are verified. */
export interface FilesOptions {
  /** True to ask a cluster as well. */
  readonly server: boolean;
  /** True to print JSON. */
  readonly json: boolean;
  /** True to take warnings for errors. */
  readonly strict: boolean;
}

/**
 * `homelab verify FILE...`: manifests of the user's own. No homelab.yaml is needed.
 *
 * @throws CannotError if a file cannot be read
 */
export async function verifyFiles(targets: readonly string[], { server, json, strict }: FilesOptions): Promise<number> {
  const { files, charts, inFolders } = find(targets);
  const problems: Problem[] = [];
  const foreign: string[] = [];
  const found: (FileObject & { readonly file: string })[] = [];
  for (const file of files) {
    const { objects, problems: wrong } = readManifests(read(file));
    const isForeign = (each: FileProblem): boolean => each.foreign === true && inFolders.has(file);
    if (wrong.some(isForeign)) { foreign.push(file); }
    problems.push(...wrong.filter((each) => !isForeign(each)).map(({ line, column, what }) => ({ file, line, column, what })));
    found.push(...objects.map((each) => ({ file, ...each })));
  }
  const objects = found.map(({ object }) => object);
  const pools = checkPools(objects);
  found.forEach(({ file, object, positionOf }, index) => {
    for (const { path: field, message, who } of [...checkObject(object), ...pools[index] ?? []]) {
      const what = `${who}: ${field === '' ? '' : `${field} `}${message}`;
      problems.push({ file, ...positionOf(field), object: nameOf(object), ...field === '' ? {} : { path: field }, what });
    }
  });
  const warnings = [
    ...foreign.map((file) => `${file} holds something that is no object of Kubernetes, and was left out`),
    ...charts.map((chart) => `${chart} is a Helm chart; render it, then verify what comes out`),
    ...unknownKinds(objects).map((kind) => `nothing is known of the kind ${kind}: only the metadata of its objects is checked`),
  ];
  const trials = objects.map((object) => ({ wave: '-', object }));
  const isWrong = problems.length > 0 || (strict && warnings.length > 0);
  if (json) {
    const asked = server ? await askServer(trials) : undefined;
    say(JSON.stringify({ files: files.length, objects: objects.length, problems, warnings, ...asked }, undefined, 2));
    return isWrong || asked?.accepted === false ? EXIT.no : EXIT.ok;
  }
  if (warnings.length > 0) { say(warnings.map((warning) => `Warning: ${plain(warning)}`).join('\n')); }
  if (problems.length > 0) { complain(problems.map(lineOf).join('\n')); }
  const verdict = problems.length === 0 ? 'nothing is wrong' : counted(problems.length, 'problem');
  say(`${counted(objects.length, 'object')} in ${counted(files.length, 'file')}: ${verdict}.`);
  const asked = server ? await reportServer(trials) : EXIT.ok;
  return isWrong ? EXIT.no : asked;
}

interface Found {
  readonly files: readonly string[];
  /** Those of them that were not named one by one. */
  readonly inFolders: ReadonlySet<string>;
  readonly charts: readonly string[];
}

function find(targets: readonly string[]): Found {
  const found = targets.map((target) => {
    // Relative, because messages repeat it.
    const file = path.relative(process.cwd(), path.resolve(userFolder(), target)) || '.';
    try {
      return findManifestFiles(file);
    } catch (error) {
      throw new CannotError(`${target} cannot be read: ${reasonOf(error)}; name a file or a folder of manifests`, { cause: error });
    }
  });
  return {
    files: [...new Set(found.flatMap(({ files }) => files))],
    inFolders: new Set(found.filter(({ inFolder }) => inFolder).flatMap(({ files }) => files)),
    charts: found.flatMap(({ charts }) => charts),
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CannotError(`${file} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

/** `1 object`, `2 objects`. */
function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function reasonOf(error: unknown): string {
  return errorCode(error) === 'ENOENT' ? 'it does not exist' : systemReason(error);
}

function lineOf({ file, line, column, object, what }: Problem): string {
  return plain(`${file}:${line}:${column} ${object === undefined ? '' : `${object}: `}${what}`);
}

function unknownKinds(objects: readonly Manifest[]): string[] {
  const kinds = objects.filter(({ apiVersion, kind }) => !compiledKind(apiVersion, kind))
    .map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
  return [...new Set(kinds)].sort();
}

/** The name may be missing, and be anything. */
function nameOf(object: Manifest): string {
  const { name = '(no name)', ...more } = object.metadata as Partial<Manifest['metadata']>;
  return describe({ ...object, metadata: { ...more, name: String(name) } });
}
