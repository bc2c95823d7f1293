import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { plain } from '../../config/problem';
import { CannotError } from '../exit-codes';
import type { PackageInfo } from '../../package-info';
import type { NpmManifest } from './npm-manifest';

/** How a lab's package.json says which build of this program it uses: always one build, never a range. */
export interface ToolPin {
  /** Value of the dependency. */
  readonly spec: string;
  /** A tarball that the lab needs a copy of. @default - none */
  readonly vendored?: { readonly from: string; readonly to: string };
  /** What npm is told in package.json to let the dependency prepare itself, as its `allowScripts` names it. @default - nothing */
  readonly allowScripts?: string;
  /** A line of .npmrc without which npm 12 refuses such a dependency. @default - none */
  readonly npmrc?: string;
}

/** Where the pin is for, and which program it pins. */
export interface PinContext {
  /** The lab's folder, absolute. */
  readonly lab: string;
  /** Folder that relative paths in a specification are seen from, absolute. */
  readonly from: string;
  readonly tool: Pick<PackageInfo, 'name' | 'version'>;
}

/** Folder of a lab for tarballs that no registry has. */
const VENDOR = 'vendor';

const VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;
const GIT = /^(git\+(?:https|ssh|file):\/\/[^\s#\p{Cc}]+|(?:github|gitlab|bitbucket):[^\s#:\p{Cc}]+)(?:#(.*))?$/u;
const COMMIT = /^[0-9a-f]{40}$/;
const REMOTE = /^https:\/\/[^\s#\p{Cc}]+\.t(?:ar\.)?gz$/u;
const TARBALL_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*\.t(?:ar\.)?gz$/;

/**
 * The pin of a specification.
 *
 * @param spec - a version, a git address with a commit, the address or path of a tarball, or a folder
 * @throws CannotError if it does not name exactly one build of this program
 */
export function pinOf(spec: string, { lab, from, tool }: PinContext): ToolPin {
  if (VERSION.test(spec)) { return { spec }; }
  if (/^[a-z+]+:\/\/[^/@\s]*:[^/@\s]*@|^(git\+)?https:\/\/[^/\s]*@/.test(spec)) {
    throw new CannotError('--tool carries a user name, password or token, which would be committed in clear; '
      + 'leave out what stands before "@".');
  }
  const [, repository, commit = ''] = GIT.exec(spec) ?? [];
  if (repository !== undefined) {
    if (!COMMIT.test(commit)) {
      throw new CannotError(`--tool: ${plain(spec)} may become another commit tomorrow; `
        + 'write the whole commit, 40 hexadecimal digits, after "#".');
    }
    return { spec, allowScripts: repository, npmrc: 'allow-git=root' };
  }
  if (REMOTE.test(spec)) { return { spec, npmrc: 'allow-remote=root' }; }
  const file = path.resolve(from, spec.replace(/^file:/, ''));
  if (!/[\p{Cc}\p{Cf}]/u.test(spec) && existsSync(file)) {
    return statSync(file).isDirectory() ? linkTo(file, lab, tool) : tarball(file, lab);
  }
  throw new CannotError(`--tool: ${plain(spec)} names no build of ${tool.name} and no file; write ${forms(tool)}.`);
}

function forms({ version }: PinContext['tool']): string {
  return `a version such as ${version}, git+https://host/owner/repository.git#COMMIT, or the path of a tarball that npm pack made`;
}

/** npm follows a link into the folder: what is built there counts. */
function linkTo(folder: string, lab: string, tool: PinContext['tool']): ToolPin {
  let name: unknown;
  try {
    name = (JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { name?: unknown }).name;
  } catch {
    name = undefined;
  }
  if (name !== tool.name) { throw new CannotError(`--tool: ${plain(folder)} is a folder without ${tool.name} in it.`); }
  return { spec: `file:${relative(lab, folder)}` };
}

function tarball(file: string, lab: string): ToolPin {
  const name = path.basename(file);
  if (!TARBALL_NAME.test(name)) {
    throw new CannotError(`--tool: ${plain(name)} is not what npm pack calls a tarball, such as homelab-synth-0.2.0.tgz.`);
  }
  const inside = relative(lab, file);
  // It is committed with the lab where it is.
  if (!inside.startsWith('../') && !path.isAbsolute(inside)) { return { spec: `file:${inside}` }; }
  return { spec: `file:${VENDOR}/${name}`, vendored: { from: file, to: `${VENDOR}/${name}` } };
}

function relative(from: string, to: string): string {
  return path.relative(from, to).split(path.sep).join('/');
}

/** What npm notes of an installed package. */
interface LockEntry {
  readonly resolved?: string;
  readonly integrity?: string;
}

/**
 * The pin of the program that runs: the version, the commit or the tarball that npm installed it from.
 *
 * @param root - folder of the running package
 * @throws CannotError if it runs from its sources, and the lab is neither beside them nor asks for them, or if the tarball is gone
 */
export function pinOfRunning(root: string, context: Omit<PinContext, 'from'>): ToolPin {
  const { lab, tool } = context;
  const modules = path.dirname(root);
  if (path.basename(modules) !== 'node_modules') {
    const asked = requested(lab, tool.name);
    const isAsked = asked?.startsWith('file:') === true && path.resolve(lab, asked.slice('file:'.length)) === root;
    if (isAsked || path.dirname(root) === path.dirname(lab)) { return linkTo(root, lab, tool); }
    throw new CannotError(`This is ${tool.name} run from its sources, which a lab elsewhere cannot be pinned to. `
      + `Say with --tool what it uses: ${forms(tool)}.`);
  }
  const from = path.dirname(modules);
  const { resolved, integrity } = lockEntry(modules, tool.name);
  const asked = requested(from, tool.name);
  if (resolved?.startsWith('git')) {
    // npm notes ssh for what was asked for with https; a lab's CI has no key.
    const [repository] = asked?.split('#') ?? [];
    const commit = resolved.slice(resolved.indexOf('#') + 1);
    const known = repository !== undefined && GIT.test(`${repository}#${commit}`);
    return pinOf(known ? `${repository}#${commit}` : resolved, { ...context, from });
  }
  if (resolved?.startsWith('file:')) {
    verify(path.resolve(from, resolved.slice('file:'.length)), integrity);
    return pinOf(resolved, { ...context, from });
  }
  // A registry's addresses look the same; what was asked for tells them apart.
  return asked !== undefined && REMOTE.test(asked) ? pinOf(asked, { ...context, from }) : { spec: tool.version };
}

/** What npm noted beside the packages; nothing for other package managers and for global installations. */
function lockEntry(modules: string, name: string): LockEntry {
  const { packages } = readJson(path.join(modules, '.package-lock.json')) as { packages?: Readonly<Record<string, LockEntry>> };
  return packages?.[`node_modules/${name}`] ?? {};
}

/** What the package.json that it was installed for asks for. */
function requested(folder: string, name: string): string | undefined {
  const { dependencies, devDependencies } = readJson(path.join(folder, 'package.json')) as NpmManifest;
  return dependencies?.[name] ?? devDependencies?.[name];
}

function readJson(file: string): object {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as object;
  } catch {
    return {};
  }
}

/** @throws CannotError if the tarball is not the one that was installed */
function verify(file: string, integrity: string | undefined): void {
  const again = 'install it again, or say with --tool what the lab is pinned to.';
  if (!existsSync(file)) {
    throw new CannotError(`This program was installed from ${plain(file)}, which is gone, so the lab cannot have a copy; ${again}`);
  }
  const expected = integrity?.split(/\s+/).find((each) => each.startsWith('sha512-'));
  const actual = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  if (expected !== undefined && expected !== actual) {
    throw new CannotError(`${plain(file)} is not what this program was installed from any more; ${again}`);
  }
}
