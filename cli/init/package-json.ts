import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ToolPin } from './tool-pin';

/** The parts of a package.json that `npm install NAME` writes into an empty folder. */
export interface NpmWritten {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const NPM_WRITES = ['dependencies', 'devDependencies'];

/** The verbs, so that `npm run synth` works in a lab as it does in the tool. */
const SCRIPTS = {
  synth: 'homelab synth',
  check: 'homelab synth --check',
  verify: 'homelab verify',
  diff: 'homelab diff',
  upgrade: 'homelab upgrade',
};

/**
 * The package.json of a folder, if `npm install` alone made it: it may be completed.
 *
 * @returns undefined if there is none, or if somebody wrote more into it
 */
export function npmWritten(folder: string): NpmWritten | undefined {
  const file = path.join(folder, 'package.json');
  if (!existsSync(file)) { return undefined; }
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
  if (!isObject(found) || Object.keys(found).some((key) => !NPM_WRITES.includes(key))) { return undefined; }
  const isPlain = Object.values(found).every((list) => isObject(list) && Object.values(list).every((spec) => typeof spec === 'string'));
  return isPlain ? found : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text of a lab's package.json. */
export function packageJson(name: string, { spec, allowScripts }: ToolPin, found: NpmWritten = {}): string {
  const { dependencies, devDependencies } = found;
  const isDevelopment = devDependencies?.[name] !== undefined;
  return `${JSON.stringify({
    private: true,
    scripts: SCRIPTS,
    ...isDevelopment ? { dependencies } : { dependencies: { ...dependencies, [name]: spec } },
    ...isDevelopment ? { devDependencies: { ...devDependencies, [name]: spec } } : { devDependencies },
    ...allowScripts === undefined ? {} : { allowScripts: { [allowScripts]: true } },
  }, undefined, 2)}\n`;
}
