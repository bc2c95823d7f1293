import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The parts of a package.json that `npm install NAME` writes into an empty folder. */
export interface NpmManifest {
  /** Name and version of each package the program needs. @default - none */
  readonly dependencies?: Readonly<Record<string, string>>;
  /** The same for packages that only development needs. @default - none */
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** What `npm install` alone writes. */
const NPM_KEYS = ['dependencies', 'devDependencies'];

/**
 * The package.json of a folder, if `npm install` alone made it: `homelab init` may complete such a file.
 *
 * @returns undefined if there is none, or if somebody wrote more into it
 */
export function readNpmManifest(folder: string): NpmManifest | undefined {
  const file = path.join(folder, 'package.json');
  if (!existsSync(file)) { return undefined; }
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
  if (!isObject(found) || Object.keys(found).some((key) => !NPM_KEYS.includes(key))) { return undefined; }
  const isPlain = Object.values(found).every((list) => isObject(list) && Object.values(list).every((spec) => typeof spec === 'string'));
  return isPlain ? found : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
