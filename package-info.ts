import { readFileSync } from 'node:fs';
import { packaged } from './paths';

/** The parts of package.json that the program uses. */
export interface PackageInfo {
  /** Name of the package. */
  readonly name: string;
  /** Version of the package. */
  readonly version: string;
  /** Range of Node versions it runs on, such as `>=20.19`. */
  readonly engines: { readonly node: string };
  /** The address at which bugs are reported. */
  readonly bugs: { readonly url: string };
}

/** Reads package.json of the program that is running. */
export function packageInfo(): PackageInfo {
  return JSON.parse(readFileSync(packaged('package.json'), 'utf8')) as PackageInfo;
}
