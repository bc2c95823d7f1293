import { existsSync } from 'node:fs';
import path from 'node:path';
import { codePlace, formatPlace, traceCode, type CodePlace } from '../charts/core/code-place';
import type { Homelab } from '../charts/homelab';
import { PatchError } from '../charts/core/patches';
import type { LabLocation } from '../config/location';
import { packaged } from '../paths';
import { SynthError } from '../errors';
import { ValidationError, validationText, type ValidationMessage } from './validate';

/** The default export of a lab's homelab.ts: it adds layers and patches to the lab that homelab.yaml describes. */
export type LabCode = (lab: Homelab) => void;

/** Gives the code in homelab.ts its types: `export default defineLab((lab) => { ... })`. */
export function defineLab(code: LabCode): LabCode {
  return code;
}

/** A lab's own code, ready to run. */
export interface OwnCode {
  /** Absolute path of homelab.ts or homelab.mjs. */
  readonly file: string;
  /** Its default export. */
  readonly apply: LabCode;
}

/** Endings of the code beside a configuration. */
const EXTENSIONS = ['.ts', '.mjs'];

/**
 * Loads the code beside a configuration: homelab.ts or homelab.mjs for homelab.yaml. Of a lab's own sources, only this file and the files
 * it imports by relative paths are read.
 *
 * @returns undefined if there is none
 * @throws SynthError with file, line and column if it cannot be loaded
 */
export async function loadOwnCode({ file, repository }: LabLocation): Promise<OwnCode | undefined> {
  const base = file.replace(/\.ya?ml$/i, '');
  const found = EXTENSIONS.map((extension) => `${base}${extension}`).filter((each) => existsSync(each));
  const [source, second] = found;
  if (source === undefined) { return undefined; }
  if (second !== undefined) {
    throw new SynthError(`${path.basename(source)} and ${path.basename(second)} both exist; keep one of them.`);
  }
  traceCode((place) => isBelow(repository, place));
  const { createJiti } = await import('jiti');
  // The code has to use the classes of this very program, whatever version is installed in the lab.
  const alias = { [`${PACKAGE_NAME}/testing`]: packaged('lib', 'testing.js'), [PACKAGE_NAME]: packaged('lib', 'index.js') };
  const jiti = createJiti(source, { alias, fsCache: false, moduleCache: false, interopDefault: true });
  let loaded: unknown;
  try {
    loaded = await jiti.import(source, { default: true });
  } catch (error) {
    throw asMistake(error, source);
  }
  if (typeof loaded !== 'function') {
    throw new SynthError(`${path.basename(source)}:1:1 has no default export that is a function; `
      + 'write: export default defineLab((lab) => { ... });');
  }
  return { file: source, apply: loaded as LabCode };
}

/**
 * Runs a lab's own code.
 *
 * @throws SynthError with file, line and column for any error in it
 */
export function applyOwnCode({ file, apply }: OwnCode, lab: Homelab): void {
  let result: unknown;
  try {
    result = apply(lab);
  } catch (error) {
    throw asMistake(error, file);
  }
  if (result instanceof Promise) {
    result.catch(() => undefined);
    throw new SynthError(`${path.basename(file)}:1:1 its default export is async, but a synth does not wait for promises; `
      + 'use synchronous functions in it.');
  }
}

/**
 * Runs what a lab's own code can make fail later, such as turning its objects into manifests.
 *
 * @param file - the lab's own code
 * @param action - what is run
 * @param withoutCode - the same for the lab as it would be without that code. What fails there too is a fault of this program
 * @throws SynthError for what fails because of the code, with the place in it if one is known
 */
export function asOwn<T>(file: string, action: () => T, withoutCode: () => unknown): T {
  try {
    return action();
  } catch (error) {
    if (placeOf(error) !== undefined) { throw asMistake(error, file); }
    const fault = errorOf(withoutCode);
    if (error instanceof ValidationError) { throw asInvalid(error, fault, file); }
    throw fault === undefined ? asMistake(error, file) : error;
  }
}

function errorOf(action: () => unknown): unknown {
  try {
    action();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Messages of validations, each with the line that is to blame for it; what the lab says without the code as well is not the code's. */
function asInvalid(error: ValidationError, fault: unknown, file: string): Error {
  const key = ({ construct, message }: ValidationMessage): string => `${construct}\n${message}`;
  const faults = new Set(fault instanceof ValidationError ? fault.messages.map(key) : []);
  if (error.messages.every((each) => faults.has(key(each)))) { return error; }
  const where = ({ place }: ValidationMessage): string => place ? formatPlace(place, path.dirname(file)) : path.basename(file);
  return new SynthError(validationText(error.messages, (each) => faults.has(key(each)) ? '' : ` (${where(each)})`), { cause: error });
}

/** Name under which a lab imports this package. */
const PACKAGE_NAME = 'homelab-synth';

function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  const parts = relative.split(path.sep);
  return path.isAbsolute(file) && !path.isAbsolute(relative) && parts[0] !== '..' && !parts.includes('node_modules');
}

/** The error with its place in the lab's own code. */
function asMistake(error: unknown, file: string): SynthError {
  if (error instanceof SynthError) { return error; }
  const folder = path.dirname(file);
  const place = placeOf(error);
  const where = place ? formatPlace(place, folder) : `${path.basename(file)}:`;
  const message = error instanceof Error ? error.message : String(error);
  const lines = message.replace(/^ParseError: /, '').split('\n').map((line) => line.trim());
  const what = lines.find((line) => line !== '') ?? 'failed without a message';
  return new SynthError(`${where} ${what}`, { cause: error });
}

function placeOf(error: unknown): CodePlace | undefined {
  if (!(error instanceof Error)) { return undefined; }
  if (error instanceof PatchError) { return error.place; }
  // A syntax error has no frame in the file; jiti ends its message with the place, whose column begins at 0.
  const [, unreadable, line, column] = /\n\s*(\S.*):(\d+):(\d+)\s*$/.exec(error.message) ?? [];
  if (unreadable !== undefined) { return { file: unreadable, line: Number(line), column: Number(column) + 1 }; }
  const place = codePlace(error);
  // The loader puts text before the first line, which shifts the columns of that line.
  return place?.line === 1 ? { ...place, column: 1 } : place;
}
