import path from 'node:path';
import { checkRemoved } from '../../check/core/removed-versions';
import { describe, type Manifest } from '../../charts/core/manifest';
import { findManifestFiles, type Rendered } from '../../check/files/find-files';
import { readManifests, type FileObject, type FileProblem } from '../../check/files/manifest-file';
import { NoText, readText } from '../../check/files/read-text';
import { checkObject, checkPools } from '../../check/objects';
import { compiledKind } from '../../check/schemas/compiled-kinds';
import type { RuleOptions } from '../../check/promql/problem';
import { plain } from '../../config/problem';
import { errorCode, systemReason } from '../../errors';
import { CannotError, EXIT } from '../exit-codes';
import { complain, say } from '../output';
import { userFolder } from '../user-folder';
import { askServer, reportServer } from './server';

/** A problem in a file. */
export interface Problem {
  /** As messages show it. */
  readonly file: string;
  /** Line in the file; the first is 1. */
  readonly line: number;
  /** Column in the line; the first is 1. */
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

/** Name that stands for standard input, as in kubectl. */
const STDIN = '-';
/** How messages name it. */
const STDIN_NAME = '(standard input)';
/** Most lines for one file: what is torn in one place can be wrong in thousands. */
const MOST = 100;

/**
 * `homelab verify FILE...`: manifests of the user's own. No homelab.yaml is needed.
 *
 * @throws CannotError if a file cannot be read
 */
export async function verifyFiles(targets: readonly string[], { server, json, strict }: FilesOptions): Promise<number> {
  const looked = lookAt(find(targets));
  const { files, found, warnings, judged } = looked;
  const problems = fewer([...looked.problems, ...objectProblems(found)]);
  const isWrong = problems.length > 0 || (strict && warnings.length > 0);
  const trials = found.map(({ object }) => ({ wave: '-', object }));
  if (json) {
    const asked = server ? await askServer(trials) : undefined;
    say(JSON.stringify({ files: files.length, objects: found.length, judged, problems, warnings, ...asked }, undefined, 2));
    return isWrong || asked?.accepted === false ? EXIT.no : EXIT.ok;
  }
  if (warnings.length > 0) { say(warnings.map((warning) => `Warning: ${plain(warning)}`).join('\n')); }
  if (problems.length > 0) { complain(problems.map(lineOf).join('\n')); }
  const verdict = problems.length === 0 ? 'nothing is wrong' : counted(problems.length, 'problem');
  say(`${summaryOf(found.length, judged, files.length)}: ${verdict}.`);
  const asked = server ? await reportServer(trials) : EXIT.ok;
  return isWrong ? EXIT.no : asked;
}

function summaryOf(objects: number, judged: number, files: number): string {
  const all = `${counted(objects, 'object')} in ${counted(files, 'file')}`;
  return judged === objects ? all : `${all}, of which ${judged} ${judged === 1 ? 'is' : 'are'} judged and ${objects - judged} not`;
}

/** An object, and the file it is from. */
export type Placed = FileObject & {
  /** As messages show it. */
  readonly file: string;
};

/** Files that are looked at, and what was left out. */
export interface Files {
  /** As messages show them. */
  readonly files: readonly string[];
  /** Those of them that were not named one by one. */
  readonly inFolders: ReadonlySet<string>;
  /** Folders of Helm and kustomize. */
  readonly rendered: readonly Rendered[];
}

/** What is in files. */
export interface Looked {
  /** As messages show them. */
  readonly files: readonly string[];
  /** Every object. */
  readonly found: readonly Placed[];
  /** What is wrong with the files themselves. */
  readonly problems: readonly Problem[];
  /** What was left out, and what is not known. */
  readonly warnings: readonly string[];
  /** How many of the objects are of a kind that is known. */
  readonly judged: number;
}

/** Reads files. @throws CannotError if one cannot be read */
export function lookAt({ files, inFolders, rendered }: Files): Looked {
  const problems: Problem[] = [];
  const foreign: string[] = [];
  const found: Placed[] = [];
  for (const file of files) {
    const text = read(file, inFolders);
    if (text instanceof NoText) { problems.push({ file, line: 1, column: 1, what: text.message }); continue; }
    const { objects, problems: wrong } = readManifests(text);
    const isForeign = (each: FileProblem): boolean => each.foreign === true && inFolders.has(file);
    if (wrong.some(isForeign)) { foreign.push(file); }
    problems.push(...wrong.filter((each) => !isForeign(each)).map(({ line, column, what }) => ({ file, line, column, what })));
    found.push(...objects.map((each) => ({ file, ...each })));
  }
  const objects = found.map(({ object }) => object);
  return {
    files, found, problems, judged: objects.filter(({ apiVersion, kind }) => compiledKind(apiVersion, kind)).length,
    warnings: [
      ...foreign.map((file) => `${file} holds something that is no object of Kubernetes, and was left out`),
      ...rendered.map(({ folder, by }) => by === 'helm'
        ? `${folder} is a Helm chart, and is not judged; render it, then verify what comes out`
        : `${folder} is for kustomize, and is not judged; run kubectl kustomize ${folder} | homelab verify -`),
      ...unknownKinds(objects).map((kind) => `nothing is known of the kind ${kind}: only the metadata of its objects is checked`),
    ],
  };
}

/** What is wrong with the objects, each by itself and pools beside each other. */
export function objectProblems(found: readonly Placed[], options: RuleOptions = {}): Problem[] {
  const pools = checkPools(found.map(({ object }) => object));
  return found.flatMap(({ file, object, positionOf }, index) =>
    [...checkObject(object, options), ...pools[index] ?? []].map(({ path: field, message, who }) => {
      const what = `${who}: ${field === '' ? '' : `${field} `}${message}`;
      return { file, ...positionOf(field), object: nameOf(object), ...field === '' ? {} : { path: field }, what };
    }));
}

/** As many problems of each file as a person reads; the last line says how many there are more. */
export function fewer(problems: readonly Problem[]): Problem[] {
  const counts = new Map<string, number>();
  const kept: Problem[] = [];
  const last = new Map<string, Problem>();
  for (const problem of problems) {
    const count = (counts.get(problem.file) ?? 0) + 1;
    counts.set(problem.file, count);
    if (count <= MOST) { kept.push(problem); last.set(problem.file, problem); }
  }
  const more = [...counts].filter(([, count]) => count > MOST).map(([file, count]): Problem => {
    const { line, column } = last.get(file)!;
    return { file, line, column, what: `has ${count - MOST} problems more; mend these first` };
  });
  return [...kept, ...more];
}

function find(targets: readonly string[]): Files {
  const found = targets.map((target) => {
    if (target === STDIN) { return { files: [STDIN_NAME], rendered: [], inFolder: false }; }
    // Relative, because messages repeat it.
    const file = path.relative(process.cwd(), path.resolve(userFolder(), target)) || '.';
    try {
      return findManifestFiles(file);
    } catch (error) {
      throw cannotRead(error, target);
    }
  });
  return {
    files: [...new Set(found.flatMap(({ files }) => files))],
    inFolders: new Set(found.filter(({ inFolder }) => inFolder).flatMap(({ files }) => files)),
    rendered: found.flatMap(({ rendered }) => rendered),
  };
}

/** One sentence for a file or folder that the system does not let be read. */
export function cannotRead(error: unknown, target: string): CannotError {
  const what = `${placeOf(error, target)} cannot be read: ${reasonOf(error)}`;
  return new CannotError(`${what}; name a file or a folder of manifests`, { cause: error });
}

/** What could not be read: below a folder it is not what the user named. */
function placeOf(error: unknown, target: string): string {
  const { path: file } = error as NodeJS.ErrnoException;
  return typeof file === 'string' && !path.isAbsolute(file) ? file.split(path.sep).join('/') : target;
}

/** A file's text; why it has none, if the user named its folder: the other files of the folder are judged all the same. */
function read(file: string, inFolders: ReadonlySet<string>): string | NoText {
  try {
    return readText(file === STDIN_NAME ? 0 : file);
  } catch (error) {
    if (error instanceof NoText && inFolders.has(file)) { return error; }
    if (error instanceof NoText) { throw new CannotError(`${file} ${error.message}`, { cause: error }); }
    throw new CannotError(`${file} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

/** `1 object`, `2 objects`. */
export function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function reasonOf(error: unknown): string {
  const code = errorCode(error);
  if (code === 'ENOENT') { return 'it does not exist'; }
  return code === 'EACCES' || code === 'EPERM' ? 'you may not read it' : systemReason(error);
}

/** A problem as one line. */
export function lineOf({ file, line, column, object, what }: Problem): string {
  return plain(`${file}:${line}:${column} ${object === undefined ? '' : `${object}: `}${what}`);
}

function unknownKinds(objects: readonly Manifest[]): string[] {
  const kinds = objects.filter((object) => !compiledKind(object.apiVersion, object.kind) && checkRemoved(object) === undefined)
    .map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
  return [...new Set(kinds)].sort();
}

/** The name may be missing, and be anything. */
export function nameOf(object: Manifest): string {
  const { name = '(no name)', ...more } = object.metadata as Partial<Manifest['metadata']>;
  return describe({ ...object, metadata: { ...more, name: String(name) } });
}
