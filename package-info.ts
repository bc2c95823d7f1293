import { readFileSync } from 'node:fs';
import { packaged } from './paths';

/** What the program knows of its own package. */
export interface PackageInfo {
  readonly name: string;
  readonly version: string;
  /** Node versions it runs on, as package.json says them. */
  readonly engines: { readonly node: string };
  /** Where bugs are reported. */
  readonly bugs: { readonly url: string };
}

/** Reads package.json of the running program. */
export function packageInfo(): PackageInfo {
  return JSON.parse(readFileSync(packaged('package.json'), 'utf8')) as PackageInfo;
}
