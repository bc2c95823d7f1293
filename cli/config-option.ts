import path from 'node:path';
import { Option } from 'commander';
import { findConfig } from '../config/location';
import { loadConfig, type LoadedConfig } from '../charts/load-config';
import { loadOwnCode, type OwnCode } from '../synth/own-code';
import { userFolder } from './user-folder';

/** What a verb reads before it does anything. */
export interface LoadedLab {
  readonly loaded: LoadedConfig & { readonly location: NonNullable<LoadedConfig['location']> };
  /** The lab's own code, if it has any. */
  readonly code: OwnCode | undefined;
}

/** `--config FILE`, relative to where the user stands. */
export function configOption(): Option {
  return new Option('-c, --config <file>', 'configuration to read (default: homelab.yaml here or in a folder above)').env('HOMELAB_CONFIG');
}

/**
 * Reads a configuration and the code beside it.
 *
 * @throws ConfigError or SynthError with everything that is wrong with them
 */
export async function loadLab({ config }: { readonly config?: string }): Promise<LoadedLab> {
  const folder = userFolder();
  // Relative, because messages repeat it.
  const file = path.relative(process.cwd(), config === undefined ? findConfig(folder) : path.resolve(folder, config));
  const loaded = loadConfig(file);
  const { location } = loaded;
  if (location === undefined) { throw new Error(`${file} was read without its place`); }
  return { loaded: { ...loaded, location }, code: await loadOwnCode(location) };
}
