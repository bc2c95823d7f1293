import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CannotError } from '../exit-codes';
import { parsePin, type Pin } from './pin';

/** The package.json that pins this program, and what is installed beside it. */
export interface Installation {
  /** Folder of package.json, absolute. */
  readonly root: string;
  /** Value of the dependency in package.json. */
  readonly spec: string;
  /** What that value means. */
  readonly pin: Pin;
  /** Whether it is one of devDependencies. */
  readonly isDevelopment: boolean;
  /** What `npm install` has put into node_modules; undefined before the first install. */
  readonly installed: InstalledPackage | undefined;
}

/** A package in node_modules. */
export interface InstalledPackage {
  /** Its version. */
  readonly version: string;
  /** Absolute path of its program. */
  readonly program: string;
  /** Range of Node versions it runs on. @default - any */
  readonly node?: string;
  /** Its folder, absolute. */
  readonly folder: string;
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly bin?: string | Readonly<Record<string, string>>;
  readonly engines?: { readonly node?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly workspaces?: unknown;
}

/** Lock files of other package managers, and the command that changes a version with each. */
const OTHERS: readonly (readonly [file: string, command: string])[] = [
  ['pnpm-lock.yaml', 'pnpm add'], ['yarn.lock', 'yarn add'], ['bun.lock', 'bun add'], ['bun.lockb', 'bun add'],
];

/**
 * Finds the package.json that pins the package for a lab: the nearest one, in the lab's folder or above, that depends on it.
 *
 * @param folder - folder of the lab's configuration
 * @param name - name of the package
 * @throws CannotError if there is none, with what to do instead
 */
export function findInstallation(folder: string, name: string): Installation {
  const manifests = ancestors(folder).flatMap((root) => {
    const manifest = readManifest(root);
    return manifest ? [{ root, manifest }] : [];
  });
  const found = manifests.find(({ manifest }) => specOf(manifest, name) !== undefined);
  if (!found) {
    throw new CannotError(manifests.some(({ manifest }) => manifest.name === name)
      ? `This is the repository of ${name} itself, which has no pinned version: git pull gets a newer one.`
      : `No package.json in ${folder} or above depends on ${name}, so there is nothing to upgrade; `
        + `install it there: npm install --save-exact ${name}`);
  }
  const { root, manifest } = found;
  const spec = specOf(manifest, name) ?? '';
  const pin = parsePin(name, spec, root);
  if (!pin) {
    throw new CannotError(`${path.join(root, 'package.json')} pins ${name} to ${JSON.stringify(spec)}, which upgrade cannot change; `
      + 'write a version there.');
  }
  return { root, spec, pin, isDevelopment: manifest.dependencies?.[name] === undefined, installed: readInstalled(root, name) };
}

/**
 * Reads a package in node_modules of a folder.
 *
 * @returns undefined if it is not installed, or is a package without a program
 * @throws CannotError if its package.json is not JSON
 */
export function readInstalled(root: string, name: string): InstalledPackage | undefined {
  const folder = path.join(root, 'node_modules', name);
  const manifest = readManifest(folder);
  const bin = typeof manifest?.bin === 'string' ? manifest.bin : Object.values(manifest?.bin ?? {})[0];
  if (manifest?.version === undefined || bin === undefined) { return undefined; }
  const node = manifest.engines?.node;
  return { version: manifest.version, program: path.join(folder, bin), folder, ...node === undefined ? {} : { node } };
}

/**
 * Checks that npm installs the packages of the folder of package.json.
 *
 * @throws CannotError if another package manager does, or npm does it from a folder above
 */
export function assertNpm({ root, spec }: Installation, name: string): void {
  const other = OTHERS.find(([file]) => existsSync(path.join(root, file)));
  if (other && !existsSync(path.join(root, 'package-lock.json'))) {
    throw new CannotError(`${other[0]} shows that npm is not the package manager of ${root}; `
      + `change the version with yours (${other[1]}), then run homelab synth.`);
  }
  const workspace = ancestors(path.dirname(root))
    .find((each) => readManifest(each)?.workspaces !== undefined && existsSync(path.join(each, 'node_modules')));
  if (workspace !== undefined && !existsSync(path.join(root, 'node_modules'))) {
    throw new CannotError(`${root} is a workspace of ${workspace}; upgrade ${name} (${spec}) with npm install there, `
      + 'then run homelab synth.');
  }
}

function specOf({ dependencies, devDependencies }: Manifest, name: string): string | undefined {
  return dependencies?.[name] ?? devDependencies?.[name];
}

function readManifest(folder: string): Manifest | undefined {
  const file = path.join(folder, 'package.json');
  if (!existsSync(file)) { return undefined; }
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  } catch (error) {
    throw new CannotError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function ancestors(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}
