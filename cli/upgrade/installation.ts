import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CannotError } from '../exit-codes';
import { parsePin, type Pin } from './pin';

/** The package.json that pins this program, and what is installed beside it. */
export interface Installation {
  /** Folder of package.json, absolute. */
  readonly root: string;
  /** The value that stands in package.json. */
  readonly spec: string;
  readonly pin: Pin;
  readonly isDevelopment: boolean;
  /** What `npm install` has put into node_modules; undefined before the first install. */
  readonly installed: InstalledPackage | undefined;
}

/** A package in node_modules. */
export interface InstalledPackage {
  readonly version: string;
  /** Absolute path of its program. */
  readonly program: string;
  /** Node versions it runs on. @default - any */
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

/** Lock files of other package managers, and what raises a version with each. */
const OTHERS: readonly (readonly [file: string, command: string])[] = [
  ['pnpm-lock.yaml', 'pnpm add'], ['yarn.lock', 'yarn add'], ['bun.lock', 'bun add'], ['bun.lockb', 'bun add'],
];

/**
 * Finds what a lab is made with: the nearest package.json, in its folder or above, that depends on the package.
 *
 * @param folder - folder of the lab's configuration
 * @param name - of the package
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
      ? `This is the repository of ${name} itself, which pins nothing: git pull brings a newer version.`
      : `No package.json in ${folder} or above depends on ${name}, so there is nothing to raise; `
        + `install it there: npm install --save-exact ${name}`);
  }
  const { root, manifest } = found;
  const spec = specOf(manifest, name) ?? '';
  const pin = parsePin(name, spec, root);
  if (!pin) {
    throw new CannotError(`${path.join(root, 'package.json')} pins ${name} to ${JSON.stringify(spec)}, which upgrade cannot raise; `
      + 'write a version there.');
  }
  return { root, spec, pin, isDevelopment: manifest.dependencies?.[name] === undefined, installed: readInstalled(root, name) };
}

/** What stands in node_modules of a folder. */
export function readInstalled(root: string, name: string): InstalledPackage | undefined {
  const folder = path.join(root, 'node_modules', name);
  const manifest = readManifest(folder);
  const bin = typeof manifest?.bin === 'string' ? manifest.bin : Object.values(manifest?.bin ?? {})[0];
  if (manifest?.version === undefined || bin === undefined) { return undefined; }
  const node = manifest.engines?.node;
  return { version: manifest.version, program: path.join(folder, bin), folder, ...node === undefined ? {} : { node } };
}

/** @throws CannotError if something other than npm installs the folder's packages, or npm does so from a folder above */
export function assertNpm({ root, spec }: Installation, name: string): void {
  const other = OTHERS.find(([file]) => existsSync(path.join(root, file)));
  if (other && !existsSync(path.join(root, 'package-lock.json'))) {
    throw new CannotError(`${other[0]} says that another program than npm installs the packages of ${root}; `
      + `raise the version with it (${other[1]}), then run homelab synth.`);
  }
  const workspace = ancestors(path.dirname(root))
    .find((each) => readManifest(each)?.workspaces !== undefined && existsSync(path.join(each, 'node_modules')));
  if (workspace !== undefined && !existsSync(path.join(root, 'node_modules'))) {
    throw new CannotError(`${root} is a workspace of ${workspace}; raise ${name} (${spec}) with npm install there, `
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
