import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { plain } from '../../config/problem';
import { CannotError } from '../exit-codes';
import type { PackageInfo } from '../../package-info';
import type { NpmManifest } from './npm-manifest';

/** How a lab's package.json names the build of this program that it uses: always one build, never a range. */
export interface ToolPin {
  /** Value of the dependency in package.json. */
  readonly spec: string;
  /** A tarball that has to be copied into the lab: from an absolute path, to one in the lab with "/". @default - none */
  readonly vendored?: { readonly from: string; readonly to: string };
  /** Key of `allowScripts` in package.json, without which npm does not let the dependency build itself. @default - none is needed */
  readonly allowScripts?: string;
  /** Line of .npmrc without which npm 12 refuses such a dependency. @default - none is needed */
  readonly npmrc?: string;
}

/** Which lab the pin is for, and which program it pins. */
export interface PinContext {
  /** The lab's folder, absolute. */
  readonly lab: string;
  /** Folder that relative paths of a specification begin at, absolute. */
  readonly from: string;
  /** The package of this program. */
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
 * The pin for a specification that the user typed.
 *
 * @param spec - a version, a git address with a commit, the address or path of a tarball, or a folder
 * @throws CannotError if it does not name exactly one build of this program
 */
export function pinOf(spec: string, { lab, from, tool }: PinContext): ToolPin {
  if (VERSION.test(spec)) { return { spec }; }
  if (/^[a-z+]+:\/\/[^/@\s]*:[^/@\s]*@|^(git\+)?https:\/\/[^/\s]*@/.test(spec)) {
    throw new CannotError('--tool contains a user name, password or token, which would be committed in clear text; '
      + 'leave out the part before "@".');
  }
  const [, repository, commit = ''] = GIT.exec(spec) ?? [];
  if (repository !== undefined) {
    if (!COMMIT.test(commit)) {
      throw new CannotError(`--tool: ${plain(spec)} can mean another commit tomorrow; `
        + 'write the full commit, 40 hexadecimal digits, after "#".');
    }
    return { spec, allowScripts: repository, npmrc: 'allow-git=root' };
  }
  if (REMOTE.test(spec)) { return { spec, npmrc: 'allow-remote=root' }; }
  const file = path.resolve(from, spec.replace(/^file:/, ''));
  if (!/[\p{Cc}\p{Cf}]/u.test(spec) && existsSync(file)) {
    return statSync(file).isDirectory() ? linkTo(file, lab, tool) : tarball(file, lab);
  }
  throw new CannotError(`--tool: ${plain(spec)} is neither a build of ${tool.name} nor a file; write ${forms(tool)}.`);
}

function forms({ version }: PinContext['tool']): string {
  return `a version such as ${version}, git+https://host/owner/repository.git#COMMIT, or the path of a tarball that npm pack made`;
}

/** npm links to the folder, so the lab uses what is built there. */
function linkTo(folder: string, lab: string, tool: PinContext['tool']): ToolPin {
  let name: unknown;
  try {
    name = (JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { name?: unknown }).name;
  } catch {
    name = undefined;
  }
  if (name !== tool.name) { throw new CannotError(`--tool: ${plain(folder)} is a folder, but not the one of ${tool.name}.`); }
  return { spec: `file:${relative(lab, folder)}` };
}

function tarball(file: string, lab: string): ToolPin {
  const name = path.basename(file);
  if (!TARBALL_NAME.test(name)) {
    throw new CannotError(`--tool: ${plain(name)} is not a file name that npm pack makes, such as homelab-synth-0.2.0.tgz.`);
  }
  const inside = relative(lab, file);
  // It is in the lab already, and is committed there.
  if (!inside.startsWith('../') && !path.isAbsolute(inside)) { return { spec: `file:${inside}` }; }
  return { spec: `file:${VENDOR}/${name}`, vendored: { from: file, to: `${VENDOR}/${name}` } };
}

function relative(from: string, to: string): string {
  return path.relative(from, to).split(path.sep).join('/');
}

/** What npm records about an installed package. */
interface LockEntry {
  readonly resolved?: string;
  readonly integrity?: string;
}

/**
 * The pin for the program that runs now: the version, the commit or the tarball that npm installed it from.
 *
 * @param root - folder of the running package
 * @throws CannotError if it runs from its sources, and the lab is neither beside them nor depends on them
 * @throws CannotError if the tarball does not exist any more
 */
export function pinOfRunning(root: string, context: Omit<PinContext, 'from'>): ToolPin {
  const { lab, tool } = context;
  const modules = path.dirname(root);
  if (path.basename(modules) !== 'node_modules') {
    const asked = requested(lab, tool.name);
    const isAsked = asked?.startsWith('file:') === true && path.resolve(lab, asked.slice('file:'.length)) === root;
    if (isAsked || path.dirname(root) === path.dirname(lab)) { return linkTo(root, lab, tool); }
    throw new CannotError(`This is ${tool.name} run from its sources, and a lab in another place cannot be pinned to these. `
      + `Name a build with --tool: ${forms(tool)}.`);
  }
  const from = path.dirname(modules);
  const { resolved, integrity } = lockEntry(modules, tool.name);
  const asked = requested(from, tool.name);
  if (resolved?.startsWith('git')) {
    // npm records an ssh address even if package.json has an https one; a lab's CI has no ssh key.
    const [repository] = asked?.split('#') ?? [];
    const commit = resolved.slice(resolved.indexOf('#') + 1);
    const known = repository !== undefined && GIT.test(`${repository}#${commit}`);
    return pinOf(known ? `${repository}#${commit}` : resolved, { ...context, from });
  }
  if (resolved?.startsWith('file:')) {
    verify(path.resolve(from, resolved.slice('file:'.length)), integrity);
    return pinOf(resolved, { ...context, from });
  }
  // The lock file has the same kind of address for a package of a registry; only package.json shows the difference.
  return asked !== undefined && REMOTE.test(asked) ? pinOf(asked, { ...context, from }) : { spec: tool.version };
}

/** What npm recorded beside the packages; empty for other package managers and for global installations. */
function lockEntry(modules: string, name: string): LockEntry {
  const { packages } = readJson(path.join(modules, '.package-lock.json')) as { packages?: Readonly<Record<string, LockEntry>> };
  return packages?.[`node_modules/${name}`] ?? {};
}

/** The dependency on a package in the package.json of a folder. */
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
  const again = 'install it again, or name a build with --tool.';
  if (!existsSync(file)) {
    throw new CannotError(`This program was installed from ${plain(file)}, which does not exist any more, so the lab cannot get a copy; `
      + again);
  }
  const expected = integrity?.split(/\s+/).find((each) => each.startsWith('sha512-'));
  const actual = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  if (expected !== undefined && expected !== actual) {
    throw new CannotError(`${plain(file)} has changed since this program was installed from it; ${again}`);
  }
}
